namespace Florin.AspNetCore;

using System.Text;
using System.Text.Json;

/// <summary>
/// Takes the cells of one column out of a request. A cell means what the same text means in a file: numbers and dates are read by the same
/// code, the same texts stand for missing, and blanks at the ends do not count.
/// </summary>
abstract class CellReader(ColumnEncoder encoder, MissingTexts missing)
{
    public string Name => encoder.Column;

    public bool Optional => encoder.Optional;

    /// <summary>What a cell of the column is, for messages: "a number".</summary>
    public abstract string Expected { get; }

    protected MissingTexts MissingTexts => missing;

    public static CellReader Of(ColumnEncoder encoder, ModelReading reading, MissingTexts missing) => encoder switch
    {
        NumberEncoder numbers => new NumberCells(numbers, missing),
        DateEncoder dates => new DateCells(dates, reading.Dates.GetValueOrDefault(encoder.Column), missing),
        CategoryEncoder levels => new CategoryCells(levels, missing),
        _ => throw new InvalidOperationException(encoder.GetType().Name),
    };

    /// <summary>Makes room for so many rows.</summary>
    public abstract void Room(int rows);

    public abstract void SetMissing(int row);

    /// <summary>Reads the value on which the reader stands; what is wrong with it, without its text, or null.</summary>
    public string? Read(ref Utf8JsonReader json, int row, Scratch scratch)
    {
        SetMissing(row);
        return json.TokenType switch
        {
            JsonTokenType.Null => null,
            JsonTokenType.Number => ReadNumber(ref json, row, scratch),
            JsonTokenType.String => ReadText(ref json, row, scratch),
            JsonTokenType.StartArray => Wrong("a list"),
            JsonTokenType.StartObject => Wrong("an object"),
            _ => ReadTruth(json.TokenType == JsonTokenType.True, row),
        };
    }

    /// <summary>Writes the inputs of all rows.</summary>
    public abstract void Encode(EncodedRows rows, int first);

    /// <summary>The first rows as a column of a table.</summary>
    public abstract Column ToColumn(int rows);

    protected abstract string? ReadNumber(ref Utf8JsonReader json, int row, Scratch scratch);

    protected abstract string? ReadText(ref Utf8JsonReader json, int row, Scratch scratch);

    protected virtual string? ReadTruth(bool truth, int row) => Wrong("true or false");

    protected string Wrong(string found) => $"{found} where {Expected} is expected";

    protected string Wrong(ReadOnlySpan<byte> text) => BadCells.Describe(text, Expected);
}

/// <summary>Numbers.</summary>
sealed class NumberCells(NumberEncoder encoder, MissingTexts missing) : CellReader(encoder, missing)
{
    double[] values = [];

    public override string Expected => "a number";

    public override void Room(int rows)
    {
        if (values.Length < rows) Array.Resize(ref values, rows);
    }

    public override void SetMissing(int row) => values[row] = double.NaN;

    public override void Encode(EncodedRows rows, int first)
    {
        for (int row = 0; row < rows.Count; row++) encoder.Set(rows, row, first, values[row]);
    }

    public override Column ToColumn(int rows) => new NumberColumn(Name, values.AsSpan(0, rows));

    protected override string? ReadNumber(ref Utf8JsonReader json, int row, Scratch scratch) => Set(json.ValueSpan, row);

    protected override string? ReadText(ref Utf8JsonReader json, int row, Scratch scratch) =>
        Set(scratch.Bytes(ref json).Trim(" \t"u8), row);

    string? Set(ReadOnlySpan<byte> text, int row)
    {
        if (!Numbers.TryParse(text, out double value)) return MissingTexts.Contains(text) ? null : Wrong(text);
        if (!MissingTexts.Contains(value)) values[row] = value;
        return null;
    }
}

/// <summary>Days and moments.</summary>
sealed class DateCells(DateEncoder encoder, string? form, MissingTexts missing) : CellReader(encoder, missing)
{
    DateTime?[] values = [];

    public override string Expected { get; } = form is null ? "a date" : $"a date like {form}";

    public override void Room(int rows)
    {
        if (values.Length < rows) Array.Resize(ref values, rows);
    }

    public override void SetMissing(int row) => values[row] = null;

    public override void Encode(EncodedRows rows, int first)
    {
        for (int row = 0; row < rows.Count; row++) encoder.Set(rows, row, first, values[row]);
    }

    public override Column ToColumn(int rows) => new DateColumn(Name, values.Take(rows));

    protected override string? ReadNumber(ref Utf8JsonReader json, int row, Scratch scratch) => Set(json.ValueSpan, row);

    protected override string? ReadText(ref Utf8JsonReader json, int row, Scratch scratch) =>
        Set(scratch.Bytes(ref json).Trim(" \t"u8), row);

    string? Set(ReadOnlySpan<byte> text, int row)
    {
        if (MissingTexts.Contains(text)) return null;
        string date = Encoding.UTF8.GetString(text);
        if (!(form is null ? Dates.TryParse(date, out DateTime value) : Dates.TryParse(date, form, out value))) return Wrong(text);
        values[row] = value;
        return null;
    }
}
