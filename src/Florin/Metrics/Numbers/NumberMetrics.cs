namespace Florin;

/// <summary>
/// Metrics of predicted numbers. Each is a mean by weight, null without weight (see <see cref="MetricValue"/>).
/// </summary>
public static partial class NumberMetrics
{
    /// <summary>Mean of the squared error, in squared units of the target.</summary>
    /// <param name="scores">Predicted values, finite.</param>
    /// <param name="targets">Observed values, finite, as many.</param>
    /// <param name="weights">0 or more, as many; none: every row counts once.</param>
    /// <exception cref="FlorinException">FLR0601–FLR0603: lengths, NaN or infinity, a negative weight.</exception>
    public static double? Mse(ReadOnlySpan<double> scores, ReadOnlySpan<double> targets, ReadOnlySpan<double> weights = default)
    {
        MetricCheck.Rows(scores, targets, weights);
        return Mean(scores, targets, weights, static (score, target) => (score - target) * (score - target));
    }

    /// <summary>Root of the mean squared error, in units of the target.</summary>
    /// <inheritdoc cref="Mse"/>
    public static double? Rmse(ReadOnlySpan<double> scores, ReadOnlySpan<double> targets, ReadOnlySpan<double> weights = default) =>
        Mse(scores, targets, weights) is { } mse ? Math.Sqrt(mse) : null;

    /// <summary>Mean of the absolute error, in units of the target.</summary>
    /// <inheritdoc cref="Mse"/>
    public static double? Mae(ReadOnlySpan<double> scores, ReadOnlySpan<double> targets, ReadOnlySpan<double> weights = default)
    {
        MetricCheck.Rows(scores, targets, weights);
        return Mean(scores, targets, weights, static (score, target) => Math.Abs(score - target));
    }

    /// <summary>
    /// 1 - squared error / squared distance of the targets from their mean: 1 is perfect, 0 no better than the mean of these rows,
    /// below 0 worse. Null when the targets do not vary.
    /// </summary>
    /// <inheritdoc cref="Mse"/>
    public static double? RSquared(ReadOnlySpan<double> scores, ReadOnlySpan<double> targets, ReadOnlySpan<double> weights = default)
    {
        double? error = Mse(scores, targets, weights);
        if (Mean(targets, targets, weights, static (_, target) => target) is not { } mean) return null;
        double? spread = Mean(targets, targets, weights, (_, target) => (target - mean) * (target - mean));
        return Vary(targets, weights) ? 1 - error / spread : null;
    }

    /// <summary>
    /// Quantile loss: mean of level × (target - score) above the score and (1 - level) × (score - target) below it. Lowest, in the
    /// mean, for the quantile at the level; half the absolute error at .5.
    /// </summary>
    /// <param name="scores">Predicted values, finite.</param>
    /// <param name="targets">Observed values, finite, as many.</param>
    /// <param name="level">Above 0 and below 1.</param>
    /// <param name="weights">0 or more, as many; none: every row counts once.</param>
    /// <exception cref="FlorinException">FLR0601–FLR0603: the rows; FLR0607: the level.</exception>
    public static double? Pinball(ReadOnlySpan<double> scores, ReadOnlySpan<double> targets, double level,
        ReadOnlySpan<double> weights = default)
    {
        MetricCheck.Rows(scores, targets, weights);
        MetricCheck.Setting(nameof(level), level, double.Epsilon, Math.BitDecrement(1.0), "above 0 and below 1");
        return Mean(scores, targets, weights, (score, target) => Math.Max(level * (target - score), (level - 1) * (target - score)));
    }

    /// <summary>Told by the targets themselves: rounding gives even equal ones a spread about their mean.</summary>
    static bool Vary(ReadOnlySpan<double> targets, ReadOnlySpan<double> weights)
    {
        double? first = null;
        for (int row = 0; row < targets.Length; row++)
            if ((weights.IsEmpty || weights[row] > 0) && targets[row] != (first ??= targets[row])) return true;
        return false;
    }

    static double? Mean(ReadOnlySpan<double> scores, ReadOnlySpan<double> targets, ReadOnlySpan<double> weights,
        Func<double, double, double> loss)
    {
        (double sum, double total) = (0, 0);
        for (int row = 0; row < scores.Length; row++)
        {
            double weight = weights.IsEmpty ? 1 : weights[row];
            total += weight;
            if (weight > 0) sum += weight * loss(scores[row], targets[row]);
        }

        return total > 0 ? sum / total : null;
    }
}
