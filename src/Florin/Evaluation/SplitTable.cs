namespace Florin;

/// <summary>A table cut by a split: what may be learned from is of another type than what judges.</summary>
public sealed class SplitTable
{
    SplitTable(Table table, Schema schema, SplitRows rows, BinaryTarget target)
    {
        Rows = rows;
        Target = target;
        Train = new TrainRows(table.Rows(rows.Train), schema);
        Validation = new TrainRows(table.Rows(rows.Validation), schema);
        Test = table.Rows(rows.Test);
        TestLabels = target.Labels(Test);
    }

    /// <summary>The rows of each part.</summary>
    public SplitRows Rows { get; }

    /// <summary>What is predicted.</summary>
    public BinaryTarget Target { get; }

    /// <summary>Rows to learn from.</summary>
    public TrainRows Train { get; }

    /// <summary>Rows that decide when to stop.</summary>
    public TrainRows Validation { get; }

    /// <summary>Rows that judge.</summary>
    public Table Test { get; }

    /// <summary>1 for an event, row by row of <see cref="Test"/>.</summary>
    public double[] TestLabels { get; }

    /// <summary>Cuts a table; every part must hold rows of both classes.</summary>
    /// <exception cref="FlorinException">FLR0571, FLR0572: the split does not fit the table; FLR0561–FLR0565: the target.</exception>
    public static SplitTable Of(Table table, Schema schema, Split split, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(split);
        BinaryTarget target = BinaryTarget.Of(table, schema);
        double[] labels = target.Labels(table);
        SplitRows rows = split.Apply(table, schema, labels, seed);
        foreach ((string part, int[] members) in new[] { ("training", rows.Train), ("validation", rows.Validation), ("test", rows.Test) })
        {
            int events = members.Count(row => labels[row] == 1);
            if (events == 0 || events == members.Length)
                throw new FlorinException("FLR0572", $"the {part} rows do not hold both classes", "split",
                    FormattableString.Invariant($"{members.Length} rows, {events} of them \"{target.Positive}\""),
                    "give more rows, or choose another split");
        }

        return new SplitTable(table, schema, rows, target);
    }
}
