namespace Florin;

using System.Collections.Immutable;

/// <summary>Rows of like scores: what was expected of them and what was observed.</summary>
/// <param name="Expected">Mean score, of counts for an exposure of 1.</param>
/// <param name="Observed">Mean of the target, of counts for an exposure of 1.</param>
/// <param name="Low">Lower end of its 95 % interval.</param>
/// <param name="High">Upper end.</param>
/// <param name="N">Rows.</param>
public sealed record ScoreGroup(double Expected, double Observed, double Low, double High, int N)
{
    /// <summary>Groups of equal rows by rising score, of counts by rising rate.</summary>
    /// <param name="rows">Amounts or counts.</param>
    /// <param name="groups">At most so many.</param>
    public static ImmutableArray<ScoreGroup> Of(JudgedRows rows, int groups = 10)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentOutOfRangeException.ThrowIfLessThan(groups, 1);
        double[] rates = rows.Rates();
        int[] order = [.. Enumerable.Range(0, rows.Count).OrderBy(row => rates[row])];
        return [.. Enumerable.Range(0, groups)
            .Select(group => order[(int)((long)group * order.Length / groups)..(int)((long)(group + 1) * order.Length / groups)])
            .Where(members => members.Length > 0).Select(members => Group(rows, members))];
    }

    static ScoreGroup Group(JudgedRows rows, int[] members)
    {
        double exposure = 0, expected = 0, observed = 0;
        foreach (int row in members)
        {
            double weight = rows.Weights?[row] ?? 1;
            exposure += weight * (rows.Exposures?[row] ?? 1);
            expected += weight * rows.Scores[row];
            observed += weight * rows.Labels[row];
        }

        if (!(exposure > 0)) return new ScoreGroup(0, 0, 0, 0, members.Length);
        double rate = observed / exposure, squares = 0;
        foreach (int row in members)
        {
            double off = (rows.Weights?[row] ?? 1) * (rows.Labels[row] - rate * (rows.Exposures?[row] ?? 1));
            squares += off * off;
        }

        // The error of a ratio of sums (Cochran 1977, §6.4).
        double half = MetricMath.Normal95 * Math.Sqrt(squares * members.Length / Math.Max(1, members.Length - 1)) / exposure;
        return new ScoreGroup(expected / exposure, rate, rate - half, rate + half, members.Length);
    }
}
