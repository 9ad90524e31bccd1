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

    long Line(int row)
    {
        int after = lines.BinarySearch((row, long.MaxValue));
        (int noted, long line) = lines[(after < 0 ? ~after : after) - 1];
        return line + (row - noted);
    }
}
