namespace Florin;

/// <summary>A named column of a <see cref="Table"/>: one cell for each row, all of one kind, each there or missing. Immutable.</summary>
public abstract class Column
{
    private protected Column(string name, int count)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Name = name;
        Count = count;
    }

    /// <summary>The name, exactly as in the header, without blanks at its ends.</summary>
    public string Name { get; }

    /// <summary>The number of rows.</summary>
    public int Count { get; }

    /// <summary>The kind of all its cells.</summary>
    public abstract ColumnKind Kind { get; }

    /// <summary>How many cells are missing.</summary>
    public abstract int MissingCount { get; }

    /// <summary>Whether the cell of this row, from 0, is missing.</summary>
    public abstract bool IsMissing(int row);

    /// <summary>The cell as text that does not depend on the culture, null when it is missing: numbers in the shortest form that reads
    /// back to the same number, dates as ISO 8601.</summary>
    public abstract string? TextAt(int row);

    /// <summary>Whether the cell equals a value written as text: blanks at the ends do not count, and numbers are compared by value, so
    /// that 1 and 1.0 are equal. A missing cell equals nothing.</summary>
    public abstract bool Holds(int row, string value);

    /// <summary>The same cells as levels: numbers in rising order, everything else in ordinal order of its text.</summary>
    public abstract CategoryColumn AsCategories();

    /// <summary>The column under another name.</summary>
    public abstract Column Renamed(string name);

    /// <summary>The cells of these rows, in this order; a row may occur more than once.</summary>
    /// <exception cref="FlorinException">FLR0514: a row that the column does not have.</exception>
    public abstract Column Rows(ReadOnlySpan<int> rows);

    /// <summary>"income: Number, 1000 rows, 12 missing".</summary>
    public override string ToString() =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Name}: {Kind}, {Count} rows, {MissingCount} missing");

    private protected T[] Pick<T>(ReadOnlySpan<T> cells, ReadOnlySpan<int> rows)
    {
        var picked = new T[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            if ((uint)rows[i] >= (uint)cells.Length) throw DataErrors.NoRow(Name, rows[i], Count);
            picked[i] = cells[rows[i]];
        }

        return picked;
    }
}
