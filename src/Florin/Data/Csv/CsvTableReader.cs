namespace Florin;

using System.Globalization;

/// <summary>
/// Reads a whole file. A column that looks like numbers in the first rows is read as numbers, any other as texts, of which the kind is
/// known at the end. Where later rows prove the first wrong, those columns alone are read once more, as texts: the result never depends
/// on how many rows were looked at first.
/// </summary>
sealed class CsvTableReader
{
    readonly Func<Stream> open;
    readonly string place;
    readonly CsvOptions options;
    readonly CancellationToken cancellation;
    readonly MissingTexts missing;
    readonly CsvLayout layout;
    readonly CellBuilder?[] builders;
    readonly RowLog log;

    CsvTableReader(Func<Stream> open, string place, CsvOptions options, CancellationToken cancellation)
    {
        options.Check();
        this.open = open;
        this.place = place;
        this.options = options;
        this.cancellation = cancellation;
        missing = new MissingTexts(options.Missing);
        layout = CsvLayout.Of(open, place, options, missing);
        builders = new CellBuilder?[layout.Names.Length];
        log = new RowLog(layout.Names.Length);
    }

    public static Table Read(Func<Stream> open, string place, long bytes, CsvOptions options, CancellationToken cancellation)
    {
        var reader = new CsvTableReader(open, place, options, cancellation);
        options.CheckNames(reader.layout.Names, place);
        return reader.Read(bytes);
    }

    Table Read(long bytes)
    {
        string[] names = layout.Names;
        int capacity = (int)Math.Min(bytes / Math.Max(layout.BytesPerRow, 1) * 21 / 20, 1 << 28);
        for (int c = 0; c < names.Length; c++)
            builders[c] = layout.LooksNumeric[c] && options.Declared(names[c]) is null or ColumnKind.Number
                ? new NumberBuilder(missing, capacity)
                : new TextBuilder();
        int rows = Pass();
        var columns = new Column[names.Length];
        var bad = new BadCells[names.Length];
        Finish(columns, bad);
        if (Array.IndexOf(columns, null) >= 0)
        {
            for (int c = 0; c < names.Length; c++) builders[c] = columns[c] is null ? new TextBuilder() : null;
            Pass();
            Finish(columns, bad);
        }

        for (int c = 0; c < names.Length; c++) log.Add(names[c], bad[c]);
        return log.Whole(columns, rows, place, options.MaximumBadShare);
    }

    int Pass()
    {
        log.Clear();
        using var scanner = new CsvScanner(open(), layout.Delimiter, place, options, cancellation);
        if (options.Header) scanner.Read();
        int rows = 0;
        for (; scanner.Read(); rows++)
        {
            if (!log.Accept(scanner, rows))
                foreach (CellBuilder? builder in builders) builder?.AddMissing();
            else
                for (int c = 0; c < builders.Length; c++) builders[c]?.Add(scanner[c]);
        }

        return rows;
    }

    /// <summary>Leaves null a column of numbers in which too many cells are none.</summary>
    void Finish(Column[] columns, BadCells[] bad)
    {
        for (int c = 0; c < columns.Length; c++)
        {
            string name = layout.Names[c];
            ColumnKind? declared = options.Declared(name);
            if (builders[c] is TextBuilder texts)
            {
                columns[c] = texts.Column(name, declared, options, missing, bad[c] = new BadCells());
            }
            else if (builders[c] is NumberBuilder numbers
                && (declared is not null || numbers.Bad.Count <= options.MaximumBadShare * numbers.Present))
            {
                columns[c] = numbers.Column(name);
                bad[c] = numbers.Bad;
            }
        }
    }
}
