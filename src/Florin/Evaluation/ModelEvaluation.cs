namespace Florin;

/// <summary>Every number that judges a model, with its interval, whatever it predicts.</summary>
public static class ModelEvaluation
{
    /// <summary>The metric by which models of this target are compared: AUC, log-loss, mean squared error, deviance.</summary>
    public static string Primary(ModelTarget target) => target is BinaryTarget ? "auc" : RowMetrics.Of(target)[0].Name;

    /// <summary>Whether less of a metric is better.</summary>
    public static bool IsLoss(string metric) =>
        BinaryEvaluation.Losses.Contains(metric) || metric is "mse" or "mae" || metric.EndsWith("Deviance", StringComparison.Ordinal);

    /// <summary>The metrics that a target has, as study.json names them.</summary>
    public static IReadOnlyList<string> Names(ModelTarget target) => target is BinaryTarget
        ? [.. BinaryEvaluation.Metrics.Keys]
        : [.. RowMetrics.Of(target).Select(metric => metric.Name)];

    /// <summary>All metrics with 95 % intervals.</summary>
    public static IReadOnlyDictionary<string, MetricValue> Of(JudgedRows rows, ulong seed, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return rows.Target is BinaryTarget ? BinaryEvaluation.Of(rows.Binary(), seed, cancellation)
            : RowMetrics.Of(rows.Target).ToDictionary(metric => metric.Name, metric => Of(metric, rows, seed, cancellation));
    }

    /// <summary>One metric with its 95 % interval.</summary>
    internal static MetricValue Of(RowMetric metric, JudgedRows rows, ulong seed, CancellationToken cancellation)
    {
        Func<double[], double?> judge = metric.On(rows);
        return Bootstrap.Interval(rows.Count, drawn => judge(Weighted(rows, drawn)), Options(seed), cancellation);
    }

    static BootstrapOptions Options(ulong seed) => new() { Seed = seed, Stratified = false };

    /// <summary>The primary metric; null where it is not defined.</summary>
    public static double? PrimaryOf(JudgedRows rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return rows.Target is BinaryTarget ? BinaryMetrics.Auc(rows.Binary()) : Judge(rows)(Weighted(rows, MetricMath.Ones(rows.Count)));
    }

    /// <summary>
    /// The primary metric of the first scores less that of the second, on the same rows, with its 95 % interval: AUC by DeLong (where rows
    /// have no weights), others by a paired bootstrap.
    /// </summary>
    /// <returns>The difference, and the p-value of the hypothesis that both rank equally well; null where only an interval is
    /// known.</returns>
    public static (MetricValue? Difference, double? PValue) Compare(JudgedRows first, JudgedRows second, ulong seed,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (first.Target is BinaryTarget && first.Weights is null)
            return DeLong.Compare(first.Binary(), second.Binary()) is { } test ? (test.Difference, test.PValue) : (null, null);
        if (first.Target is BinaryTarget)
            return (Bootstrap.Difference(first.Binary(), second.Binary(), BinaryMetrics.Auc, new BootstrapOptions { Seed = seed },
                cancellation), null);
        Func<double[], double?> one = Judge(first), two = Judge(second);
        return (Bootstrap.Interval(first.Count, drawn =>
        {
            double[] weights = Weighted(first, drawn);
            return one(weights) - two(weights);
        }, Options(seed), cancellation), null);
    }

    static Func<double[], double?> Judge(JudgedRows rows) => RowMetrics.Of(rows.Target)[0].On(rows);

    static double[] Weighted(JudgedRows rows, double[] drawn) =>
        rows.Weights is { } own ? [.. drawn.Zip(own, (times, weight) => times * weight)] : drawn;
}
