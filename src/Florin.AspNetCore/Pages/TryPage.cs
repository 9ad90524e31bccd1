namespace Florin.AspNetCore;

using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

/// <summary>
/// The page on which models can be tried. It is the same for everyone and holds nothing of a model: what it shows it asks the service for,
/// with the key that its reader gives. It runs its own program and no other, and talks to nobody else.
/// </summary>
static class TryPage
{
    const string Resource = "Florin.try.html";

    static readonly byte[] Page = Read();

    static readonly string Policy = "default-src 'none'; " + string.Join("; ", Inline("script"), Inline("style"), "img-src data:",
        "connect-src 'self'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'");

    public static async Task Show(HttpContext http)
    {
        HttpRequest request = http.Request;
        HttpResponse response = http.Response;
        if (!request.Path.Value!.EndsWith('/'))
        {
            // The page asks for addresses beside its own.
            response.Redirect(request.PathBase + request.Path + "/");
            return;
        }

        response.ContentType = "text/html; charset=utf-8";
        response.ContentLength = Page.Length;
        response.Headers.ContentSecurityPolicy = Policy;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.CacheControl = "no-cache";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers["Cross-Origin-Opener-Policy"] = "same-origin";
        await response.Body.WriteAsync(Page, http.RequestAborted).ConfigureAwait(false);
    }

    static byte[] Read()
    {
        using Stream stream = typeof(TryPage).Assembly.GetManifestResourceStream(Resource)!;
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>Allows the one element of this name that the page holds, by the hash of its text.</summary>
    static string Inline(string element)
    {
        string page = Encoding.UTF8.GetString(Page);
        int begin = page.IndexOf('>', page.IndexOf("<" + element, StringComparison.Ordinal)) + 1;
        int end = page.IndexOf($"</{element}>", begin, StringComparison.Ordinal);
        return $"{element}-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(page[begin..end])))}'";
    }
}
