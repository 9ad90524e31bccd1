namespace Florin.Storage;

using System.Buffers;
using System.Buffers.Binary;
using System.Text.Encodings.Web;
using System.Text.Json;

/// <summary>Eight bytes with the header's length, the header in JSON padded with spaces to eights, the arrays without gaps.</summary>
static class SafetensorsWriter
{
    public const string MetadataKey = "__metadata__";

    public static void Write(Stream stream, IReadOnlyList<NamedTensor> tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        // Wide numbers first, so that every array starts at a multiple of its number's size.
        NamedTensor[] sorted = [.. tensors
            .OrderByDescending(tensor => NamedTensor.SizeOf(tensor.Type)).ThenBy(tensor => tensor.Name, StringComparer.Ordinal)];
        Check(sorted);
        ReadOnlySpan<byte> header = Header(sorted, metadata);
        Span<byte> length = stackalloc byte[8];
        int padding = (8 - header.Length % 8) % 8;
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length + padding);
        stream.Write(length);
        stream.Write(header);
        stream.Write("        "u8[..padding]);
        foreach (NamedTensor tensor in sorted) stream.Write(tensor.Bytes.Span);
    }

    static void Check(NamedTensor[] tensors)
    {
        var names = new HashSet<string>();
        foreach (NamedTensor tensor in tensors)
            if (tensor.Name == MetadataKey || !names.Add(tensor.Name))
                throw new FlorinException("FLR0408", "names of arrays must be different, and not " + MetadataKey, found: tensor.Name,
                    fix: "rename the array");
    }

    static ReadOnlySpan<byte> Header(NamedTensor[] tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        if (metadata is { Count: > 0 })
        {
            json.WriteStartObject(MetadataKey);
            foreach (var (key, value) in metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal)) json.WriteString(key, value);
            json.WriteEndObject();
        }

        long offset = 0;
        foreach (NamedTensor tensor in tensors) Entry(json, tensor, ref offset);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan;
    }

    static void Entry(Utf8JsonWriter json, NamedTensor tensor, ref long offset)
    {
        json.WriteStartObject(tensor.Name);
        json.WriteString("dtype", tensor.Type.ToString());
        json.WriteStartArray("shape");
        foreach (int extent in tensor.Shape) json.WriteNumberValue(extent);
        json.WriteEndArray();
        json.WriteStartArray("data_offsets");
        json.WriteNumberValue(offset);
        json.WriteNumberValue(offset += tensor.Bytes.Length);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
