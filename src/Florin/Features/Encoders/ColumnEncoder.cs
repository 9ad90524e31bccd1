namespace Florin;

using System.Collections.Immutable;
using System.Text.Json.Serialization;

/// <summary>A fitted step: one column of a table into inputs of a net.</summary>
/// <param name="Column">The column's name.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(NumberEncoder), "number")]
[JsonDerivedType(typeof(CategoryEncoder), "category")]
[JsonDerivedType(typeof(DateEncoder), "date")]
public abstract record ColumnEncoder(string Column)
{
    /// <summary>Names of the inputs that it makes, each beginning with the column's.</summary>
    [JsonIgnore]
    public abstract ImmutableArray<string> Outputs { get; }

    /// <summary>Of each input, whether it is an amount; the others are a yes or a no, or always the same.</summary>
    [JsonIgnore]
    public abstract ImmutableArray<bool> Amounts { get; }

    /// <summary>The kind that a file's column must have.</summary>
    [JsonIgnore]
    public abstract ColumnKind CellKind { get; }

    /// <summary>Whether the column may be absent.</summary>
    public bool Optional { get; init; }

    /// <summary>The column as this step reads it.</summary>
    /// <exception cref="FlorinException">FLR0551, FLR0552: a cell is of another kind.</exception>
    internal Column Ready(Column column) => CellKind switch
    {
        ColumnKind.Number => ColumnCells.Numbers(column),
        ColumnKind.Date => ColumnCells.Dates(column),
        _ => column.AsCategories(),
    };

    /// <summary>Writes the inputs of all rows, from output <paramref name="first"/> on.</summary>
    internal abstract void Encode(Column column, EncodedRows rows, int first);

    /// <summary>The inputs of one row whose cell is missing.</summary>
    internal abstract void SetMissing(EncodedRows rows, int row, int first);

    /// <summary>What the inputs are when the column is absent.</summary>
    internal void EncodeAbsent(EncodedRows rows, int first)
    {
        for (int row = 0; row < rows.Count; row++) SetMissing(rows, row, first);
    }
}
