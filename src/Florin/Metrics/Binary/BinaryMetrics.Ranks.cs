namespace Florin;

/// <summary>
/// Metrics of scores against labels 0 and 1. Each is null where it is not defined (see <see cref="MetricValue"/>). Several metrics of
/// the same rows share one sort when they are given <see cref="BinaryRows"/>.
/// </summary>
public static partial class BinaryMetrics
{
    /// <summary>
    /// Area under the ROC curve: the probability that a row of label 1 scores higher than one of label 0, ties counted ½. 0 to 1, .5
    /// for scores without information; null unless both labels have weight.
    /// </summary>
    public static double? Auc(BinaryRows rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (!rows.HasBoth) return null;
        (double above, double area, int row) = (0, 0, 0);
        while (rows.Next(ref row, out double positives, out double negatives))
        {
            area += negatives * (above + positives / 2);
            above += positives;
        }

        return Math.Min(area / (rows.Positives * rows.Negatives), 1);
    }

    /// <inheritdoc cref="Auc(BinaryRows)"/>
    /// <inheritdoc cref="BinaryRows(ReadOnlySpan{double}, ReadOnlySpan{double}, ReadOnlySpan{double})"/>
    public static double? Auc(ReadOnlySpan<double> scores, ReadOnlySpan<double> targets, ReadOnlySpan<double> weights = default) =>
        Auc(new BinaryRows(scores, targets, weights));

    /// <summary>2 AUC - 1, also called accuracy ratio or Somers' D. -1 to 1; null where <see cref="Auc(BinaryRows)"/> is.</summary>
    public static double? Gini(BinaryRows rows) => 2 * Auc(rows) - 1;

    /// <inheritdoc cref="Gini(BinaryRows)"/>
    /// <inheritdoc cref="BinaryRows(ReadOnlySpan{double}, ReadOnlySpan{double}, ReadOnlySpan{double})"/>
    public static double? Gini(ReadOnlySpan<double> scores, ReadOnlySpan<double> targets, ReadOnlySpan<double> weights = default) =>
        Gini(new BinaryRows(scores, targets, weights));

    /// <summary>
    /// Kolmogorov and Smirnov's distance: the largest difference, either way, of the labels' distribution functions over distinct
    /// scores. 0 to 1; null unless both labels have weight.
    /// </summary>
    public static double? Ks(BinaryRows rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (!rows.HasBoth) return null;
        (double p, double n, double largest, int row) = (0, 0, 0, 0);
        while (rows.Next(ref row, out double positives, out double negatives))
        {
            (p, n) = (p + positives, n + negatives);
            largest = Math.Max(largest, Math.Abs(p / rows.Positives - n / rows.Negatives));
        }

        return Math.Min(largest, 1);
    }

    /// <inheritdoc cref="Ks(BinaryRows)"/>
    /// <inheritdoc cref="BinaryRows(ReadOnlySpan{double}, ReadOnlySpan{double}, ReadOnlySpan{double})"/>
    public static double? Ks(ReadOnlySpan<double> scores, ReadOnlySpan<double> targets, ReadOnlySpan<double> weights = default) =>
        Ks(new BinaryRows(scores, targets, weights));

    /// <summary>
    /// Sum over distinct scores, from the highest, of the gain in recall times the precision there (steps, not trapezoids). Above 0 to
    /// 1; the base rate for scores without information; null unless label 1 has weight.
    /// </summary>
    public static double? AveragePrecision(BinaryRows rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (!(rows.Positives > 0)) return null;
        (double p, double n, double sum, int row) = (0, 0, 0, 0);
        while (rows.Next(ref row, out double positives, out double negatives))
        {
            (p, n) = (p + positives, n + negatives);
            if (positives > 0) sum += positives * (p / (p + n));
        }

        return Math.Min(sum / rows.Positives, 1);
    }

    /// <inheritdoc cref="AveragePrecision(BinaryRows)"/>
    /// <inheritdoc cref="BinaryRows(ReadOnlySpan{double}, ReadOnlySpan{double}, ReadOnlySpan{double})"/>
    public static double? AveragePrecision(ReadOnlySpan<double> scores, ReadOnlySpan<double> targets,
        ReadOnlySpan<double> weights = default) => AveragePrecision(new BinaryRows(scores, targets, weights));

    /// <summary>
    /// The largest share of label 1 found by a cut-off that marks at most the share <paramref name="falsePositiveRate"/> (above 0 to 1)
    /// of label 0; a cut-off cannot divide equal scores, and nothing is interpolated. Null unless both labels have weight.
    /// </summary>
    public static double? RecallAtFpr(BinaryRows rows, double falsePositiveRate = 0.01)
    {
        ArgumentNullException.ThrowIfNull(rows);
        MetricCheck.Setting(nameof(falsePositiveRate), falsePositiveRate, 0, 1, "a share from 0 to 1");
        if (!rows.HasBoth) return null;
        (double p, double n, int row) = (0, 0, 0);
        while (rows.Next(ref row, out double positives, out double negatives) && (n + negatives) / rows.Negatives <= falsePositiveRate)
            (p, n) = (p + positives, n + negatives);
        return Math.Min(p / rows.Positives, 1);
    }
}
