namespace Florin;

/// <summary>
/// The rows that may be learned from. Only a split makes them, and whatever is fitted takes nothing else: that test rows cannot leak into a
/// fitted step is checked by the compiler.
/// </summary>
public sealed class TrainRows
{
    internal TrainRows(Table table, Schema schema) => (Table, Schema) = (table, schema);

    /// <summary>The training rows alone.</summary>
    public Table Table { get; }

    /// <summary>The roles of the columns.</summary>
    public Schema Schema { get; }

    /// <summary>The weight of each row; null: each counts once.</summary>
    internal double[]? Weights => Schema.Weights(Table);

    /// <summary>Rows.</summary>
    public int Count => Table.RowCount;
}
