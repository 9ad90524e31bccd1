namespace Florin;

/// <content>Rows of two tables in one.</content>
public sealed partial class Table
{
    /// <summary>These rows and then those of another table that has the same columns in any order; each keeps its <see
    /// cref="RowNumber"/>.</summary>
    /// <exception cref="FlorinException">FLR0507: a column is not there; FLR0508: it holds something else.</exception>
    public Table Append(Table other)
    {
        ArgumentNullException.ThrowIfNull(other);
        long[] numbers = [.. Enumerable.Range(0, RowCount).Select(RowNumber),
            .. Enumerable.Range(0, other.RowCount).Select(other.RowNumber)];
        return new Table([.. columns.Select(column => Joined(column, other))], numbers.Length, numbers, problems: Problems);
    }

    static Column Joined(Column column, Table other) => column switch
    {
        NumberColumn numbers => new NumberColumn(column.Name, (double[])[.. numbers.Values, .. other.Number(column.Name).Values]),
        DateColumn dates => new DateColumn(column.Name, (DateTime[])[.. dates.Values, .. other.Date(column.Name).Values]),
        CategoryColumn levels => Joined(levels, other.Category(column.Name).WithLevels(levels.Levels)),
        _ => new TextColumn(column.Name, Texts(column).Concat(Texts(other[column.Name]))),
    };

    /// <summary>The second knows the first's levels by the same codes.</summary>
    static CategoryColumn Joined(CategoryColumn first, CategoryColumn second) =>
        new(first.Name, (int[])[.. first.Values, .. second.Values], second.Levels.ToArray());

    static IEnumerable<string?> Texts(Column column) => Enumerable.Range(0, column.Count).Select(column.TextAt);
}
