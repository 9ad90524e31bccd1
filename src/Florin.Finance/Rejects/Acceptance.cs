namespace Florin;

/// <summary>The probability of having been accepted, by boosted trees on the columns that the model reads: rules of the past have
/// thresholds, which a regression would blur. Outcomes play no part.</summary>
sealed class Acceptance
{
    readonly BoostedModel model;
    readonly Calibrator calibration;
    readonly double share;

    Acceptance(BoostedModel model, Calibrator calibration, double share) =>
        (this.model, this.calibration, this.share) = (model, calibration, share);

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
        var options = new BoostingOptions { Loss = BoostingLoss.BinaryLogistic, Seed = plan.Seed, Threads = plan.Threads };
        BoostedModel trees = options.Fit(split.Target.Labels, split.Train, split.Validation, plan.Features, null, cancellation);
        // Trees that stop early never come near 0, which is what is asked of them: held rows say how often it is.
        Table held = split.Validation.Table;
        var often = IsotonicCalibration.Fit(trees.Predict(held), split.Target.Labels(held), split.Validation.Weights ?? []);
        return new Acceptance(trees, often, share);
    }

    /// <summary>For each row, 0 to 1. The trees saw a share of the accepted and all declined: the odds are brought to all.</summary>
    public double[] Of(Table rows, int threads) => [.. model.Predict(rows, threads).Select(calibration.Apply)
        .Select(p => p / (p + (1 - p) * share))];
}
