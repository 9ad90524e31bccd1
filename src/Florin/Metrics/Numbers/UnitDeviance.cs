namespace Florin;

/// <summary>Twice the log-likelihood that a mean lacks to its target; 0 where they agree. Arguments are not checked.</summary>
public static class UnitDeviance
{
    /// <summary>2 (y ln(y / μ) - y + μ), and 2 μ for y = 0.</summary>
    /// <param name="target">0 or more.</param>
    /// <param name="mean">Above 0.</param>
    public static double Poisson(double target, double mean) =>
        2 * ((target > 0 ? target * MetricMath.Log(target / mean) : 0) - target + mean);

    /// <summary>2 ((y - μ) / μ - ln(y / μ)).</summary>
    /// <param name="target">Above 0.</param>
    /// <param name="mean">Above 0.</param>
    public static double Gamma(double target, double mean) => 2 * ((target - mean) / mean - MetricMath.Log(target / mean));

    /// <summary>2 (y ln(y / μ) + (1 - y) ln((1 - y) / (1 - μ))), a logarithm of nothing counting nothing.</summary>
    /// <param name="target">0 to 1.</param>
    /// <param name="mean">0 to 1; within 1e-15 of either end it counts as that far away.</param>
    public static double Share(double target, double mean)
    {
        double inside = MetricMath.Clip(mean);
        return 2 * ((target > 0 ? target * MetricMath.Log(target / inside) : 0)
            + (target < 1 ? (1 - target) * MetricMath.Log((1 - target) / (1 - inside)) : 0));
    }

    /// <summary>2 (y^(2-p) / ((1-p)(2-p)) - y μ^(1-p) / (1-p) + μ^(2-p) / (2-p)).</summary>
    /// <param name="target">0 or more.</param>
    /// <param name="mean">Above 0.</param>
    /// <param name="power">p, above 1 and below 2.</param>
    public static double Tweedie(double target, double mean, double power)
    {
        double p = power;
        return 2 * (MetricMath.Power(target, 2 - p) / ((1 - p) * (2 - p)) - target * MetricMath.Power(mean, 1 - p) / (1 - p)
            + MetricMath.Power(mean, 2 - p) / (2 - p));
    }
}

public static partial class NumberMetrics
{
    const string Positive = "expected values are above 0: give exp of the score where the link is log";

    /// <summary>
    /// Mean Poisson deviance per row: of a policy with its count, not of a year at risk. 0 or more, lower is better.
    /// </summary>
    /// <param name="scores">Expected counts, above 0; rates, when an exposure is given.</param>
    /// <param name="targets">Counts, 0 or more, as many.</param>
    /// <param name="weights">0 or more, as many; none: every row counts once.</param>
    /// <param name="exposure">Above 0, as many: the expected count is score × exposure. None: the score is the expected count.</param>
    /// <exception cref="FlorinException">FLR0601–FLR0603, FLR0606.</exception>
    public static double? PoissonDeviance(ReadOnlySpan<double> scores, ReadOnlySpan<double> targets,
        ReadOnlySpan<double> weights = default, ReadOnlySpan<double> exposure = default)
    {
        MetricCheck.Rows(scores, targets, weights);
        MetricCheck.Weights("exposure", exposure, scores.Length);
        MetricCheck.Domain("scores", scores, static mean => mean <= 0, Positive);
        MetricCheck.Domain("targets", targets, static count => count < 0, "counts are 0 or more");
        MetricCheck.Domain("exposure", exposure, static years => years <= 0, "exposure is above 0; leave rows without any out");
        if (exposure.IsEmpty) return Mean(scores, targets, weights, static (mean, target) => UnitDeviance.Poisson(target, mean));
        double[] expected = new double[scores.Length];
        for (int row = 0; row < expected.Length; row++) expected[row] = scores[row] * exposure[row];
        return Mean(expected, targets, weights, static (mean, target) => UnitDeviance.Poisson(target, mean));
    }

    /// <summary>Mean gamma deviance per row, for amounts above 0. 0 or more, lower is better; it has no unit.</summary>
    /// <inheritdoc cref="Mse"/>
    /// <exception cref="FlorinException">FLR0606: a score or a target that is not above 0.</exception>
    public static double? GammaDeviance(ReadOnlySpan<double> scores, ReadOnlySpan<double> targets,
        ReadOnlySpan<double> weights = default)
    {
        MetricCheck.Rows(scores, targets, weights);
        MetricCheck.Domain("scores", scores, static mean => mean <= 0, Positive);
        MetricCheck.Domain("targets", targets, static amount => amount <= 0, "amounts are above 0; judge rows with claims only");
        return Mean(scores, targets, weights, static (mean, target) => UnitDeviance.Gamma(target, mean));
    }

    /// <summary>
    /// Mean Tweedie deviance per row, for totals that are often 0. A pure premium per year is judged with the exposure as weight. 0 or
    /// more, lower is better.
    /// </summary>
    /// <param name="scores">Predicted values, above 0.</param>
    /// <param name="targets">Observed values, 0 or more, as many.</param>
    /// <param name="power">Variance = mean to this power: above 1 (Poisson), below 2 (gamma).</param>
    /// <param name="weights">0 or more, as many; none: every row counts once.</param>
    /// <exception cref="FlorinException">FLR0606: a score that is not above 0, or a target below 0; FLR0607.</exception>
    public static double? TweedieDeviance(ReadOnlySpan<double> scores, ReadOnlySpan<double> targets, double power = 1.5,
        ReadOnlySpan<double> weights = default)
    {
        MetricCheck.Rows(scores, targets, weights);
        MetricCheck.Setting(nameof(power), power, 1.001, 1.999, "between 1.001 and 1.999; 1 is PoissonDeviance, 2 GammaDeviance");
        MetricCheck.Domain("scores", scores, static mean => mean <= 0, Positive);
        MetricCheck.Domain("targets", targets, static total => total < 0, "totals are 0 or more");
        return Mean(scores, targets, weights, (mean, target) => UnitDeviance.Tweedie(target, mean, power));
    }
}
