namespace Florin;

/// <summary>Two scores of the same rows, compared by AUC.</summary>
/// <param name="First">AUC of the first score.</param>
/// <param name="Second">AUC of the second.</param>
/// <param name="Difference">First less second.</param>
/// <param name="Z">Difference / its standard error; null when that is 0 or unknown.</param>
/// <param name="PValue">Two-sided, of the hypothesis that the two are equal; null where <paramref name="Z"/> is.</param>
public sealed record DeLongTest(MetricValue First, MetricValue Second, MetricValue Difference, double? Z, double? PValue);

/// <summary>
/// The variance of AUC after DeLong, DeLong and Clarke-Pearson (1988), from one sort (Sun and Xu, 2014). Rows count equally: weights
/// other than 1 are an error. Null with fewer than two rows of a label.
/// </summary>
public static class DeLong
{
    /// <summary>Squared standard error of <see cref="BinaryMetrics.Auc(BinaryRows)"/>.</summary>
    /// <exception cref="FlorinException">FLR0609: weights other than 1.</exception>
    public static double? Variance(BinaryRows rows)
    {
        double[]? placements = Placements(rows);
        return placements is null ? null : Variance(rows, placements);
    }

    /// <summary>
    /// AUC with its normal interval, cut to 0 … 1. Where the scores put the labels apart the variance is 0, and the interval has no width.
    /// </summary>
    /// <param name="rows">Scores and labels, unweighted.</param>
    /// <param name="confidence">Coverage, above 0 and below 1.</param>
    /// <exception cref="FlorinException">FLR0607: a confidence out of range; FLR0609: weights other than 1.</exception>
    public static MetricValue Interval(BinaryRows rows, double confidence = 0.95)
    {
        MetricCheck.Confidence(confidence);
        return Value(BinaryMetrics.Auc(rows), Variance(rows), confidence, rows.Rows, 0, 1);
    }

    /// <summary>Whether two scores differ in AUC, on the same rows.</summary>
    /// <param name="first">One score, unweighted.</param>
    /// <param name="second">Another score of the same rows in the same order.</param>
    /// <param name="confidence">Coverage of the intervals, above 0 and below 1.</param>
    /// <exception cref="FlorinException">FLR0607; FLR0608: not the same rows; FLR0609: weights other than 1.</exception>
    public static DeLongTest Compare(BinaryRows first, BinaryRows second, double confidence = 0.95)
    {
        SameRows(first, second);
        MetricValue one = Interval(first, confidence), two = Interval(second, confidence);
        double? difference = one.Value - two.Value, variance = null;
        if (Placements(first) is { } a && Placements(second) is { } b)
        {
            double[] gap = [.. a.Zip(b, (x, y) => x - y)]; // its own variance loses no digits to three others
            variance = Variance(first, gap);
        }

        double? z = variance > 0 ? difference / Math.Sqrt(variance.Value) : null;
        return new DeLongTest(one, two, Value(difference, variance, confidence, first.Rows, -1, 1), z,
            z is { } standard ? MetricMath.TwoSided(standard) : null);
    }

    internal static void SameRows(BinaryRows first, BinaryRows second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (first.Rows != second.Rows) throw MetricErrors.Pairing("rows", FormattableString.Invariant($"{first.Rows} and {second.Rows}"));
        Same("targets", first.OwnOrder(first.Labels), second.OwnOrder(second.Labels));
        Same("weights", first.OwnOrder(first.Weights), second.OwnOrder(second.Weights));
    }

    static void Same(string what, double[] first, double[] second)
    {
        int row = first.AsSpan().CommonPrefixLength(second);
        if (row < first.Length)
            throw MetricErrors.Pairing(FormattableString.Invariant($"{what}, row {row + 1}"),
                FormattableString.Invariant($"{first[row]} and {second[row]}"));
    }

    static MetricValue Value(double? value, double? variance, double confidence, int rows, double least, double most)
    {
        double? reach = variance is { } known ? Math.Sqrt(known) * MetricMath.NormalQuantile((1 + confidence) / 2) : null;
        return reach is null ? new MetricValue(value, null, null, rows)
            : new MetricValue(value, Math.Max((value - reach)!.Value, least), Math.Min((value + reach)!.Value, most), rows);
    }

    /// <summary>
    /// In the order given: for a row of label 1 the share of label 0 below it, for one of label 0 the share of label 1 above it, ties ½.
    /// </summary>
    static double[]? Placements(BinaryRows rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (rows.Weights.AsSpan().ContainsAnyExcept(1.0)) throw MetricErrors.Weighted();
        if (rows.Positives < 2 || rows.Negatives < 2) return null;
        double[] placements = new double[rows.Rows];
        (double above, double below, int start) = (0, rows.Negatives, 0);
        for (int end = 0; rows.Next(ref end, out double positives, out double negatives); start = end)
        {
            below -= negatives;
            for (int i = start; i < end; i++)
                placements[rows.Order[i]] = rows.Labels[i] == 1
                    ? (below + negatives / 2) / rows.Negatives : (above + positives / 2) / rows.Positives;
            above += positives;
        }

        return placements;
    }

    /// <summary>Sum over the labels of the sample variance of the values divided by the number of rows.</summary>
    static double Variance(BinaryRows rows, double[] values)
    {
        double[] labels = rows.OwnOrder(rows.Labels);
        return Part(1, rows.Positives) + Part(0, rows.Negatives);

        double Part(double label, double count)
        {
            (double mean, double sum) = (0, 0);
            for (int i = 0; i < labels.Length; i++)
                if (labels[i] == label) mean += values[i] / count;
            for (int i = 0; i < labels.Length; i++)
                if (labels[i] == label) sum += (values[i] - mean) * (values[i] - mean);
            return sum / (count - 1) / count;
        }
    }
}
