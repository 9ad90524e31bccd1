namespace Florin;

using System.Globalization;

/// <summary>Where rows begin, and what is wrong with them.</summary>
sealed class RowLog(int columns, long firstRow = 1)
{
    // A row's line is the last noted line before it plus the rows since: only rows that break this are noted.
    readonly List<(int Row, long Line)> lines = [];
    readonly List<(int Row, string? Column, string Reason)> problems = [];

    public void Clear()
    {
        lines.Clear();
        problems.Clear();
    }

    /// <summary>Notes the row's line; false when its cells cannot be used.</summary>
    public bool Accept(CsvScanner scanner, int row)
    {
        if (lines.Count == 0 || lines[^1].Line + (row - lines[^1].Row) != scanner.Line) lines.Add((row, scanner.Line));
        if (scanner.Count == columns && !scanner.Broken) return true;
        problems.Add((row, null, scanner.Broken
            ? "a cell goes on after its closing quote"
            : string.Create(CultureInfo.InvariantCulture, $"{scanner.Count} cells where there are {columns} columns")));
        return false;
    }

    public void Add(string column, BadCells bad)
    {
        foreach ((int row, string reason) in bad.Cells) problems.Add((row, column, reason));
    }

    /// <summary>All problems in the order of the file.</summary>
    public IReadOnlyList<RowProblem> Problems() =>
        [.. problems.OrderBy(problem => problem.Row)
            .Select(problem => new RowProblem(firstRow + problem.Row, Line(problem.Row), problem.Column, problem.Reason))];

    /// <summary>Each bad row once, rising, from 0.</summary>
    public int[] BadRows() => [.. problems.Select(problem => problem.Row).Distinct().Order()];

    /// <summary>The table of the good rows.</summary>
    /// <exception cref="FlorinException">FLR0506: more rows are bad than the share that is allowed.</exception>
    public Table Whole(Column[] columns, int rows, string place, double allowed)
    {
        IReadOnlyList<RowProblem> found = Problems();
        if (found.Count == 0) return new Table(columns, rows);
        int[] bad = BadRows();
        if (bad.Length > allowed * rows) throw DataErrors.BadRows(place, bad.Length, rows, allowed, found);
        var good = new int[rows - bad.Length];
        for (int row = 0, next = 0; row < rows; row++)
            if (next < bad.Length && bad[next] == row) next++;
            else good[row - next] = row;
        var read = new ReadProblems(bad.Length, [.. found.Take(ReadProblems.Kept)]);
        return new Table(columns, rows, problems: read).Rows(good);
    }

    /// <summary>0 where there are no lines, as in a database.</summary>
    long Line(int row)
    {
        if (lines.Count == 0) return 0;
        int after = lines.BinarySearch((row, long.MaxValue));
        (int noted, long line) = lines[(after < 0 ? ~after : after) - 1];
        return line + (row - noted);
    }
}
