namespace Florin;

/// <summary>A share of rows, such as the approved among all, with what its error is reckoned from.</summary>
/// <param name="Share">From 0 to 1.</param>
/// <param name="Rows">How many rows it is a share of, above 0; of rows with weights w, (Σw)² / Σw², as many equal ones as know as
/// much.</param>
public readonly record struct Rate(double Share, double Rows)
{
    /// <summary>The share by weight of the rows that are counted in; null: no weight at all.</summary>
    /// <param name="rows">Rows.</param>
    /// <param name="within">Whether a row is counted.</param>
    /// <param name="has">Whether a row has what is asked for.</param>
    /// <param name="weight">The weight of a row, 0 or more.</param>
    internal static Rate? Of(int rows, Func<int, bool> within, Func<int, bool> has, Func<int, double> weight)
    {
        (double all, double squares, double found) = (0, 0, 0);
        for (int row = 0; row < rows; row++)
        {
            if (!within(row)) continue;
            double own = weight(row);
            (all, squares) = (all + own, squares + own * own);
            if (has(row)) found += own;
        }

        return all > 0 ? new Rate(found / all, all * all / squares) : null;
    }

    /// <summary>The interval of Wilson (1927), without correction for continuity.</summary>
    /// <param name="confidence">Coverage, above 0 and below 1.</param>
    /// <exception cref="FlorinException">FLR0607: a share, a number of rows or a confidence out of range.</exception>
    public MetricValue Interval(double confidence = 0.95)
    {
        Check(confidence);
        double z = MetricMath.NormalQuantile((1 + confidence) / 2), square = z * z;
        double middle = 2 * Rows * Share + square, reach = z * Math.Sqrt(square + 4 * Rows * Share * (1 - Share));
        return new MetricValue(Share, Math.Max(0, (middle - reach) / (2 * (Rows + square))),
            Math.Min(1, (middle + reach) / (2 * (Rows + square))), (int)Math.Round(Rows));
    }

    /// <summary>This share less another of other rows, with Newcombe's hybrid score interval (1998, method 10).</summary>
    /// <param name="other">The share to be subtracted.</param>
    /// <param name="confidence">Coverage, above 0 and below 1.</param>
    /// <exception cref="FlorinException">FLR0607: as for <see cref="Interval"/>.</exception>
    public MetricValue Less(Rate other, double confidence = 0.95)
    {
        MetricValue own = Interval(confidence), its = other.Interval(confidence);
        double difference = Share - other.Share;
        double down = Length(Share - own.Low!.Value, its.High!.Value - other.Share);
        double up = Length(own.High!.Value - Share, other.Share - its.Low!.Value);
        return new MetricValue(difference, difference - down, difference + up, own.N + its.N);
    }

    /// <summary>How many standard errors this share is above another, the error being that of one share for both; null where neither
    /// varies: all rows have it, or none. Squared it is the chi-square of the table of four.</summary>
    /// <param name="other">The other share.</param>
    /// <exception cref="FlorinException">FLR0607: as for <see cref="Interval"/>.</exception>
    public double? Score(Rate other)
    {
        Check(0.5);
        other.Check(0.5);
        double both = (Share * Rows + other.Share * other.Rows) / (Rows + other.Rows);
        double variance = both * (1 - both) * (1 / Rows + 1 / other.Rows);
        return variance > 1e-18 ? (Share - other.Share) / Math.Sqrt(variance) : null;
    }

    static double Length(double a, double b) => Math.Sqrt(a * a + b * b);

    void Check(double confidence)
    {
        MetricCheck.Confidence(confidence);
        MetricCheck.Setting("share", Share, 0, 1, "from 0 to 1");
        MetricCheck.Setting("rows", Rows, double.Epsilon, double.MaxValue, "above 0");
    }
}
