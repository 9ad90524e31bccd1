namespace Florin.Cli;

using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

/// <summary>What an exported model takes and gives, for a reader and for a script.</summary>
sealed class OnnxSheet(string file, string sha256, string predicts, OnnxSignature signature)
{
    public string ToJson() => new JsonObject
    {
        ["onnx"] = file,
        ["model"] = sha256,
        ["predicts"] = predicts,
        ["inputs"] = new JsonArray([.. signature.Inputs.Select(Entry)]),
        ["outputs"] = new JsonArray([.. signature.Outputs.Select(Entry)]),
    }.ToJsonString(Files.Readable);

    public override string ToString()
    {
        var text = new StringBuilder().AppendLine(CultureInfo.InvariantCulture, $"{file}: {predicts}").AppendLine()
            .AppendLine("takes, each [rows, 1]:");
        // Columns of one kind together: a table of a hundred columns says the same of most.
        foreach (IGrouping<(string Type, string Meaning), OnnxValue> kind in signature.Inputs.GroupBy(each => (each.Type, each.Meaning)))
            text.AppendLine(CultureInfo.InvariantCulture, $"  {kind.Key.Type,-7} {kind.Key.Meaning}")
                .AppendLine(CultureInfo.InvariantCulture, $"          {string.Join(", ", kind.Select(each => Clean(each.Name)))}");
        text.AppendLine("gives:");
        foreach (OnnxValue output in signature.Outputs)
            text.AppendLine(CultureInfo.InvariantCulture,
                $"  {output.Type,-7} {output.Name} [{output.Axes.Replace("batch", "rows", StringComparison.Ordinal)}]: {output.Meaning}");
        return text.AppendLine()
            .AppendLine(CultureInfo.InvariantCulture, $"next     onnxruntime.InferenceSession(\"{file}\").run(None, {{column: cells, …}})")
            .Append("         compare a few rows with florin score before you rely on it").ToString();
    }

    static JsonNode Entry(OnnxValue value) => new JsonObject
    {
        ["name"] = value.Name,
        ["type"] = value.Type,
        ["shape"] = new JsonArray([.. value.Axes.Split(", ").Select(axis => int.TryParse(axis, out int extent)
            ? JsonValue.Create(extent) : (JsonNode)JsonValue.Create(axis))]),
        ["meaning"] = value.Meaning,
    };

    /// <summary>A file's text must not steer the reader's terminal.</summary>
    static string Clean(string text) => string.Concat(text.Select(c => char.IsControl(c) ? '?' : c));
}
