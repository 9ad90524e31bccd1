namespace Florin;

using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Florin.Storage;

/// <summary>Writes a page as one HTML file that needs nothing beside it: program, styles and data are inside.</summary>
public static class ChartPageFile
{
    const string TitlePlace = "<!--florin:title-->", DataPlace = "<!--florin:data-->";

    /// <summary>Writes the page; a reader sees the old file or the whole new one.</summary>
    public static void Save(this ChartPage page, string path)
    {
        byte[] html = Encoding.UTF8.GetBytes(page.ToHtml());
        AtomicFile.Write(path, stream => stream.Write(html));
    }

    /// <summary>Writes the page; a reader sees the old file or the whole new one.</summary>
    public static async Task SaveAsync(this ChartPage page, string path, CancellationToken cancellation = default)
    {
        string full = Path.GetFullPath(path), temporary = $"{full}.{Guid.NewGuid():N}.tmp";
        try
        {
            await File.WriteAllTextAsync(temporary, page.ToHtml(), cancellation).ConfigureAwait(false);
            cancellation.ThrowIfCancellationRequested();
            File.Move(temporary, full, overwrite: true);
        }
        finally
        {
            // After the move there is nothing under this name, and deleting nothing is no error.
            File.Delete(temporary);
        }
    }

    /// <summary>The page as HTML.</summary>
    public static string ToHtml(this ChartPage page) => Template.Value
        .Replace(TitlePlace, WebUtility.HtmlEncode(page.Title), StringComparison.Ordinal)
        .Replace(DataPlace, page.ToJson(), StringComparison.Ordinal);

    /// <summary>The page as JSON. It may stand inside an HTML script element: its encoder writes &lt;, &gt; and &amp; as \u
    /// escapes.</summary>
    public static string ToJson(this ChartPage page) => JsonSerializer.Serialize(page, ChartPageJson.Default.ChartPage);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    public static ChartPage FromJson(string json) =>
        JsonSerializer.Deserialize(json, ChartPageJson.Default.ChartPage) ?? throw new JsonException("a page was expected, not null");

    static readonly Lazy<string> Template = new(() =>
    {
        using Stream stream = typeof(ChartPageFile).Assembly.GetManifestResourceStream("Florin.page.html")
            ?? throw new InvalidOperationException("the page was not embedded when Florin was built");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    });
}

/// <summary>The shape of the data of a page; web/src/contract.ts is made from the same records.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ChartPage))]
sealed partial class ChartPageJson : JsonSerializerContext;
