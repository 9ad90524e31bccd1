namespace Florin.Cli;

using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

/// <summary>What a file of arrays holds, for a reader and for a script.</summary>
sealed class ArraysCard(string file, TensorFile content)
{
    public string ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("file", file);
            json.WriteString("kind", "arrays");
            json.WriteNumber("numbers", content.Tensors.Sum(Count));
            json.WriteNumber("bytes", content.Tensors.Sum(Bytes));
            json.WriteStartArray("arrays");
            foreach (NamedTensor tensor in content.Tensors) Entry(json, tensor);
            json.WriteEndArray();
            json.WriteStartObject("metadata");
            foreach ((string key, string value) in Notes()) json.WriteString(key, value);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    public override string ToString()
    {
        string[][] rows = [["name", "type", "shape", "numbers"], .. content.Tensors.Select(Row),
            ["total", "", $"{content.Tensors.Count} arrays", Number(content.Tensors.Sum(Count))]];
        int[] widths = [.. Enumerable.Range(0, 4).Select(column => rows.Max(row => row[column].Length))];
        var text = new StringBuilder().AppendLine(CultureInfo.InvariantCulture,
            $"{Clean(file)}: {Number(content.Tensors.Sum(Bytes))} bytes of numbers");
        foreach (string[] row in rows)
            text.Append("  ").Append(row[0].PadRight(widths[0])).Append("  ").Append(row[1].PadRight(widths[1])).Append("  ")
                .Append(row[2].PadRight(widths[2])).Append("  ").AppendLine(row[3].PadLeft(widths[3]));
        if (content.Metadata.Count > 0) text.AppendLine("metadata");
        foreach ((string key, string value) in Notes()) text.AppendLine(CultureInfo.InvariantCulture, $"  {Clean(key)}: {Clean(value)}");
        return text.ToString().TrimEnd();
    }

    static void Entry(Utf8JsonWriter json, NamedTensor tensor)
    {
        json.WriteStartObject();
        json.WriteString("name", tensor.Name);
        json.WriteString("type", tensor.Type.ToString());
        json.WriteStartArray("shape");
        foreach (int extent in tensor.Shape) json.WriteNumberValue(extent);
        json.WriteEndArray();
        json.WriteNumber("numbers", Count(tensor));
        json.WriteEndObject();
    }

    static string[] Row(NamedTensor tensor) =>
        [Clean(tensor.Name), tensor.Type.ToString(), $"[{string.Join(", ", tensor.Shape)}]", Number(Count(tensor))];

    static long Count(NamedTensor tensor) => tensor.Shape.Aggregate(1L, (product, extent) => product * extent);

    static long Bytes(NamedTensor tensor) => tensor.Bytes.Length;

    static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A file's text must not steer the reader's terminal.</summary>
    static string Clean(string text) => string.Concat(text.Select(c => char.IsControl(c) ? '?' : c));

    IEnumerable<KeyValuePair<string, string>> Notes() => content.Metadata.OrderBy(note => note.Key, StringComparer.Ordinal);
}
