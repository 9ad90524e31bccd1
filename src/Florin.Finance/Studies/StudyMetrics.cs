namespace Florin;

/// <summary>The metrics of a study: those of the target, and of shares those that lenders ask for.</summary>
static class StudyMetrics
{
    public static IReadOnlyDictionary<string, MetricValue> Of(JudgedRows rows, ulong seed, CancellationToken cancellation)
    {
        IReadOnlyDictionary<string, MetricValue> found = ModelEvaluation.Of(rows, seed, cancellation);
        if (rows.Target is not ShareTarget) return found;
        var all = new Dictionary<string, MetricValue>(found);
        foreach (RowMetric metric in ShareMetrics.All) all[metric.Name] = ModelEvaluation.Of(metric, rows, seed, cancellation);
        return all;
    }
}
