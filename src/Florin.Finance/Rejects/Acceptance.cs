namespace Florin;

/// <summary>The probability of having been accepted, by a logistic regression on the columns that the model reads. Outcomes play no part.</summary>
sealed class Acceptance : IDisposable
{
    readonly Model model;
    readonly double share;

    Acceptance(Model model, double share) => (this.model, this.share) = (model, share);

    /// <summary>Learns it.</summary>
    /// <param name="plan">Features, seed and threads.</param>
    /// <param name="known">Accepted rows.</param>
    /// <param name="declined">Declined rows, with the same columns of the same kinds.</param>
    /// <param name="schema">The roles of the columns.</param>
    /// <param name="share">How much of all accepted the known rows are, above 0 to 1.</param>
    /// <param name="cancellation">Ends it.</param>
    public static Acceptance Of(ModelPlan plan, Table known, Table declined, Schema schema, double share, CancellationToken cancellation)
    {
        string name = "accepted";
        while (known.Contains(name)) name += "_";
        string[] columns = [.. schema.Features.Where(declined.Contains), .. schema.Given.Weight is { } weight ? (string[])[weight] : []];
        Table all = Marked(known, "yes").Append(Marked(declined, "no"));
        Table Marked(Table rows, string mark) =>
            rows.Select(columns).With(CategoryColumn.From(name, Enumerable.Repeat(mark, rows.RowCount)));
        Schema roles = Schema.Of(all, new ColumnRoles { Target = name, Positive = "yes", Weight = schema.Given.Weight });
        SplitTable split = SplitTable.Whole(all, roles, BinaryTarget.Of(all, roles), plan.Seed);
        ModelPlan logistic = plan.Plain() with { Network = "logistic", Calibration = CalibrationMethod.None };
        return new Acceptance(logistic.Fit(split.Target, split.Train, split.Validation, null, cancellation), share);
    }

    /// <summary>For each row, 0 to 1. The regression saw a share of the accepted and all declined: its odds are brought to all.</summary>
    public double[] Of(Table rows, int threads) => [.. model.Score(rows, threads).Select(p => p / (p + (1 - p) * share))];

    public void Dispose() => model.Dispose();
}
