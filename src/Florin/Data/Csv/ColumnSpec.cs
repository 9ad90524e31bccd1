namespace Florin;

/// <summary>A column that a reader must find, of a kind that is known: what a model has stored of its training table.</summary>
/// <param name="Name">The name in the header.</param>
/// <param name="Kind">The kind of its cells.</param>
/// <param name="DateForm">How dates are written, such as MMM-yyyy; null for ISO 8601.</param>
/// <param name="Optional">Whether a file without the column is read as one in which all its cells are missing.</param>
public sealed record ColumnSpec(string Name, ColumnKind Kind, string? DateForm = null, bool Optional = false)
{
    /// <summary>The columns of a table, as they would be read again.</summary>
    public static IReadOnlyList<ColumnSpec> Of(Table table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return [.. table.Columns.Select(column => new ColumnSpec(column.Name, column.Kind))];
    }
}
