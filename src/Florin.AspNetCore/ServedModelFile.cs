namespace Florin;

using System.Text.RegularExpressions;

/// <summary>A model file and the name that the model has in addresses.</summary>
/// <param name="Name">Letters, digits, point, dash and underscore, at most 64; it does not begin with a sign.</param>
/// <param name="Path">The file, which may be replaced while it is served.</param>
public sealed partial record ServedModelFile(string Name, string Path)
{
    /// <summary>
    /// Reads <c>NAME=PATH</c> or <c>PATH</c>, whose name is then that of the file without its ending. A file whose own name holds an equals
    /// sign is taken as a path.
    /// </summary>
    /// <exception cref="FlorinException">FLR1204: the name cannot stand in an address.</exception>
    public static ServedModelFile Parse(string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        int sign = text.IndexOf('=', StringComparison.Ordinal);
        var file = sign > 0 && !File.Exists(text)
            ? new ServedModelFile(text[..sign], text[(sign + 1)..])
            : new ServedModelFile(System.IO.Path.GetFileNameWithoutExtension(text), text);
        if (!Allowed().IsMatch(file.Name) || file.Path.Length == 0)
            throw new FlorinException("FLR1204", "this is no name and path of a model", $"\"{text}\"", fix:
                "write NAME=PATH, a name of at most 64 letters, digits, points, dashes and underscores");
        return file;
    }

    /// <summary>Checks a list of models as a whole.</summary>
    /// <exception cref="FlorinException">FLR1204: none, or two of one name.</exception>
    internal static void Check(IReadOnlyCollection<ServedModelFile> files)
    {
        if (files.Count == 0)
            throw new FlorinException("FLR1204", "no model is to be served", fix: "give the path of a .florin file");
        if (files.GroupBy(file => file.Name, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { } two)
            throw new FlorinException("FLR1204", "two models have one name", $"\"{two.Key}\"",
                string.Join(", ", two.Select(file => file.Path)), "give each a name: NAME=PATH");
        foreach (ServedModelFile file in files) Parse(file.Name + "=" + file.Path);
    }

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$", RegexOptions.CultureInvariant)]
    private static partial Regex Allowed();
}
