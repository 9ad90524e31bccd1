namespace Florin;

/// <summary>Reads a file of any length in tables of few rows, with columns whose kinds are known. Other columns are passed over.</summary>
sealed class CsvBatchReader
{
    readonly Func<Stream> open;
    readonly string place;
    readonly CsvOptions options;
    readonly MissingTexts missing;
    readonly IReadOnlyList<ColumnSpec> specs;
    readonly CsvLayout layout;

    // Where each wanted column stands in the file; below zero if it is optional and absent.
    readonly int[] places;

    public CsvBatchReader(Func<Stream> open, string place, IReadOnlyList<ColumnSpec> specs, CsvOptions options)
    {
        options.Check();
        this.open = open;
        this.place = place;
        this.specs = specs;
        this.options = options with
        {
            Dates = specs.Where(spec => spec.DateForm is not null).ToDictionary(spec => spec.Name, spec => spec.DateForm!),
        };
        missing = new MissingTexts(options.Missing);
        layout = CsvLayout.Of(open, place, options, missing);
        places = [.. specs.Select(spec => Array.IndexOf(layout.Names, spec.Name))];
        string[] absent = [.. specs.Where((spec, i) => places[i] < 0 && !spec.Optional).Select(spec => spec.Name)];
        if (absent.Length > 0) throw DataErrors.Absent(place, absent, layout.Names);
    }

    public IEnumerable<TableBatch> Read(int rows, CancellationToken cancellation)
    {
        using var scanner = new CsvScanner(open(), layout.Delimiter, place, options, cancellation);
        if (options.Header) scanner.Read();
        for (long first = 1; ;)
        {
            cancellation.ThrowIfCancellationRequested();
            TableBatch batch = Next(scanner, rows, first);
            if (batch.Table.RowCount > 0) yield return batch;
            if (batch.Table.RowCount < rows) break;
            first += rows;
        }
    }

    TableBatch Next(CsvScanner scanner, int limit, long first)
    {
        var log = new RowLog(layout.Names.Length, first);
        CellBuilder[] builders =
            [.. specs.Select(CellBuilder (spec) => spec.Kind == ColumnKind.Number ? new NumberBuilder(missing, limit) : new TextBuilder())];
        int rows = 0;
        for (; rows < limit && scanner.Read(); rows++)
        {
            bool accepted = log.Accept(scanner, rows);
            for (int c = 0; c < builders.Length; c++)
                if (accepted && places[c] >= 0) builders[c].Add(scanner[places[c]]);
                else builders[c].AddMissing();
        }

        var columns = new Column[specs.Count];
        for (int c = 0; c < columns.Length; c++)
        {
            BadCells bad = builders[c] is NumberBuilder numbers ? numbers.Bad : new BadCells();
            columns[c] = builders[c] is TextBuilder texts
                ? texts.Column(specs[c].Name, specs[c].Kind, options, missing, bad)
                : ((NumberBuilder)builders[c]).Column(specs[c].Name);
            log.Add(specs[c].Name, bad);
        }

        return new TableBatch(new Table(columns, rows, firstRow: first), log.Problems());
    }
}
