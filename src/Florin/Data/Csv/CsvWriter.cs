namespace Florin;

using System.Globalization;

/// <summary>
/// Writes delimited text by RFC 4180: comma, quotes where a cell needs them, LF at the end of every row. Numbers are in the shortest form
/// that reads back to the same number, whatever the culture. Text that a spreadsheet would run as a formula, because it begins with = + -
/// @, a tab or a carriage return and is no number, gets an apostrophe before it.
/// </summary>
/// <param name="writer">Where to; it stays open.</param>
public sealed class CsvWriter(TextWriter writer)
{
    static readonly System.Buffers.SearchValues<char> Special = System.Buffers.SearchValues.Create(",\"\r\n");

    int cells;
    bool blank = true;

    /// <summary>Adds a cell of text; null is a missing one, written as nothing.</summary>
    public void Add(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            Begin(written: false);
            return;
        }

        if (text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' && !Numbers.TryParse(text, out _)) text = "'" + text;
        Begin(written: true);
        bool quoted = text.AsSpan().ContainsAny(Special) || char.IsWhiteSpace(text[0]) || char.IsWhiteSpace(text[^1]);
        writer.Write(quoted ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text);
    }

    /// <summary>Adds a cell with a number; NaN is a missing one, written as nothing.</summary>
    public void Add(double value)
    {
        Begin(written: !double.IsNaN(value));
        if (!double.IsNaN(value)) writer.Write(Numbers.Text(value));
    }

    /// <summary>Adds a cell with a whole number.</summary>
    public void Add(long value)
    {
        Begin(written: true);
        writer.Write(value.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Ends the row. A row of one missing cell is written as two quotes, since a line without a byte is no row.</summary>
    public void EndRow()
    {
        if (cells == 1 && blank) writer.Write("\"\"");
        writer.Write('\n');
        cells = 0;
        blank = true;
    }

    void Begin(bool written)
    {
        if (cells++ > 0) writer.Write(',');
        blank &= !written;
    }
}
