namespace Florin;

/// <summary>A difference between groups.</summary>
/// <param name="Value">The difference with its interval; N: the rows of both.</param>
/// <param name="PValue">Of the hypothesis that there is none; null where it cannot be told.</param>
public sealed record Gap(MetricValue Value, double? PValue);

/// <summary>How one group of people fares beside another. Differences are the group less the reference.</summary>
public sealed record GroupGaps
{
    const double Tolerated = 0.05;

    /// <summary>The favoured share of the group divided by that of the reference; bootstrap interval. Its p-value is that of
    /// <see cref="SelectionDifference"/>.</summary>
    public required Gap SelectionRatio { get; init; }

    /// <summary>Favoured among all (demographic parity); Newcombe's interval, score test.</summary>
    public required Gap SelectionDifference { get; init; }

    /// <summary>Favoured among those who deserve it (equal opportunity); Newcombe's interval, score test.</summary>
    public required Gap EqualOpportunity { get; init; }

    /// <summary>The larger of two distances without their signs: favoured among those who deserve it, and among those who do not. The
    /// interval is a bootstrap, and as no distance is below 0 it lies above 0 even of equal groups; the p-value is that of both distances
    /// at once (chi-square of two degrees: the rows are others).</summary>
    public required Gap EqualisedOdds { get; init; }

    /// <summary>Those who deserve it among the favoured (predictive parity); Newcombe's interval, score test.</summary>
    public required Gap PredictiveParity { get; init; }

    /// <summary>Area under the ROC curve; DeLong's variances of both, of rows with weights a bootstrap without a p-value.</summary>
    public required Gap Auc { get; init; }

    /// <summary>Compares two groups; null values where a share has no rows.</summary>
    /// <param name="group">The group.</param>
    /// <param name="reference">What it is held against.</param>
    /// <param name="options">Of the bootstrap; null: 1,000 samples.</param>
    /// <param name="cancellation">Ends the call with an exception.</param>
    /// <exception cref="FlorinException">FLR0607: an option out of range.</exception>
    public static GroupGaps Of(GroupRows group, GroupRows reference, BootstrapOptions? options = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(group);
        ArgumentNullException.ThrowIfNull(reference);
        options ??= new BootstrapOptions();
        MetricCheck.Setting("resamples", options.Resamples, 10, 10_000_000, "at least 10");
        (GroupSample Own, GroupSample Its)[] samples =
            [.. group.Samples(options, 0, cancellation).Zip(reference.Samples(options, 1, cancellation))];
        int rows = group.Count + reference.Count;
        MetricValue Drawn(double? value, Func<GroupSample, GroupSample, double?> of) =>
            Interval(value, [.. samples.Select(pair => of(pair.Own, pair.Its))], options.Confidence, rows);

        Gap selection = Rates(group.Selection, reference.Selection, options, rows);
        Gap opportunity = Rates(group.TruePositive, reference.TruePositive, options, rows);
        Gap others = Rates(group.FalsePositive, reference.FalsePositive, options, rows);
        return new GroupGaps
        {
            SelectionRatio = new Gap(Drawn(Ratio(group.Selection?.Share, reference.Selection?.Share),
                (own, its) => Ratio(own.Selection, its.Selection)), selection.PValue),
            SelectionDifference = selection,
            EqualOpportunity = opportunity,
            EqualisedOdds = new Gap(Drawn(Larger(opportunity.Value.Value, others.Value.Value),
                (own, its) => Larger(own.TruePositive - its.TruePositive, own.FalsePositive - its.FalsePositive)),
                Both(group, reference)),
            PredictiveParity = Rates(group.Precision, reference.Precision, options, rows),
            Auc = Areas(group, reference, options, () => Drawn(
                group.Auc(options, cancellation).Value - reference.Auc(options, cancellation).Value, (own, its) => own.Auc - its.Auc)),
        };
    }

    static Gap Rates(Rate? own, Rate? its, BootstrapOptions options, int rows) => own is { } one && its is { } other
        ? new Gap(one.Less(other, options.Confidence) with { N = rows },
            one.Score(other) is { } z ? MetricMath.TwoSided(z) : null)
        : new Gap(new MetricValue(null, null, null, rows), null);

    static Gap Areas(GroupRows group, GroupRows reference, BootstrapOptions options, Func<MetricValue> drawn)
    {
        if (group.AucVariance is not { } own || reference.AucVariance is not { } its) return new Gap(drawn(), null);
        double difference = group.Auc().Value!.Value - reference.Auc().Value!.Value, error = Math.Sqrt(own + its);
        double reach = error * MetricMath.NormalQuantile((1 + options.Confidence) / 2);
        return new Gap(new MetricValue(difference, Math.Max(-1, difference - reach), Math.Min(1, difference + reach),
            group.Count + reference.Count), error > 0 ? MetricMath.TwoSided(difference / error) : null);
    }

    /// <summary>Where one of the two rates does not vary the other decides alone.</summary>
    static double? Both(GroupRows group, GroupRows reference)
    {
        double?[] scores = [Score(group.TruePositive, reference.TruePositive), Score(group.FalsePositive, reference.FalsePositive)];
        double[] known = [.. scores.OfType<double>()];
        return known.Length == 0 ? null : MetricMath.ChiSquareTail(known.Sum(z => z * z), known.Length);
    }

    static double? Score(Rate? own, Rate? its) => own is { } one && its is { } other ? one.Score(other) : null;

    static double? Ratio(double? own, double? its) => its > 0 ? own / its : null;

    static double? Larger(double? one, double? other) =>
        one is { } a && other is { } b ? Math.Max(Math.Abs(a), Math.Abs(b)) : null;

    static MetricValue Interval(double? value, double?[] found, double confidence, int rows)
    {
        double[] defined = [.. found.OfType<double>().Order()];
        if (value is null || defined.Length < found.Length * (1 - Tolerated)) return new MetricValue(value, null, null, rows);
        double tail = (1 - confidence) / 2;
        return new MetricValue(value, Bootstrap.Quantile(defined, tail), Bootstrap.Quantile(defined, 1 - tail), rows);
    }
}
