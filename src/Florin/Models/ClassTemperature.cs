namespace Florin;

/// <summary>
/// One temperature for the probabilities of several classes (Guo et al. 2017): each to the power 1 / temperature, then scaled to add up to
/// 1. It changes no order of classes.
/// </summary>
static class ClassTemperature
{
    /// <summary>Smaller probabilities count as this.</summary>
    public const double Least = 1e-12;

    /// <summary>Limits and steps of the search, in log temperature: a twentieth of a thousandth is far below what rows can tell.</summary>
    const double Widest = 3, Golden = 0.6180339887498949;

    const int Steps = 40;

    public static void Apply(Span<double> row, double temperature)
    {
        double sum = 0;
        for (int k = 0; k < row.Length; k++)
            sum += row[k] = Kernels.Elementary.Exp(MetricMath.Log(Math.Max(row[k], Least)) / temperature);
        for (int k = 0; k < row.Length; k++) row[k] /= sum;
    }

    /// <summary>The temperature of least log-loss, by golden section; the loss has one valley.</summary>
    public static double Fit(double[] scores, int classes, double[] labels, float[]? weights)
    {
        double low = -Widest, high = Widest, left = high - Golden * (high - low), right = low + Golden * (high - low);
        double atLeft = Loss(left), atRight = Loss(right);
        for (int step = 0; step < Steps; step++)
        {
            if (atLeft <= atRight)
            {
                (high, right, atRight) = (right, left, atLeft);
                atLeft = Loss(left = high - Golden * (high - low));
            }
            else
            {
                (low, left, atLeft) = (left, right, atRight);
                atRight = Loss(right = low + Golden * (high - low));
            }
        }

        return Kernels.Elementary.Exp((low + high) / 2);

        double Loss(double logTemperature)
        {
            double temperature = Kernels.Elementary.Exp(logTemperature), loss = 0;
            Span<double> row = stackalloc double[classes];
            for (int i = 0; i < labels.Length; i++)
            {
                scores.AsSpan(i * classes, classes).CopyTo(row);
                Apply(row, temperature);
                loss -= (weights?[i] ?? 1) * MetricMath.Log(Math.Max(row[(int)labels[i]], Least));
            }

            return loss;
        }
    }
}
