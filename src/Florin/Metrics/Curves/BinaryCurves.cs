namespace Florin;

using System.Collections.Immutable;

/// <summary>
/// Curves of scores against labels 0 and 1, thinned to at most 400 points that keep their shape. Each is null where the metric it
/// belongs to is (see <see cref="MetricValue"/>).
/// </summary>
public static class BinaryCurves
{
    /// <summary>The curve whose area is <see cref="BinaryMetrics.Auc(BinaryRows)"/>; null unless both labels have weight.</summary>
    public static RocCurve? Roc(BinaryRows rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (!rows.HasBoth) return null;
        (double[] p, double[] n, double[] score) = Cumulated(rows);
        double[] x = Scaled(n, rows.Negatives), y = Scaled(p, rows.Positives);
        int[] kept = Thinning.Of([x, y]);
        return new RocCurve(Thinning.Take(x, kept), Thinning.Take(y, kept), Thinning.Take(score, kept));
    }

    /// <summary>
    /// The curve whose steps make <see cref="BinaryMetrics.AveragePrecision(BinaryRows)"/>; null unless label 1 has weight.
    /// </summary>
    public static PrecisionRecallCurve? PrecisionRecall(BinaryRows rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (!(rows.Positives > 0)) return null;
        (double[] p, double[] n, double[] score) = Cumulated(rows);
        (p, n, score) = (p[1..], n[1..], score[1..]); // nothing marked has no precision
        double[] recall = Scaled(p, rows.Positives), precision = [.. p.Zip(n, (a, b) => a / (a + b))];
        int[] kept = Thinning.Of([recall, precision]);
        return new PrecisionRecallCurve(Thinning.Take(recall, kept), Thinning.Take(precision, kept), Thinning.Take(score, kept));
    }

    /// <summary>Both distribution functions, and where they are farthest apart; null unless both labels have weight.</summary>
    public static KsCurve? Ks(BinaryRows rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (!rows.HasBoth) return null;
        (double[] p, double[] n, double[] score) = Cumulated(rows);
        // At most a score = all but those above it: the point before, from the lowest score on.
        double[] positives = [.. Scaled(p, rows.Positives)[..^1].Reverse().Select(share => 1 - share)];
        double[] negatives = [.. Scaled(n, rows.Negatives)[..^1].Reverse().Select(share => 1 - share)];
        double[] scores = [.. score[1..].Reverse()];
        int at = 0;
        for (int i = 1; i < scores.Length; i++)
            if (Math.Abs(positives[i] - negatives[i]) > Math.Abs(positives[at] - negatives[at])) at = i;
        double width = scores[^1] - scores[0];
        double[] place = [.. scores.Select(value => width > 0 ? (value - scores[0]) / width : 0)];
        int[] kept = Thinning.Of([place, positives, negatives], at);
        return new KsCurve(Thinning.Take(scores, kept), Thinning.Take(positives, kept), Thinning.Take(negatives, kept),
            Math.Abs(positives[at] - negatives[at]), Array.IndexOf(kept, at));
    }

    /// <summary>Share of label 1 found in the highest scores; null unless label 1 has weight.</summary>
    public static GainsCurve? Gains(BinaryRows rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (!(rows.Positives > 0)) return null;
        (double[] p, double[] n, _) = Cumulated(rows);
        double[] marked = Scaled([.. p.Zip(n, (a, b) => a + b)], rows.Total), captured = Scaled(p, rows.Positives);
        int[] kept = Thinning.Of([marked, captured]);
        return new GainsCurve(Thinning.Take(marked, kept), Thinning.Take(captured, kept));
    }

