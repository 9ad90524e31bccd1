namespace Florin;

/// <summary>How well predicted shares, such as losses given default, rank and whether they are right on average.</summary>
public static class ShareMetrics
{
    /// <summary>
    /// The generalised AUC, (D + 1) / 2 with Somers' D: the share of the pairs of rows with different observed shares in which the higher
    /// one has the higher score, of equal scores a half. Of targets 0 and 1 it is the AUC. 0.5 for an order without information; null where
    /// all targets are equal.
    /// </summary>
    /// <param name="scores">Predicted shares, finite.</param>
    /// <param name="targets">Observed shares, finite, as many.</param>
    /// <param name="weights">0 or more, as many; a pair counts the product of its two. None: each row counts once.</param>
    /// <exception cref="FlorinException">FLR0601–FLR0603: the rows.</exception>
    public static double? GeneralisedAuc(ReadOnlySpan<double> scores, ReadOnlySpan<double> targets, ReadOnlySpan<double> weights = default)
    {
        MetricCheck.Rows(scores, targets, weights);
        return new RankedShares(scores, targets).Auc(weights.IsEmpty ? MetricMath.Ones(scores.Length) : weights.ToArray());
    }

    /// <summary>
    /// The loss capture ratio (Li, Bhariok, Keenan and Santilli 2009): rows are taken from the highest score down; the area between the
    /// curve of the losses found so far and the diagonal, over that of the order by the observed shares. 1 for the perfect order, 0 for
    /// none; null where there is no loss or every share is the same.
    /// </summary>
    /// <param name="scores">Predicted shares, finite.</param>
    /// <param name="targets">Observed shares, 0 or more, as many.</param>
    /// <param name="weights">0 or more, as many, such as exposures: losses are then amounts. None: each row counts once.</param>
    /// <exception cref="FlorinException">FLR0601–FLR0603, FLR0606: the rows.</exception>
    public static double? LossCapture(ReadOnlySpan<double> scores, ReadOnlySpan<double> targets, ReadOnlySpan<double> weights = default)
    {
        double[] own = weights.IsEmpty ? MetricMath.Ones(scores.Length) : weights.ToArray();
        double[] losses = [.. targets.ToArray().Zip(own, (share, weight) => share * weight)];
        return Lorenz.Curve(scores, losses, own)?.Normalized;
    }

    /// <summary>Those of a study of shares beyond the metrics of amounts.</summary>
    internal static IReadOnlyList<RowMetric> All { get; } =
    [
        new("bias", rows => weights => Mean(rows.Labels, weights) - Mean(rows.Scores, weights)),
        new("generalisedAuc", rows => new RankedShares(rows.Scores, rows.Labels).Auc),
        new("lossCapture", Captured),
    ];

    /// <summary>Rows stand in order of their score and of their target, so that each sample finds them sorted.</summary>
    static Func<double[], double?> Captured(JudgedRows rows)
    {
        Func<double[], double?> found = Gini(rows.Scores, rows.Labels), best = Gini(rows.Labels, rows.Labels);
        return weights => found(weights) is { } gini && best(weights) is > 1e-12 and var most ? gini / most : null;
    }

    static Func<double[], double?> Gini(double[] scores, double[] targets)
    {
        int[] order = [.. Enumerable.Range(0, scores.Length).OrderBy(row => scores[row])];
        double[] sorted = [.. order.Select(row => scores[row])];
        return weights => Lorenz.Gini(sorted, [.. order.Select(row => weights[row] * targets[row])],
            [.. order.Select(row => weights[row])]);
    }

    internal static double? Mean(double[] values, double[] weights)
    {
        (double sum, double total) = (0, 0);
        for (int row = 0; row < values.Length; row++) (sum, total) = (sum + weights[row] * values[row], total + weights[row]);
        return total > 0 ? sum / total : null;
    }
}

/// <summary>Rows in order of their target with the ranks of their scores: pairs are counted in a tree of sums.</summary>
sealed class RankedShares
{
    readonly double[] targets;
    readonly int[] order, ranks;
    readonly int most;

    public RankedShares(ReadOnlySpan<double> scores, ReadOnlySpan<double> targets)
    {
        double[] own = targets.ToArray(), sorted = [.. scores.ToArray().Distinct().Order()];
        this.targets = own;
        order = [.. Enumerable.Range(0, own.Length).OrderBy(row => own[row])];
        ranks = [.. scores.ToArray().Select(score => Array.BinarySearch(sorted, score) + 1)];
        most = sorted.Length;
    }

    /// <summary>The share of right pairs under these weights; null where no two targets differ.</summary>
    public double? Auc(double[] weights)
    {
        double[] tree = new double[most + 1];
        double before = 0, right = 0, pairs = 0;
        for (int at = 0; at < order.Length;)
        {
            int first = at;
            double target = targets[order[at]], group = 0;
            for (; at < order.Length && targets[order[at]] == target; at++)
            {
                int row = order[at];
                double weight = weights[row];
                if (weight == 0) continue;
                double lower = Below(tree, ranks[row] - 1), equal = Below(tree, ranks[row]) - lower;
                right += weight * (lower + equal / 2);
                group += weight;
            }

            pairs += group * before;
            before += group;
            for (int each = first; each < at; each++) Add(tree, ranks[order[each]], weights[order[each]]);
        }

        return pairs > 0 ? right / pairs : null;
    }

    static double Below(double[] tree, int rank)
    {
        double sum = 0;
        for (; rank > 0; rank -= rank & -rank) sum += tree[rank];
        return sum;
    }

    static void Add(double[] tree, int rank, double weight)
    {
        for (; rank < tree.Length; rank += rank & -rank) tree[rank] += weight;
    }
}
