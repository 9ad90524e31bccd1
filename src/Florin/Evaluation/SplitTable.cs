namespace Florin;

/// <summary>A table cut by a split: what may be learned from is of another type than what judges.</summary>
public sealed class SplitTable
{
    readonly Lazy<(TrainRows Train, TrainRows Validation, Table Test)> parts;

    SplitTable(Table table, Schema schema, SplitRows rows, ModelTarget target)
    {
        Rows = rows;
        Target = target;
        parts = new(() => (new TrainRows(table.Rows(rows.Train), schema), new TrainRows(table.Rows(rows.Validation), schema),
            table.Rows(rows.Test)));
        TestLabels = target.Labels(table.Select(target.Column).Rows(rows.Test));
    }

    /// <summary>The rows of each part.</summary>
    public SplitRows Rows { get; }

    /// <summary>What is predicted.</summary>
    public ModelTarget Target { get; }

    /// <summary>Rows to learn from.</summary>
    public TrainRows Train => parts.Value.Train;

    /// <summary>Rows that decide when to stop.</summary>
    public TrainRows Validation => parts.Value.Validation;

    /// <summary>Rows that judge.</summary>
    public Table Test => parts.Value.Test;

    /// <summary>As <see cref="ModelTarget.Labels"/> gives them, row by row of <see cref="Test"/>.</summary>
    public double[] TestLabels { get; }

    /// <summary>Cuts a table. Training rows must hold every class, those that judge a target of two values both.</summary>
    /// <param name="table">The rows.</param>
    /// <param name="schema">The roles of the columns.</param>
    /// <param name="split">Which rows learn, stop and judge; of folds, the first.</param>
    /// <param name="seed">Keys what is drawn.</param>
    /// <param name="target">What is predicted; null: which of two values the target column holds.</param>
    /// <exception cref="FlorinException">FLR0571, FLR0572: the split does not fit the table; FLR0561–FLR0565: the target.</exception>
    public static SplitTable Of(Table table, Schema schema, Split split, ulong seed, ModelTarget? target = null) =>
        Folds(table, schema, split, seed, target)[0];

    /// <summary>Cuts a table once for each fold of a split; a fold's rows are copied when it is asked for.</summary>
    /// <inheritdoc cref="Of"/>
    public static IReadOnlyList<SplitTable> Folds(Table table, Schema schema, Split split, ulong seed, ModelTarget? target = null)
    {
        ArgumentNullException.ThrowIfNull(split);
        target ??= BinaryTarget.Of(table, schema);
        double[] labels = target.Labels(table);
        IReadOnlyList<SplitRows> folds = split.Folds(table, schema, target.Strata(labels), seed);
        foreach (SplitRows rows in folds) Demand(rows, labels, target);
        return [.. folds.Select(rows => new SplitTable(table, schema, rows, target))];
    }

    /// <summary>A share of the training and of the validation rows, of each label alike; a smaller share is part of a larger one. Null: one
    /// of the two would lack a class.</summary>
    internal (TrainRows Train, TrainRows Validation)? Part(double share, ulong seed) =>
        Part(Train, share, seed) is { } train && Part(Validation, share, seed) is { } validation ? (train, validation) : null;

    TrainRows? Part(TrainRows whole, double share, ulong seed)
    {
        double[] labels = Target.Labels(whole.Table);
        int[] rows = new StratifiedSplit(share).Apply(whole.Table, whole.Schema, Target.Strata(labels), seed).Test;
        return Target.Lacks([.. rows.Select(row => labels[row])], true) is null ? new TrainRows(whole.Table.Rows(rows), whole.Schema)
            : null;
    }

    /// <summary>All rows to learn from, but a share that decides when to stop; none judges.</summary>
    internal static SplitTable Whole(Table table, Schema schema, ModelTarget target, ulong seed)
    {
        double[] labels = target.Labels(table);
        SplitRows rows = new StratifiedSplit().Apply(table, schema, target.Strata(labels), seed);
        return new SplitTable(table, schema, new SplitRows([.. rows.Train.Concat(rows.Validation).Order()], rows.Test, []), target);
    }

    static void Demand(SplitRows rows, double[] labels, ModelTarget target)
    {
        foreach ((string part, int[] members) in new[] { ("training", rows.Train), ("validation", rows.Validation), ("test", rows.Test) })
        {
            string? lacks = target.Lacks([.. members.Select(row => labels[row])], part == "training");
            if (lacks is not null)
                throw new FlorinException("FLR0572", $"the {part} rows do not hold what they must", "split", lacks,
                    "give more rows, or choose another split");
        }
    }
}
