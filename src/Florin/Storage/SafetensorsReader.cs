namespace Florin.Storage;

using System.Buffers.Binary;
using System.Text.Unicode;

/// <summary>Checks the whole header against the file's length before an array is made.</summary>
static class SafetensorsReader
{
    const long LongestHeader = 100_000_000;

    public static TensorFile Read(Stream stream, string place)
    {
        long length = stream.Length - stream.Position;
        if (length < 8) throw Truncated(place, $"{length} bytes");
        Span<byte> prefix = stackalloc byte[8];
        stream.ReadExactly(prefix);
        ulong headerLength = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (headerLength > (ulong)Math.Min(LongestHeader, length - 8))
            throw Truncated(place, $"a header of {headerLength} bytes in a file of {length}");
        byte[] text = new byte[headerLength];
        stream.ReadExactly(text);
        if (text.Length == 0 || text[0] != '{' || !Utf8.IsValid(text))
            throw SafetensorsHeader.Malformed(place, "the header is not UTF-8 text that begins with {");
        var header = SafetensorsHeader.Parse(text, place);
        TensorEntry[] entries = [.. header.Entries.OrderBy(entry => entry.Begin).ThenBy(entry => entry.End)];
        CheckOffsets(entries, length - 8 - (long)headerLength, place);
        return new TensorFile([.. entries.Select(entry => Load(stream, entry))], header.Metadata);
    }

    static void CheckOffsets(TensorEntry[] entries, long dataLength, string place)
    {
        long next = 0;
        foreach (TensorEntry entry in entries)
        {
            if (entry.Begin != next)
                throw Offsets(place, entry, $"begins at {entry.Begin}, the array before it ends at {next}");
            next = entry.End;
        }

        if (next != dataLength)
            throw new FlorinException("FLR0406", "the arrays do not end with the file", place,
                $"they end at {next}, the file's data at {dataLength}", SafetensorsHeader.Fix);
    }

    static NamedTensor Load(Stream stream, TensorEntry entry)
    {
        byte[] bytes = new byte[entry.End - entry.Begin];
        stream.ReadExactly(bytes);
        return new NamedTensor(entry.Name, entry.Type, entry.Shape, bytes);
    }

    static FlorinException Truncated(string place, string found) =>
        new("FLR0401", "the file is cut short, or is no safetensors file", place, found, SafetensorsHeader.Fix);

    static FlorinException Offsets(string place, TensorEntry entry, string found) =>
        new("FLR0406", "arrays must lie one after another, without overlap or gap", $"{place}, {entry.Name}", found, SafetensorsHeader.Fix);
}
