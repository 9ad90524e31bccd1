namespace Florin;

using System.Globalization;

/// <summary>A row that could not be read whole. It never holds the cell's text, which may be personal.</summary>
/// <param name="Row">The row of data, from 1, in the order of the file.</param>
/// <param name="Line">The line of the file where the row begins, from 1; 0 in a database, which has none.</param>
/// <param name="Column">The column, null when the row as a whole is wrong.</param>
/// <param name="Reason">What is wrong: "7 letters where a number is expected".</param>
public sealed record RowProblem(long Row, long Line, string? Column, string Reason)
{
    /// <summary>"line 12, column income: 7 letters where a number is expected"; of a database "row 11, …".</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{(Line == 0 ? "row" : "line")} {(Line == 0 ? Row : Line)}{(Column is null ? "" : $", column {Column}")}: {Reason}");
}
