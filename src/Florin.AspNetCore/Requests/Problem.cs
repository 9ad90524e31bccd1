namespace Florin.AspNetCore;

using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

/// <summary>
/// Why a request is refused, as RFC 9457 writes it. It may hold names of columns and places in the request, never a cell.
/// </summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">FLR and four digits; docs/errors.md lists them.</param>
/// <param name="Title">The same for every occurrence.</param>
/// <param name="Detail">What was found, and where.</param>
/// <param name="Fix">What to change.</param>
sealed record Problem(int Status, string Code, string Title, string? Detail, string Fix)
{
    public const string ContentType = "application/problem+json";

    /// <summary>Quotes stay quotes: the type of the answer says that it is no HTML.</summary>
    static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Whole seconds until it is worth to ask again.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>The methods that the address takes.</summary>
    public string? Allow { get; init; }

    public async Task Write(HttpContext http)
    {
        if (http.Response.HasStarted)
        {
            http.Abort();
            return;
        }

        var buffer = new ArrayBufferWriter<byte>(512);
        await using (var json = new Utf8JsonWriter(buffer, Readable))
        {
            json.WriteStartObject();
            json.WriteString("type", "urn:florin:error:" + Code);
            json.WriteString("title", Title);
            json.WriteNumber("status", Status);
            if (Detail is not null) json.WriteString("detail", Detail);
            json.WriteString("code", Code);
            json.WriteString("fix", Fix);
            json.WriteEndObject();
        }

        HttpResponse response = http.Response;
        response.Clear();
        response.StatusCode = Status;
        response.ContentType = ContentType;
        response.ContentLength = buffer.WrittenCount;
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        if (RetryAfter is { } seconds) response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        // The rest of the body will not be read: the connection cannot take another request.
        bool unread = Status is StatusCodes.Status413PayloadTooLarge or StatusCodes.Status408RequestTimeout;
        if (unread && HttpProtocol.IsHttp11(http.Request.Protocol)) response.Headers.Connection = "close";
        if (Allow is not null) response.Headers.Allow = Allow;
        if (Status == StatusCodes.Status401Unauthorized) response.Headers.WWWAuthenticate = "Bearer";
        await response.Body.WriteAsync(buffer.WrittenMemory, http.RequestAborted).ConfigureAwait(false);
    }
}

/// <summary>Ends the work on a request; the caller gets the problem.</summary>
sealed class RequestException(Problem problem) : Exception(problem.Code)
{
    public Problem Problem => problem;
}
