namespace Florin;

using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;

/// <summary>
/// Collects cells as codes of their distinct texts. Nothing is lost, so what the column is can be decided when all rows have been seen.
/// </summary>
sealed class TextBuilder : CellBuilder
{
    const int LongText = 30; // mean characters of a text column's distinct cells

    readonly Dictionary<byte[], int> codes = new(Bytes.Equal);
    readonly Dictionary<byte[], int>.AlternateLookup<ReadOnlySpan<byte>> lookup;
    readonly List<byte[]> texts = [];
    readonly List<int> cells = [];
    byte[] last = [];
    int lastCode = -1;

    public TextBuilder() => lookup = codes.GetAlternateLookup<ReadOnlySpan<byte>>();

    public override void Add(ReadOnlySpan<byte> cell)
    {
        if (lastCode < 0 || !cell.SequenceEqual(last))
        {
            if (!lookup.TryGetValue(cell, out lastCode))
            {
                lastCode = texts.Count;
                texts.Add(cell.ToArray());
                codes.Add(texts[^1], lastCode);
            }

            last = texts[lastCode];
        }

        cells.Add(lastCode);
    }

    public override void AddMissing() => cells.Add(CategoryColumn.Missing);

    /// <summary>The column, of a declared kind or of the one that its cells show: numbers or dates if the share of cells that are none is
    /// at most the allowed one; free text if more than half of the cells are distinct and 30 characters long or more on average; else
    /// levels. A column without any cell holds numbers.</summary>
    public Column Column(string name, ColumnKind? declared, CsvOptions options, MissingTexts missing, BadCells bad)
    {
        ReadOnlySpan<int> rows = CollectionsMarshal.AsSpan(cells);
        string?[] shown = [.. texts.Select(text => missing.Contains(Trim(text)) ? null : Decode(Trim(text)))];
        var counts = new int[texts.Count];
        foreach (int cell in rows) if (cell >= 0) counts[cell]++;
        int present = counts.Index().Sum(text => shown[text.Index] is null ? 0 : text.Item);
        double allowed = declared is null ? options.MaximumBadShare * present : present;
        if (declared is null or ColumnKind.Number && TryConvert(shown, Number, counts, allowed) is { } numbers)
            return new NumberColumn(name, Spread(rows, numbers, double.NaN, shown, "a number", bad));
        string? form = options.Dates.GetValueOrDefault(name);
        if (declared is null or ColumnKind.Date && TryConvert(shown, text => Date(text, form), counts, allowed) is { } dates)
            return new DateColumn(name,
                Spread(rows, dates, DateColumn.Missing, shown, form is null ? "a date" : $"a date like {form}", bad));
        if (declared == ColumnKind.Text || declared is null && IsText(shown, present)) return Texts(name, rows, shown);
        return Levels(name, rows, shown);
    }

    /// <summary>The column of texts that are known to be no numbers: dates if all are ISO 8601, free text, or levels.</summary>
    public Column Column(string name)
    {
        ReadOnlySpan<int> rows = CollectionsMarshal.AsSpan(cells);
        string?[] shown = [.. texts.Select(text => Trim(text).IsEmpty ? null : Decode(Trim(text)))];
        if (shown.Any(text => text is not null) && TryConvert(shown, text => Date(text, null), new int[shown.Length], -1) is { } dates)
            return new DateColumn(name, Spread(rows, dates, DateColumn.Missing, shown, "a date", new BadCells()));
        bool free = IsText(shown, cells.Count(code => code >= 0 && shown[code] is not null));
        return free ? Texts(name, rows, shown) : Levels(name, rows, shown);
    }

    /// <summary>A cell that is not valid UTF-8 is ISO-8859-1, in which every byte is a character.</summary>
    public static string Decode(ReadOnlySpan<byte> cell) =>
        Utf8.IsValid(cell) ? Encoding.UTF8.GetString(cell) : Encoding.Latin1.GetString(cell);

    static double? Number(string text) => Numbers.TryParse(text, out double value) ? value : null;

    static DateTime? Date(string text, string? form) =>
        form is null ? Dates.TryParse(text, out DateTime date) ? date : null
        : Dates.TryParse(text, form, out date) ? date : null;

    static bool IsText(string?[] shown, int present)
    {
        string[] distinct = [.. shown.OfType<string>()];
        return 2L * distinct.Length > present && distinct.Sum(text => (long)text.Length) >= (long)LongText * distinct.Length;
    }

    /// <summary>The distinct texts as values; null when the cells that are none are more than allowed.</summary>
    static T?[]? TryConvert<T>(string?[] shown, Func<string, T?> convert, int[] counts, double allowed)
        where T : struct
    {
        var values = new T?[shown.Length];
        long bad = 0;
        for (int code = 0; code < shown.Length; code++)
        {
            if (shown[code] is not { } text) continue;
            values[code] = convert(text);
            if (values[code] is null && (bad += counts[code]) > allowed) return null;
        }

        return values;
    }

    T[] Spread<T>(ReadOnlySpan<int> rows, T?[] values, T missing, string?[] shown, string expected, BadCells bad)
        where T : struct
    {
        var column = new T[rows.Length];
        for (int row = 0; row < column.Length; row++)
        {
            int code = rows[row];
            column[row] = code < 0 ? missing : values[code] ?? missing;
            if (code >= 0 && values[code] is null && shown[code] is not null) bad.Add(row, Trim(texts[code]), expected);
        }

        return column;
    }

    TextColumn Texts(string name, ReadOnlySpan<int> rows, string?[] shown)
    {
        string?[] whole = [.. texts.Select((text, code) => shown[code] is null ? null : Decode(text))];
        var column = new string?[rows.Length];
        for (int row = 0; row < column.Length; row++) column[row] = rows[row] < 0 ? null : whole[rows[row]];
        return new TextColumn(name, column);
    }

    /// <summary>Texts that differ only by blanks at their ends are one level.</summary>
    static CategoryColumn Levels(string name, ReadOnlySpan<int> rows, string?[] shown)
    {
        string[] levels = [.. shown.OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        int[] map =
            [.. shown.Select(text => text is null ? CategoryColumn.Missing : Array.BinarySearch(levels, text, StringComparer.Ordinal))];
        var column = new int[rows.Length];
        for (int row = 0; row < column.Length; row++) column[row] = rows[row] < 0 ? CategoryColumn.Missing : map[rows[row]];
        return new CategoryColumn(name, column, levels);
    }

    /// <summary>Compares texts by their bytes, without making one to look it up.</summary>
    sealed class Bytes : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public static Bytes Equal { get; } = new();

        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public int GetHashCode(byte[] text) => GetHashCode(text.AsSpan());

        public int GetHashCode(ReadOnlySpan<byte> text)
        {
            var hash = new HashCode();
            hash.AddBytes(text);
            return hash.ToHashCode();
        }

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
    }
}
