namespace Florin;

using System.Collections.Frozen;

/// <summary>Named columns of one length: what files, databases and objects are read into. Immutable; parts share their columns.</summary>
public sealed partial class Table
{
    readonly Column[] columns;
    readonly FrozenDictionary<string, int> places;
    readonly long[]? rowNumbers;
    readonly long firstRow;

    internal Table(Column[] columns, int rowCount, long[]? rowNumbers = null, long firstRow = 1, ReadProblems? problems = null)
    {
        for (int i = 0; i < columns.Length; i++)
        {
            if (columns[i].Count != rowCount) throw DataErrors.Lengths(columns[0].Name, rowCount, columns[i].Name, columns[i].Count);
            int first = Array.FindIndex(columns, column => column.Name == columns[i].Name);
            if (first < i) throw DataErrors.SameName("the table", columns[i].Name, first + 1, i + 1);
        }

        this.columns = columns;
        this.rowNumbers = rowNumbers;
        this.firstRow = firstRow;
        RowCount = rowCount;
        Problems = problems ?? ReadProblems.None;
        places = columns.Index().ToFrozenDictionary(column => column.Item.Name, column => column.Index, StringComparer.Ordinal);
    }

    /// <summary>The number of rows.</summary>
    public int RowCount { get; }

    /// <summary>The columns in their order.</summary>
    public IReadOnlyList<Column> Columns => columns;

    /// <summary>The names of the columns in their order.</summary>
    public IReadOnlyList<string> Names => [.. columns.Select(column => column.Name)];

    /// <summary>Rows of the file that could not be read and are not in the table.</summary>
    public ReadProblems Problems { get; }

    /// <summary>The column of this name; upper and lower case differ.</summary>
    /// <exception cref="FlorinException">FLR0507: there is none; the nearest name is given.</exception>
    public Column this[string name] =>
        places.TryGetValue(name, out int place) ? columns[place] : throw DataErrors.NoColumn(name, Names, "the table");

    /// <summary>A table of these columns, which have the same number of rows and different names.</summary>
    /// <exception cref="FlorinException">FLR0503, FLR0509: equal names, different lengths.</exception>
    public static Table From(params Column[] columns) => new([.. columns], columns.Length == 0 ? 0 : columns[0].Count);

    /// <summary>Whether there is a column of this name.</summary>
    public bool Contains(string name) => places.ContainsKey(name);

    /// <summary>The column of this name as numbers.</summary>
    /// <exception cref="FlorinException">FLR0507, FLR0508: there is none, or it holds something else.</exception>
    public NumberColumn Number(string name) => this[name] as NumberColumn ?? throw DataErrors.Kind(name, this[name].Kind, "numbers");

    /// <summary>The column of this name as dates.</summary>
    /// <exception cref="FlorinException">FLR0507, FLR0508: there is none, or it holds something else.</exception>
    public DateColumn Date(string name) => this[name] as DateColumn ?? throw DataErrors.Kind(name, this[name].Kind, "dates");

    /// <summary>The column of this name as levels, whatever it holds.</summary>
    /// <exception cref="FlorinException">FLR0507: there is none.</exception>
    public CategoryColumn Category(string name) => this[name].AsCategories();

    /// <summary>Where a row of this table stood: the row of data, from 1, in the order of the file it was read from.</summary>
    public long RowNumber(int row)
    {
        if ((uint)row >= (uint)RowCount) throw DataErrors.NoRow("row number", row, RowCount);
        return rowNumbers is null ? firstRow + row : rowNumbers[row];
    }

    /// <summary>These columns in this order.</summary>
    /// <exception cref="FlorinException">FLR0507: there is no such column.</exception>
    public Table Select(params ReadOnlySpan<string> names) => Of([.. names.ToArray().Select(name => this[name])]);

    /// <summary>All columns but these.</summary>
    /// <exception cref="FlorinException">FLR0507: there is no such column.</exception>
    public Table Without(params ReadOnlySpan<string> names)
    {
        HashSet<Column> left = [];
        foreach (string name in names) left.Add(this[name]);
        return Of([.. columns.Where(column => !left.Contains(column))]);
    }

    /// <summary>The table with one more column, or with this one in the place of that of the same name.</summary>
    /// <exception cref="FlorinException">FLR0509: it has another number of rows.</exception>
    public Table With(Column column)
    {
        ArgumentNullException.ThrowIfNull(column);
        if (!places.TryGetValue(column.Name, out int place)) return Of([.. columns, column]);
        Column[] changed = [.. columns];
        changed[place] = column;
        return Of(changed);
    }

    /// <summary>These rows, counted from 0, in this order; a row may occur more than once. Each keeps its <see
    /// cref="RowNumber"/>.</summary>
    /// <exception cref="FlorinException">FLR0514: a row that the table does not have.</exception>
    public Table Rows(ReadOnlySpan<int> rows)
    {
        var numbers = new long[rows.Length];
        for (int i = 0; i < rows.Length; i++) numbers[i] = RowNumber(rows[i]);
        var chosen = new Column[columns.Length];
        for (int c = 0; c < chosen.Length; c++) chosen[c] = columns[c].Rows(rows);
        return new Table(chosen, rows.Length, numbers, problems: Problems);
    }

    /// <summary>The first rows: this many, or all there are.</summary>
    public Table Take(int count) => Rows([.. Enumerable.Range(0, Math.Clamp(count, 0, RowCount))]);

    Table Of(Column[] changed) => new(changed, RowCount, rowNumbers, firstRow, Problems);
}
