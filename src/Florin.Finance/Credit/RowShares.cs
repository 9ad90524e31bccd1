namespace Florin;

/// <summary>Shares and means of rows with weights, with 95 % intervals: Wilson's for shares, the normal one for means. With unequal weights
/// the number of rows is Kish's effective one.</summary>
static class RowShares
{
    /// <summary>The share of those in <paramref name="among"/> that are in <paramref name="part"/>; undefined where there are
    /// none.</summary>
    public static MetricValue Share(int rows, Func<int, bool> among, Func<int, double> part, double[]? weights)
    {
        (double sum, double squares, double hits, int count) = (0, 0, 0, 0);
        for (int row = 0; row < rows; row++)
        {
            double weight = weights?[row] ?? 1;
            if (weight == 0 || !among(row)) continue;
            (sum, squares, hits, count) = (sum + weight, squares + weight * weight, hits + weight * part(row), count + 1);
        }

        if (count == 0) return new MetricValue(null, null, null, 0);
        return new Rate(Math.Min(1, hits / sum), sum * sum / squares).Interval() with { N = count };
    }

    /// <summary>The mean of all rows; its interval from their spread.</summary>
    public static MetricValue Mean(int rows, Func<int, double> value, double[]? weights)
    {
        (double sum, double total) = (0, 0);
        for (int row = 0; row < rows; row++)
        {
            double weight = weights?[row] ?? 1;
            (sum, total) = (sum + weight, total + weight * value(row));
        }

        if (sum == 0) return new MetricValue(null, null, null, 0);
        (double mean, double spread) = (total / sum, 0);
        for (int row = 0; row < rows; row++)
        {
            double off = (weights?[row] ?? 1) * (value(row) - mean);
            spread += off * off;
        }

        if (rows < 2) return new MetricValue(mean, null, null, rows);
        double half = MetricMath.Normal95 * Math.Sqrt(spread * rows / (rows - 1)) / sum;
        return new MetricValue(mean, mean - half, mean + half, rows);
    }
}
