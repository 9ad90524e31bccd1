namespace Florin;

/// <summary>How scores are put into bins.</summary>
public enum Binning
{
    /// <summary>
    /// Each bin has the same weight, as far as equal scores, which stay together, allow: a run of equal scores goes where the middle of
    /// its weight falls.
    /// </summary>
    EqualMass,

    /// <summary>Each bin has the same width: bin k of B holds scores above k / B up to (k + 1) / B, the first also 0.</summary>
    EqualWidth,
}

/// <summary>What is summed over the rows of a bin.</summary>
sealed class ScoreBin
{
    public int Rows;
    public double Weight, WeightSquares, Scores, Positives;
    public double Low = double.PositiveInfinity, High = double.NegativeInfinity;

    /// <summary>Bins that have weight, by rising score.</summary>
    public static List<ScoreBin> Of(BinaryRows rows, int bins, Binning binning)
    {
        MetricCheck.Setting(nameof(bins), bins, 1, 1_000_000, "at least 1 bin");
        var all = new ScoreBin?[bins];
        double above = 0;
        for (int row = 0, end = 0; rows.Next(ref end, out double positives, out double negatives); row = end)
        {
            double weight = positives + negatives;
            double place = binning == Binning.EqualMass
                ? Math.Floor(bins * ((rows.Total - above - weight / 2) / rows.Total)) : Math.Ceiling(rows.Scores[row] * bins) - 1;
            above += weight;
            if (weight > 0) (all[(int)Math.Clamp(place, 0, bins - 1)] ??= new ScoreBin()).Add(rows, row, end);
        }

        return [.. all.OfType<ScoreBin>()];
    }

    void Add(BinaryRows rows, int start, int end)
    {
        for (int i = start; i < end; i++)
        {
            double weight = rows.Weights[i];
            if (!(weight > 0)) continue;
            Rows++;
            Weight += weight;
            WeightSquares += weight * weight;
            Scores += weight * rows.Scores[i];
            Positives += weight * rows.Labels[i];
        }

        (Low, High) = (Math.Min(Low, rows.Scores[start]), Math.Max(High, rows.Scores[start]));
    }
}
