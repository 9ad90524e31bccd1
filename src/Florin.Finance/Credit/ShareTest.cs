namespace Florin;

using System.Text.Json.Serialization;
using MathNet.Numerics.Distributions;

/// <summary>
/// The back-test of shares such as LGD and CCF that the ECB asks for (instructions for reporting the validation results of internal models,
/// 2019): a paired, one-sided t-test of the hypothesis that what was estimated is not too low. T = √N · mean(realised - estimated) / sd,
/// p = 1 - the t-distribution with N - 1 degrees of freedom.
/// </summary>
/// <param name="Name">The rows: a band of estimates, a pool, or all.</param>
/// <param name="N">Rows with a weight above 0.</param>
/// <param name="Estimated">Mean estimate, by weights.</param>
/// <param name="Realised">Mean of what was realised, by weights.</param>
/// <param name="Low">Lower end of its 95 % interval, from 0; null: fewer than two rows have none.</param>
/// <param name="High">Upper end, to 1.</param>
/// <param name="T">The statistic; null where it cannot be tested: fewer than two rows, or the same difference in all.</param>
/// <param name="PValue">Its p-value; small means that estimates are too low.</param>
public sealed record ShareTest(string Name, int N, double Estimated, double Realised, double? Low, double? High, double? T,
    double? PValue)
{
    /// <summary>Realised less estimated.</summary>
    [JsonIgnore]
    public double Bias => Realised - Estimated;

    /// <summary>Tests rows. With weights the means are weighted and the error is that of a weighted mean (Cochran 1977, §6.4); with equal
    /// weights that is the ECB's test.</summary>
    /// <param name="name">What the rows are called.</param>
    /// <param name="realised">Row by row, finite.</param>
    /// <param name="estimated">As many, finite.</param>
    /// <param name="weights">0 or more, as many; null: each counts once.</param>
    /// <exception cref="FlorinException">FLR0601–FLR0603: the rows. None of weight above 0 is no error: nothing is tested.</exception>
    public static ShareTest Of(string name, IReadOnlyList<double> realised, IReadOnlyList<double> estimated,
        IReadOnlyList<double>? weights = null)
    {
        ArgumentNullException.ThrowIfNull(realised);
        ArgumentNullException.ThrowIfNull(estimated);
        double[] y = [.. realised], s = [.. estimated], w = weights is null ? MetricMath.Ones(y.Length) : [.. weights];
        MetricCheck.Rows(s, y, w);
        int n = w.Count(weight => weight > 0);
        double total = w.Sum(), mean = n == 0 ? 0 : y.Zip(w, (value, weight) => value * weight).Sum() / total;
        double estimate = n == 0 ? 0 : s.Zip(w, (value, weight) => value * weight).Sum() / total;
        double half = MetricMath.Normal95 * Error(y, mean, w, n, total);
        double error = Error([.. y.Zip(s, (one, two) => one - two)], mean - estimate, w, n, total);
        double? t = n > 1 && error > 0 ? (mean - estimate) / error : null;
        // Means of shares are shares; other numbers keep themselves within their interval.
        double? low = n > 1 ? Math.Max(mean - half, Math.Min(0, mean)) : null;
        double? high = n > 1 ? Math.Min(mean + half, Math.Max(1, mean)) : null;
        return new ShareTest(name, n, estimate, mean, low, high, t, t is { } found ? Tail(found, n - 1) : null);
    }

    /// <summary>The standard error of a weighted mean; 0 of fewer than two rows.</summary>
    static double Error(double[] values, double mean, double[] weights, int n, double total)
    {
        if (n < 2) return 0;
        double squares = 0;
        for (int row = 0; row < values.Length; row++)
        {
            double off = weights[row] * (values[row] - mean);
            squares += off * off;
        }

        // What rounding leaves of equal values is no spread.
        double error = Math.Sqrt(squares * n / (n - 1)) / total;
        return error > 1e-14 * Math.Max(1, Math.Abs(mean)) ? error : 0;
    }

    /// <summary>The probability that a t-distribution exceeds t.</summary>
    internal static double Tail(double t, double degrees) => StudentT.CDF(0, 1, degrees, -t);

    /// <summary>The reading at a level.</summary>
    internal string Verdict(double level) => PValue is not { } p ? "cannot be tested"
        : p < level ? "too low" : p > 1 - level ? "cautious" : "holds";
}
