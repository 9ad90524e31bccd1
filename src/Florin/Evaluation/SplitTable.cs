namespace Florin;

/// <summary>A table cut by a split: what may be learned from is of another type than what judges.</summary>
public sealed class SplitTable
{
    SplitTable(Table table, Schema schema, SplitRows rows, ModelTarget target)
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
    public ModelTarget Target { get; }

    /// <summary>Rows to learn from.</summary>
    public TrainRows Train { get; }

    /// <summary>Rows that decide when to stop.</summary>
    public TrainRows Validation { get; }

    /// <summary>Rows that judge.</summary>
    public Table Test { get; }

    /// <summary>As <see cref="ModelTarget.Labels"/> gives them, row by row of <see cref="Test"/>.</summary>
    public double[] TestLabels { get; }

    /// <summary>Cuts a table. Training rows must hold every class, those that judge a target of two values both.</summary>
    /// <param name="table">The rows.</param>
    /// <param name="schema">The roles of the columns.</param>
    /// <param name="split">Which rows learn, stop and judge.</param>
    /// <param name="seed">Keys what is drawn.</param>
    /// <param name="target">What is predicted; null: which of two values the target column holds.</param>
    /// <exception cref="FlorinException">FLR0571, FLR0572: the split does not fit the table; FLR0561–FLR0565: the target.</exception>
    public static SplitTable Of(Table table, Schema schema, Split split, ulong seed, ModelTarget? target = null)
    {
        ArgumentNullException.ThrowIfNull(split);
        target ??= BinaryTarget.Of(table, schema);
        double[] labels = target.Labels(table);
        SplitRows rows = split.Apply(table, schema, target.Strata(labels), seed);
        foreach ((string part, int[] members) in new[] { ("training", rows.Train), ("validation", rows.Validation), ("test", rows.Test) })
        {
            string? lacks = target.Lacks([.. members.Select(row => labels[row])], part == "training");
            if (lacks is not null)
                throw new FlorinException("FLR0572", $"the {part} rows do not hold what they must", "split", lacks,
                    "give more rows, or choose another split");
        }

        return new SplitTable(table, schema, rows, target);
    }
}
