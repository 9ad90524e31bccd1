namespace Florin.Cli;

using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

/// <summary>Paths as users write them.</summary>
static class Files
{
    /// <summary>The file of runs/ that names the newest whole run.</summary>
    public const string Latest = "latest";

    /// <summary>JSON for people, too: letters beyond ASCII as they are.</summary>
    public static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A file that must be there. <c>runs/latest</c> stands for the newest whole run.</summary>
    public static string Existing(string path)
    {
        string found = Resolve(path);
        if (File.Exists(found)) return found;
        throw new FlorinException("FLR0901", "there is no such file", path, fix: "check the path; it starts from the current folder");
    }

    /// <summary>A link would need rights on some systems: a small text file says which folder is the latest.</summary>
    public static string Resolve(string path)
    {
        string[] parts = path.Split('/', '\\');
        for (int i = 1; i < parts.Length; i++)
        {
            string pointer = string.Join(Path.DirectorySeparatorChar, parts[..(i + 1)]);
            if (parts[i] != Latest || !File.Exists(pointer)) continue;
            string before = string.Join(Path.DirectorySeparatorChar, parts[..i]), newest = File.ReadAllText(pointer).Trim();
            return Path.Combine([before, newest, .. parts[(i + 1)..]]);
        }

        return path;
    }

    public static void AtomicText(string path, string text) =>
        Florin.Storage.AtomicFile.Write(path, stream => stream.Write(new UTF8Encoding(false).GetBytes(text)));

    public static string Json(params ReadOnlySpan<(string Name, object Value)> members)
    {
        var json = new JsonObject();
        foreach ((string name, object value) in members)
            json[name] = value switch { int number => number, long number => number, _ => value.ToString() };
        return json.ToJsonString();
    }
}
