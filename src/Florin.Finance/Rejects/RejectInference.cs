namespace Florin;

/// <summary>The arithmetic of reject inference: weights of accepted rows, and outcomes that declined rows are given.</summary>
static class RejectInference
{
    const uint Node = 0x4E1EC7;

    /// <summary>By band of the probability of being accepted, what the weight of an accepted row is multiplied by so that it stands for the
    /// declined of its band too: all over accepted.</summary>
    /// <param name="bands">The bands; each holds accepted rows.</param>
    /// <param name="accepted">That probability of accepted rows.</param>
    /// <param name="declined">Of declined rows.</param>
    /// <param name="weights">Of the accepted; null: each counts once.</param>
    /// <param name="declinedWeights">Of the declined; the two are on one scale.</param>
    public static double[] Factors(ScoreBands bands, double[] accepted, double[] declined, double[]? weights, double[] declinedWeights)
    {
        double[] known = bands.Sums(accepted, row => weights?[row] ?? 1), unseen = bands.Sums(declined, row => declinedWeights[row]);
        return [.. known.Zip(unseen, (a, r) => a > 0 ? (a + r) / a : 1)];
    }

    /// <summary>By band of the score the share of bads among known outcomes.</summary>
    public static double[] Rates(ScoreBands bands, double[] scores, double[] bad, double[]? weights)
    {
        double[] all = bands.Sums(scores, row => weights?[row] ?? 1), bads = bands.Sums(scores, row => bad[row] * (weights?[row] ?? 1));
        return [.. bads.Zip(all, (b, n) => n > 0 ? b / n : 0)];
    }

    /// <summary>Parcelling: 1 for declined rows that are taken for bads. Each band has its rate times the factor of them, at most all,
    /// rounded to whole rows half up; the seed draws who.</summary>
    public static double[] Parcelled(ScoreBands bands, double[] rates, double[] declined, double factor, ulong seed)
    {
        double[] bad = new double[declined.Length];
        int[] band = [.. declined.Select(bands.Of)];
        for (int each = 0; each < bands.Count; each++)
        {
            int[] rows = [.. Enumerable.Range(0, declined.Length).Where(row => band[row] == each)];
            Kernels.Philox.Shuffle<int>(rows, seed, (uint)each, 0, Node);
            int bads = (int)Math.Floor(rows.Length * Math.Min(1, factor * rates[each]) + 0.5);
            foreach (int row in rows.AsSpan(0, bads)) bad[row] = 1;
        }

        return bad;
    }

    /// <summary>Fuzzy augmentation: the weight with which each declined row is a bad; it is a good with the rest.</summary>
    public static double[] Fuzzy(double[] pds, double factor) => [.. pds.Select(pd => Math.Min(1, factor * pd))];

    public static double Mean(double[] values, double[]? weights) => weights is null ? values.Average()
        : values.Zip(weights, (value, weight) => value * weight).Sum() / weights.Sum();

    /// <summary>Declined rows at the end of known ones, each as a bad and as a good by its share; a share of 0 is left out.</summary>
    /// <param name="known">Known rows.</param>
    /// <param name="numbers">The inputs of the declined, row after row.</param>
    /// <param name="rows">Which of them.</param>
    /// <param name="bad">The share of each that is bad.</param>
    /// <param name="weights">What each counts.</param>
    public static Examples Beside(Examples known, float[] numbers, int[] rows, double[] bad, double[] weights)
    {
        int width = known.Axes[0];
        (int Row, float Outcome, float Weight)[] added = [.. Outcomes(rows, bad, weights)
            .Select(each => (each.Row, (float)each.Outcome, (float)each.Weight))];
        float[] all = new float[known.Numbers!.Length + added.Length * width];
        known.Numbers.CopyTo(all, 0);
        foreach ((int at, (int row, _, _)) in added.Index())
            numbers.AsSpan(row * width, width).CopyTo(all.AsSpan(known.Numbers.Length + at * width));
        return known with
        {
            Numbers = all,
            Target = [.. known.Target!, .. added.Select(each => each.Outcome)],
            Weight = [.. known.Weight ?? Enumerable.Repeat(1f, known.Count), .. added.Select(each => each.Weight)],
        };
    }

    /// <summary>Each row as a bad and as a good, as far as its share of either is above 0.</summary>
    public static IEnumerable<(int Row, double Outcome, double Weight)> Outcomes(int[] rows, double[] bad, double[] weights)
    {
        foreach (int row in rows)
        {
            if (bad[row] > 0) yield return (row, 1, weights[row] * bad[row]);
            if (bad[row] < 1) yield return (row, 0, weights[row] * (1 - bad[row]));
        }
    }
}
