namespace Florin;

using System.Data.Common;

/// <summary>Reads the result of a query: whole, or in tables of few rows with columns whose kinds are known.</summary>
sealed class DatabaseReader
{
    const string Place = "the rows of the database";

    readonly DbDataReader reader;
    readonly CsvOptions options;
    readonly MissingTexts missing;

    public DatabaseReader(DbDataReader reader, CsvOptions options)
    {
        options.Check();
        (this.reader, this.options, missing) = (reader, options, new MissingTexts(options.Missing));
    }

    public Table Whole(CancellationToken cancellation)
    {
        string[] names = Names();
        options.CheckNames(names, Place);
        DatabaseCells[] cells = [.. names.Select(name => new DatabaseCells(name, options.Declared(name), options, missing))];
        int rows = 0;
        for (; reader.Read(); rows++)
        {
            if (rows % 1024 == 0) cancellation.ThrowIfCancellationRequested();
            for (int i = 0; i < cells.Length; i++) cells[i].Add(reader.GetValue(i));
        }

        var log = new RowLog(names.Length);
        return log.Whole(Columns(cells, names, log), rows, Place, options.MaximumBadShare);
    }

    public IEnumerable<TableBatch> Batches(IReadOnlyList<ColumnSpec> specs, int limit, CancellationToken cancellation)
    {
        string[] names = Names(), wanted = [.. specs.Select(spec => spec.Name)];
        int[] places = [.. specs.Select(spec => Array.IndexOf(names, spec.Name))];
        string[] absent = [.. specs.Where((spec, i) => places[i] < 0 && !spec.Optional).Select(spec => spec.Name)];
        if (absent.Length > 0) throw DataErrors.Absent(Place, absent, names);
        CsvOptions forms = options with
        {
            Dates = specs.Where(spec => spec.DateForm is not null).ToDictionary(spec => spec.Name, spec => spec.DateForm!),
        };
        return Parts();

        IEnumerable<TableBatch> Parts()
        {
            for (long first = 1; ; first += limit)
            {
                DatabaseCells[] cells = [.. specs.Select(spec => new DatabaseCells(spec.Name, spec.Kind, forms, missing))];
                int rows = 0;
                for (; rows < limit && reader.Read(); rows++)
                    for (int c = 0; c < cells.Length; c++) cells[c].Add(places[c] < 0 ? null : reader.GetValue(places[c]));
                cancellation.ThrowIfCancellationRequested();
                var log = new RowLog(names.Length, first);
                Column[] columns = Columns(cells, wanted, log);
                if (rows > 0) yield return new TableBatch(new Table(columns, rows, firstRow: first), log.Problems());
                if (rows < limit) break;
            }
        }
    }

    static Column[] Columns(DatabaseCells[] cells, string[] names, RowLog log)
    {
        Column[] columns = [.. cells.Select(column => column.Column())];
        for (int c = 0; c < cells.Length; c++) log.Add(names[c], cells[c].Bad);
        return columns;
    }

    string[] Names() => [.. Enumerable.Range(0, reader.FieldCount)
        .Select(i => reader.GetName(i).Trim() is { Length: > 0 } name ? name : $"c{i + 1}")];
}
