namespace Florin;

using System.Collections.Immutable;

/// <summary>The default rate of a group with its interval.</summary>
public static class DefaultRate
{
    /// <summary>
    /// Jeffreys' interval: quantiles of Beta(k + ½, n - k + ½), the lower end 0 without a default and the upper end 1 without a good
    /// (Brown, Cai and DasGupta, 2001). Null without obligors.
    /// </summary>
    /// <param name="obligors">n, 0 or more.</param>
    /// <param name="defaults">k, 0 to n.</param>
    /// <param name="confidence">Coverage, above 0 and below 1; 0.95 by default.</param>
    /// <exception cref="FlorinException">FLR1524: counts that cannot be; FLR0607: the confidence.</exception>
    public static MetricValue Of(long obligors, long defaults, double confidence = 0.95)
    {
        if (obligors < 0 || defaults < 0 || defaults > obligors)
            throw new FlorinException("FLR1524", "obligors and defaults that cannot be", "DefaultRate.Of",
                FormattableString.Invariant($"{defaults} of {obligors}"), "give 0 or more obligors, and at most as many defaults");
        MetricCheck.Confidence(confidence);
        if (obligors == 0) return new MetricValue(null, null, null, 0);
        double tail = (1 - confidence) / 2, a = defaults + 0.5, b = obligors - defaults + 0.5;
        return new MetricValue((double)defaults / obligors, defaults == 0 ? 0 : Quantile(tail, a, b),
            defaults == obligors ? 1 : Quantile(1 - tail, a, b), (int)Math.Min(obligors, int.MaxValue));
    }

    /// <summary>By halving: 200 steps reach the last bit wherever the quantile is.</summary>
    static double Quantile(double level, double a, double b)
    {
        (double low, double high) = (0, 1);
        for (int step = 0; step < 200; step++)
        {
            double middle = (low + high) / 2;
            if (middle <= low || middle >= high) break;
            if (MetricMath.BetaCdf(middle, a, b) < level) low = middle;
            else high = middle;
        }

        return (low + high) / 2;
    }
}

/// <summary>
/// The ECB's comparison of a present AUC with that of the first validation: S = (AUC initial - AUC now) / s(AUC now), with s by DeLong, and
/// p = 1 - Φ(S), one-sided (instructions for reporting the validation results of internal models, 2019). Small p: it ranks worse than
/// it did.
/// </summary>
/// <param name="Initial">At the first validation.</param>
/// <param name="Now">On the rows at hand, with its interval.</param>
/// <param name="S">The statistic; null where the error of the AUC is 0 or unknown.</param>
/// <param name="PValue">One-sided; null where <paramref name="S"/> is.</param>
public sealed record AucComparison(double Initial, MetricValue Now, double? S, double? PValue)
{
    /// <summary>Compares rows that count once each.</summary>
    /// <exception cref="FlorinException">FLR0609: weights other than 1.</exception>
    public static AucComparison Of(BinaryRows rows, double initial)
    {
        MetricValue now = DeLong.Interval(rows);
        double? s = now.Value is { } auc && DeLong.Variance(rows) is { } variance and > 0 ? (initial - auc) / Math.Sqrt(variance) : null;
        return new AucComparison(initial, now, s, s is { } z ? MetricMath.Normal(-z) : null);
    }
}
