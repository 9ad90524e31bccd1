namespace Florin;

/// <summary>What a table holds, and what deserves a look before anything is trained on it. Guesses are guesses: each says its
/// rule.</summary>
/// <param name="RowCount">The number of rows.</param>
/// <param name="Columns">The columns in the order of the table.</param>
/// <param name="DuplicateRows">Rows that equal an earlier row in every column that is not identifier-like.</param>
/// <param name="InOrderOf">Columns of dates without a missing cell that never fall from one row to the next and are not constant.</param>
/// <param name="Classes">The target's levels, the most frequent first; empty without a target or when it has more than 20.</param>
public sealed record TableProfile(int RowCount, IReadOnlyList<ColumnProfile> Columns, int DuplicateRows, IReadOnlyList<string> InOrderOf,
    IReadOnlyList<LevelCount> Classes)
{
    const int MostClasses = 20;

    /// <summary>Looks at all cells.</summary>
    /// <param name="table">The table.</param>
    /// <param name="target">The column to be predicted. If it has two levels, every other column is judged by how well it alone tells them
    /// apart.</param>
    /// <param name="cancellation">Ends the work with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="FlorinException">FLR0507: there is no such target.</exception>
    public static TableProfile Of(Table table, string? target = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        IReadOnlyList<LevelCount> classes = target is null ? [] : LevelCount.Of(table.Category(target), MostClasses + 1);
        bool[]? events = classes.Count == 2 ? Events(table[target!], classes[1].Level) : null;
        var columns = new List<ColumnProfile>();
        for (int c = 0; c < table.Columns.Count; c++)
        {
            cancellation.ThrowIfCancellationRequested();
            Column column = table.Columns[c];
            columns.Add(ColumnProfile.Of(column, column.Name == target ? null : events) with
            {
                DuplicateOf = table.Columns.Take(c).FirstOrDefault(earlier => SameCells(earlier, column))?.Name,
            });
        }

        Column[] compared = [.. table.Columns.Where((_, c) => !columns[c].IsIdentifierLike)];
        return new TableProfile(table.RowCount, columns, Duplicates(compared, table.RowCount),
            [.. table.Columns.OfType<DateColumn>().Where(Rises).Select(column => column.Name)],
            classes.Count > MostClasses ? [] : classes);
    }

    static bool[] Events(Column target, string level) => [.. Enumerable.Range(0, target.Count).Select(row => target.Holds(row, level))];

    static bool SameCells(Column left, Column right) => (left, right) switch
    {
        (NumberColumn first, NumberColumn second) => first.MissingCount < first.Count && first.Values.SequenceEqual(second.Values),
        (DateColumn first, DateColumn second) => first.MissingCount < first.Count && first.Values.SequenceEqual(second.Values),
        (NumberColumn or DateColumn, _) or (_, NumberColumn or DateColumn) => false,
        _ => left.MissingCount < left.Count && left.MissingCount == right.MissingCount
            && Enumerable.Range(0, left.Count).All(row => left.TextAt(row) == right.TextAt(row)),
    };

    static bool Rises(DateColumn column)
    {
        if (column.MissingCount > 0 || column.Count < 2 || column.Values[0] == column.Values[^1]) return false;
        for (int row = 1; row < column.Count; row++)
            if (column.Values[row] < column.Values[row - 1]) return false;
        return true;
    }

    /// <summary>Rows with equal hashes of 64 bits count as equal: among a million rows two different ones meet once in 40 million
    /// tables.</summary>
    static int Duplicates(Column[] columns, int rows)
    {
        if (columns.Length == 0) return 0;
        var seen = new HashSet<ulong>(rows);
        int[][] codes = [.. columns.Select(column => column is NumberColumn ? [] : column.AsCategories().Values.ToArray())];
        int repeated = 0;
        for (int row = 0; row < rows; row++)
        {
            ulong hash = 14695981039346656037;
            for (int c = 0; c < columns.Length; c++)
                hash = Mixed(hash ^ (columns[c] is NumberColumn numbers
                    ? BitConverter.DoubleToUInt64Bits(numbers.Values[row] + 0.0)
                    : (ulong)codes[c][row]));
            if (!seen.Add(hash)) repeated++;
        }

        return repeated;
    }

    /// <summary>The finalizer of SplitMix64.</summary>
    static ulong Mixed(ulong value)
    {
        value += 0x9e3779b97f4a7c15;
        value = (value ^ value >> 30) * 0xbf58476d1ce4e5b9;
        value = (value ^ value >> 27) * 0x94d049bb133111eb;
        return value ^ value >> 31;
    }
}
