namespace Florin;

public static partial class BinaryMetrics
{
    /// <summary>Mean of (p - y)². 0 to 1, lower is better; null without weight.</summary>
    /// <exception cref="FlorinException">FLR0605: a score outside 0 to 1.</exception>
    public static double? Brier(BinaryRows rows) => Mean(rows, static (p, y) => (p - y) * (p - y));

    /// <inheritdoc cref="Brier(BinaryRows)"/>
    /// <inheritdoc cref="BinaryRows(ReadOnlySpan{double}, ReadOnlySpan{double}, ReadOnlySpan{double})"/>
    public static double? Brier(ReadOnlySpan<double> scores, ReadOnlySpan<double> targets, ReadOnlySpan<double> weights = default) =>
        Brier(new BinaryRows(scores, targets, weights));

    /// <summary>
    /// 1 - Brier / (b (1 - b)), b the base rate of the same rows: 1 is perfect, 0 no better than saying b for all, below 0 worse. Null
    /// unless both labels have weight.
    /// </summary>
    public static double? BrierSkill(BinaryRows rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return rows is { HasBoth: true, BaseRate: { } rate } ? 1 - Brier(rows) / (rate * (1 - rate)) : null;
    }

    /// <summary>
    /// Mean of -ln of the probability given to the label. Probabilities are first moved into [<paramref name="clip"/>, 1 -
    /// <paramref name="clip"/>], so that one certain mistake costs -ln(clip), about 35, and not infinity. Null without weight.
    /// </summary>
    /// <exception cref="FlorinException">FLR0605: a score outside 0 to 1; FLR0607: a clip outside 0 to .5.</exception>
    public static double? LogLoss(BinaryRows rows, double clip = 1e-15)
    {
        MetricCheck.Setting(nameof(clip), clip, double.Epsilon, 0.5, "above 0 and at most 0.5");
        return Mean(rows, (p, y) =>
        {
            double kept = Math.Min(Math.Max(p, clip), 1 - clip);
            return -MetricMath.Log(y == 1 ? kept : 1 - kept);
        });
    }

    /// <inheritdoc cref="LogLoss(BinaryRows, double)"/>
    /// <inheritdoc cref="BinaryRows(ReadOnlySpan{double}, ReadOnlySpan{double}, ReadOnlySpan{double})"/>
    public static double? LogLoss(ReadOnlySpan<double> scores, ReadOnlySpan<double> targets, ReadOnlySpan<double> weights = default) =>
        LogLoss(new BinaryRows(scores, targets, weights));

    /// <summary>
    /// Expected calibration error: mean over bins, by weight, of |mean score - observed rate|. 0 to 1; null without weight. Bins hold
    /// equal weight unless told otherwise: with rare events, bins of equal width leave almost all rows in the first.
    /// </summary>
    /// <exception cref="FlorinException">FLR0605: a score outside 0 to 1; FLR0607: less than one bin.</exception>
    public static double? Ece(BinaryRows rows, int bins = 10, Binning binning = Binning.EqualMass)
    {
        ArgumentNullException.ThrowIfNull(rows);
        rows.NeedProbabilities();
        if (!(rows.Total > 0)) return null;
        double sum = 0;
        foreach (ScoreBin bin in ScoreBin.Of(rows, bins, binning)) sum += Math.Abs(bin.Scores - bin.Positives);
        return sum / rows.Total;
    }

    static double? Mean(BinaryRows rows, Func<double, double, double> loss)
    {
        ArgumentNullException.ThrowIfNull(rows);
        rows.NeedProbabilities();
        if (!(rows.Total > 0)) return null;
        double sum = 0;
        for (int i = 0; i < rows.Rows; i++)
            if (rows.Weights[i] > 0) sum += rows.Weights[i] * loss(rows.Scores[i], rows.Labels[i]);
        return sum / rows.Total;
    }
}
