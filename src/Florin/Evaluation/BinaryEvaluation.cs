namespace Florin;

/// <summary>Every number that judges probabilities of an event, with its interval.</summary>
public static class BinaryEvaluation
{
    /// <summary>Metrics by the names that study.json uses.</summary>
    public static IReadOnlyDictionary<string, Func<BinaryRows, double?>> Metrics { get; } = new Dictionary<string, Func<BinaryRows,
        double?>>
    {
        ["auc"] = BinaryMetrics.Auc,
        ["gini"] = BinaryMetrics.Gini,
        ["ks"] = BinaryMetrics.Ks,
        ["averagePrecision"] = BinaryMetrics.AveragePrecision,
        ["brier"] = BinaryMetrics.Brier,
        ["logLoss"] = rows => BinaryMetrics.LogLoss(rows),
        ["ece"] = rows => BinaryMetrics.Ece(rows),
        ["accuracy"] = rows => BinaryMetrics.Accuracy(rows),
        ["macroF1"] = rows => BinaryMetrics.MacroF1(rows),
        ["recallAtFpr01"] = rows => BinaryMetrics.RecallAtFpr(rows),
    };

    /// <summary>Metrics of which less is better.</summary>
    public static IReadOnlyCollection<string> Losses { get; } = ["brier", "logLoss", "ece"];

    /// <summary>Metrics of ranks within the classes, which do not move with how many events there are.</summary>
    static readonly string[] OfRanks = ["auc", "gini", "ks", "recallAtFpr01"];

    /// <summary>
    /// All metrics with 95 % intervals: AUC and Gini by DeLong (by bootstrap where rows have weights), the others by bootstrap of rows,
    /// those of ranks by class: the number of events is chance too, and most of it in a Brier score. The calibration error cannot
    /// be negative, so its samples are too large on average: its interval has the bootstrap's width around the value.
    /// </summary>
    public static IReadOnlyDictionary<string, MetricValue> Of(BinaryRows rows, ulong seed, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var options = new BootstrapOptions { Seed = seed };
        var values = new Dictionary<string, MetricValue>();
        foreach ((string name, Func<BinaryRows, double?> metric) in Metrics)
            values[name] = name switch
            {
                "auc" when rows.CountEqually => DeLong.Interval(rows),
                "gini" when rows.CountEqually => Gini(DeLong.Interval(rows)),
                "ece" => Centred(Bootstrap.Interval(rows, metric, options with { Stratified = false }, cancellation)),
                _ => Bootstrap.Interval(rows, metric, options with { Stratified = OfRanks.Contains(name) }, cancellation),
            };
        return values;
    }

    static MetricValue Centred(MetricValue error)
    {
        double? half = (error.High - error.Low) / 2;
        return error with { Low = error.Value - half is { } low ? Math.Max(0, low) : null, High = error.Value + half };
    }

    static MetricValue Gini(MetricValue auc) => new(2 * auc.Value - 1, 2 * auc.Low - 1, 2 * auc.High - 1, auc.N);
}
