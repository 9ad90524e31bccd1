namespace Florin;

/// <summary>A test of the hypothesis that probabilities are right.</summary>
/// <param name="Statistic">Chi-square, or z.</param>
/// <param name="PValue">Small: the probabilities are not right.</param>
/// <param name="DegreesOfFreedom">Of a chi-square; null for a z.</param>
public sealed record CalibrationTest(double Statistic, double PValue, int? DegreesOfFreedom = null);

/// <summary>Logistic regression of the label on logit p: slope 1 and intercept 0 are ideal.</summary>
/// <param name="Slope">Below 1: the probabilities are too extreme.</param>
/// <param name="Intercept">Log odds at p = .5.</param>
/// <param name="SlopeError">Standard error of the slope.</param>
/// <param name="InterceptError">Standard error of the intercept.</param>
public sealed record CalibrationLine(double Slope, double Intercept, double SlopeError, double InterceptError);

/// <summary>Tests of probabilities row by row; whole weights count equal rows. Null where a test is not defined.</summary>
/// <remarks>Each throws FLR0605 for a score outside 0 to 1.</remarks>
public static class CalibrationTests
{
    /// <summary>
    /// Hosmer and Lemeshow's chi-square over bins of equal weight, each judged at its mean score. Degrees of freedom: the bins (scores
    /// of other data), less 2 on the rows the model was fitted on. Null without weight, or without degrees of freedom.
    /// </summary>
    /// <param name="rows">Probabilities and labels.</param>
    /// <param name="bins">10 by default.</param>
    /// <param name="fitted">Whether the model was fitted on these rows.</param>
    /// <exception cref="FlorinException">FLR0605, FLR0607.</exception>
    public static CalibrationTest? HosmerLemeshow(BinaryRows rows, int bins = 10, bool fitted = false)
    {
        ArgumentNullException.ThrowIfNull(rows);
        rows.NeedProbabilities();
        return PdTests.ChiSquare(ScoreBin.Of(rows, bins, Binning.EqualMass)
            .Select(bin => (bin.Weight, bin.Positives, bin.Scores / bin.Weight)), fitted);
    }

    /// <summary>
    /// Spiegelhalter's z: sum (y - p)(1 - 2p) / sqrt(sum (1 - 2p)² p (1 - p)), p-value two-sided. Needs no bins. Null where all p are 0, ½
    /// or 1.
    /// </summary>
    public static CalibrationTest? Spiegelhalter(BinaryRows rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        rows.NeedProbabilities();
        (double sum, double variance) = (0, 0);
        for (int i = 0; i < rows.Rows; i++)
        {
            double p = rows.Scores[i], side = 1 - 2 * p;
            sum += rows.Weights[i] * (rows.Labels[i] - p) * side;
            variance += rows.Weights[i] * side * side * p * (1 - p);
        }

        if (!(variance > 0)) return null;
        double z = sum / Math.Sqrt(variance);
        return new CalibrationTest(z, MetricMath.TwoSided(z));
    }

    /// <summary>Slope and intercept of calibration; null for one label only, equal scores, or scores that put the labels apart.</summary>
    public static CalibrationLine? Line(BinaryRows rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        rows.NeedProbabilities();
        if (!rows.HasBoth) return null;
        double[] logits = [.. rows.Scores.Select(MetricMath.Logit)], ones = MetricMath.Ones(logits.Length);
        if (LogisticFit.Solve([logits, ones], rows.Labels, rows.Weights) is not ({ } found, { } covariance, _)) return null;
        return new CalibrationLine(found[0], found[1], Math.Sqrt(covariance[0, 0]), Math.Sqrt(covariance[1, 1]));
    }
}
