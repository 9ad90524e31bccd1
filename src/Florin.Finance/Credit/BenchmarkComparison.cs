namespace Florin;

/// <summary>The model beside an old score, on the test rows that have one. Rows count once each.</summary>
/// <param name="Column">The column of the old score.</param>
/// <param name="HigherIsWorse">Whether a higher old score means more defaults: found on the training rows.</param>
/// <param name="Rows">Test rows with an old score.</param>
/// <param name="Left">Test rows without.</param>
/// <param name="Model">AUC of the model.</param>
/// <param name="Old">AUC of the old score.</param>
/// <param name="Difference">Model less old score, with DeLong's paired interval.</param>
/// <param name="PValue">Two-sided, that both rank equally well; null where it cannot be told.</param>
public sealed record BenchmarkComparison(string Column, bool HigherIsWorse, int Rows, int Left, MetricValue Model, MetricValue Old,
    MetricValue Difference, double? PValue)
{
    internal static BenchmarkComparison? Of(CreditContext context, Func<Table, double[]> labelsOf)
    {
        if (context.Plan.Credit?.Validation?.Benchmark is not { } name || !context.Cells.Contains(name) || !context.Learned.Contains(name))
            return null;
        double[] before = context.Learned.Number(name).Values.ToArray(), labels = labelsOf(context.Learned);
        int[] known = [.. Enumerable.Range(0, before.Length).Where(row => double.IsFinite(before[row]))];
        bool worse = !(BinaryMetrics.Auc([.. known.Select(row => before[row])], [.. known.Select(row => labels[row])]) < 0.5);
        double[] old = context.Cells.Number(name).Values.ToArray();
        int[] own = [.. Enumerable.Range(0, old.Length).Where(row => double.IsFinite(old[row]))];
        double[] bad = [.. own.Select(row => context.Rows.Labels[row])];
        DeLongTest test = DeLong.Compare(new BinaryRows([.. own.Select(row => context.Rows.Scores[row])], bad),
            new BinaryRows([.. own.Select(row => worse ? old[row] : -old[row])], bad));
        return new BenchmarkComparison(name, worse, own.Length, old.Length - own.Length, test.First, test.Second, test.Difference,
            test.PValue);
    }
}
