namespace Florin;

/// <summary>Bands of a score, an edge belongs to the band below it.</summary>
/// <param name="Edges">Rising; one fewer than bands.</param>
sealed record ScoreBands(double[] Edges)
{
    /// <summary>The most bands, and the fewest known rows of each.</summary>
    public const int Most = 10, Fewest = 20;

    public int Count => Edges.Length + 1;

    /// <summary>Tenths of all rows, so that bands are narrow where the declined are; bands with too few known rows join the neighbour with
    /// fewer, the lower one where both have as many.</summary>
    /// <param name="known">Of rows whose outcomes are known.</param>
    /// <param name="declined">Of declined rows.</param>
    public static ScoreBands Of(double[] known, double[] declined)
    {
        double[] all = [.. known.Concat(declined).Order()];
        var bands = new ScoreBands([.. Enumerable.Range(1, Most - 1)
            .Select(tenth => all[(int)((long)(all.Length * (long)tenth + Most - 1) / Most) - 1]).Distinct()]);
        while (bands.Count > 1)
        {
            double[] counts = bands.Sums(known, _ => 1);
            int least = Array.IndexOf(counts, counts.Min());
            if (counts[least] >= Fewest) break;
            bool down = least > 0 && (least == bands.Edges.Length || counts[least - 1] <= counts[least + 1]);
            int dropped = down ? least - 1 : least;
            bands = new ScoreBands([.. bands.Edges.Where((_, edge) => edge != dropped)]);
        }

        return bands;
    }

    /// <summary>The band of a value, from 0.</summary>
    public int Of(double value) => Edges.Count(edge => edge < value);

    /// <summary>What the rows of each band add up to.</summary>
    public double[] Sums(double[] values, Func<int, double> what)
    {
        double[] sums = new double[Count];
        for (int row = 0; row < values.Length; row++) sums[Of(values[row])] += what(row);
        return sums;
    }
}
