namespace Florin.AspNetCore;

using System.Collections.Frozen;
using System.Text.Json;

/// <summary>Levels. A level that training did not know is no error; it is counted.</summary>
sealed class CategoryCells : CellReader
{
    const int Missing = -2, Unknown = -1;

    readonly CategoryEncoder encoder;
    readonly FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> places;
    int[] values = [];

    public CategoryCells(CategoryEncoder encoder, MissingTexts missing)
        : base(encoder, missing)
    {
        this.encoder = encoder;
        places = encoder.Levels.Index().ToFrozenDictionary(level => level.Item, level => level.Index, StringComparer.Ordinal)
            .GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public override string Expected => "a text";

    public override void Room(int rows)
    {
        if (values.Length < rows) Array.Resize(ref values, rows);
    }

    public override void SetMissing(int row) => values[row] = Missing;

    public override void Encode(EncodedRows rows, int first)
    {
        for (int row = 0; row < rows.Count; row++)
        {
            if (values[row] == Missing) encoder.SetMissing(rows, row, first);
            else encoder.Set(rows, row, first, values[row]);
        }
    }

    /// <summary>A level that is not known goes by a name that none has: the caller's text is not kept.</summary>
    public override Column ToColumn(int rows)
    {
        string unknown = "?";
        while (encoder.Levels.Contains(unknown)) unknown += "?";
        string[] levels = [.. encoder.Levels, unknown];
        int[] codes = [.. values.Take(rows).Select(place => place switch
        {
            Missing => CategoryColumn.Missing,
            Unknown => levels.Length - 1,
            _ => place,
        })];
        return new CategoryColumn(Name, codes, levels);
    }

    protected override string? ReadNumber(ref Utf8JsonReader json, int row, Scratch scratch) =>
        Set(json.ValueSpan, scratch.Chars(ref json), row);

    protected override string? ReadText(ref Utf8JsonReader json, int row, Scratch scratch) =>
        Set(scratch.Bytes(ref json).Trim(" \t"u8), scratch.Chars(ref json).Trim(" \t"), row);

    /// <summary>Files write truth as true, True or TRUE.</summary>
    protected override string? ReadTruth(bool truth, int row)
    {
        string text = truth ? "true" : "false";
        int place = encoder.Levels.IndexOf(text);
        for (int i = 0; i < encoder.Levels.Length && place < 0; i++)
            if (encoder.Levels[i].Equals(text, StringComparison.OrdinalIgnoreCase)) place = i;
        values[row] = place < 0 ? Unknown : place;
        return null;
    }

    /// <summary>The same text twice: levels are kept as characters, what stands for missing as bytes.</summary>
    string? Set(ReadOnlySpan<byte> bytes, ReadOnlySpan<char> text, int row)
    {
        if (!MissingTexts.Contains(bytes)) values[row] = places.TryGetValue(text, out int place) ? place : Unknown;
        return null;
    }
}