    /// <summary>Mean score against observed rate, by rising score, bins without rows left out; empty without weight.</summary>
    /// <exception cref="FlorinException">FLR0605: a score outside 0 to 1; FLR0607: less than one bin.</exception>
    public static ImmutableArray<ReliabilityBin> Reliability(BinaryRows rows, int bins = 10, Binning binning = Binning.EqualMass)
    {
        ArgumentNullException.ThrowIfNull(rows);
        rows.NeedProbabilities();
        return [.. ScoreBin.Of(rows, bins, binning).Select(bin =>
        {
            double rate = bin.Positives / bin.Weight;
            (double low, double high) = Wilson(rate, bin.Weight * bin.Weight / bin.WeightSquares);
            return new ReliabilityBin(bin.Rows, bin.Scores / bin.Weight, rate, low, high);
        })];
    }

    /// <summary>
    /// Bins of equal weight, from the highest scores down; bins that equal scores leave empty are left out. Empty unless label 1 has
    /// weight.
    /// </summary>
    /// <exception cref="FlorinException">FLR0607: less than one bin.</exception>
    public static ImmutableArray<LiftBin> Lift(BinaryRows rows, int bins = 10)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (!(rows.Positives > 0)) return [];
        var table = ImmutableArray.CreateBuilder<LiftBin>();
        double found = 0, rate = rows.Positives / rows.Total;
        foreach (ScoreBin bin in Enumerable.Reverse(ScoreBin.Of(rows, bins, Binning.EqualMass)))
        {
            found += bin.Positives;
            double own = bin.Positives / bin.Weight;
            table.Add(new LiftBin(bin.Rows, bin.Scores / bin.Weight, own, own / rate, found / rows.Positives));
        }

        return table.ToImmutable();
    }

    /// <summary>Bins of equal width between the lowest and the highest score; null without weight.</summary>
    /// <exception cref="FlorinException">FLR0607: less than one bin, or more than 400.</exception>
    public static ScoreHistogram? Histogram(BinaryRows rows, int bins = 40)
    {
        ArgumentNullException.ThrowIfNull(rows);
        MetricCheck.Setting(nameof(bins), bins, 1, Thinning.Limit, "1 to 400 bins");
        if (!(rows.Total > 0)) return null;
        (double high, double low) = (rows.Scores[0], rows.Scores[^1]);
        if (high == low) (high, low) = (high + 0.5, low - 0.5);
        double[] edges = [.. Enumerable.Range(0, bins + 1).Select(i => low + (high - low) * i / bins)];
        double[] positives = new double[bins], negatives = new double[bins];
        for (int row = 0; row < rows.Rows; row++)
        {
            int at = Array.BinarySearch(edges, rows.Scores[row]);
            at = Math.Clamp(at < 0 ? ~at - 1 : at, 0, bins - 1);
            (rows.Labels[row] == 1 ? positives : negatives)[at] += rows.Weights[row];
        }

        return new ScoreHistogram([.. edges], rows.Positives > 0 ? [.. Scaled(positives, rows.Positives)] : [],
            rows.Negatives > 0 ? [.. Scaled(negatives, rows.Negatives)] : []);
    }

    static (double Low, double High) Wilson(double rate, double rows)
    {
        double z = MetricMath.NormalQuantile(0.975), share = z * z / rows;
        double centre = rate + share / 2, reach = z * Math.Sqrt(rate * (1 - rate) / rows + share / (4 * rows));
        return (Math.Max((centre - reach) / (1 + share), 0), Math.Min((centre + reach) / (1 + share), 1));
    }

    /// <summary>Weights at or above each distinct score that has any, from the highest, and before them none.</summary>
    static (double[] Positives, double[] Negatives, double[] Score) Cumulated(BinaryRows rows)
    {
        List<double> p = [0], n = [0], score = [Math.BitIncrement(rows.Scores[0])];
        for (int row = 0, end = 0; rows.Next(ref end, out double positives, out double negatives); row = end)
        {
            if (!(positives + negatives > 0)) continue;
            p.Add(p[^1] + positives);
            n.Add(n[^1] + negatives);
            score.Add(rows.Scores[row]);
        }

        return ([.. p], [.. n], [.. score]);
    }

    static double[] Scaled(double[] values, double total) => [.. values.Select(value => Math.Min(value / total, 1))];
}
