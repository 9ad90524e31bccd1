namespace Florin;

/// <summary>Many tests at once.</summary>
public static class MultipleTests
{
    /// <summary>
    /// The adjusted values of Benjamini and Hochberg (1995): who calls a finding what has at most q is wrong in at most the share q of the
    /// findings on average, where the tests are independent or positively dependent.
    /// </summary>
    /// <param name="pValues">One for each test, from 0 to 1.</param>
    /// <returns>In the same order, never below the p-value.</returns>
    /// <exception cref="FlorinException">FLR0605: no p-value.</exception>
    public static double[] BenjaminiHochberg(ReadOnlySpan<double> pValues)
    {
        MetricCheck.Probabilities("p-values", pValues);
        double[] sorted = pValues.ToArray(), adjusted = new double[sorted.Length];
        int[] order = [.. Enumerable.Range(0, sorted.Length)];
        Array.Sort(sorted, order);
        double least = 1;
        for (int rank = sorted.Length; rank > 0; rank--)
        {
            least = Math.Min(least, sorted[rank - 1] * sorted.Length / rank);
            adjusted[order[rank - 1]] = least;
        }

        return adjusted;
    }
}
