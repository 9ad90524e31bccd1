namespace Florin;

using System.Collections.Immutable;

/// <summary>How many shares lie where.</summary>
/// <param name="Name">0, a tenth such as 10–20 %, or 1.</param>
/// <param name="Realised">Share of the test rows.</param>
/// <param name="Estimated">Share of the test rows whose score lies there.</param>
public sealed record ShareBin(string Name, double Realised, double Estimated);

/// <summary>Amounts that follow from shares: what was expected, and what came of it at the realised shares.</summary>
/// <param name="Name">A band of scores, or all.</param>
/// <param name="Rows">Rows of a weight above 0 whose cells give an amount.</param>
/// <param name="Expected">Sum of the expected amounts.</param>
/// <param name="Realised">Sum of the realised ones.</param>
/// <param name="Low">Lower end of the 95 % interval of realised less expected, rows being independent; null: fewer than
/// two rows have none.</param>
/// <param name="High">Upper end.</param>
public sealed record ShareAmount(string Name, int Rows, double Expected, double Realised, double? Low, double? High);

/// <summary>What a lender and a validator ask of shares such as LGD and CCF, on the test rows.</summary>
public sealed record ShareStudy
{
    /// <summary>The level of the tests.</summary>
    public required double Level { get; init; }

    /// <summary>All rows, by their weights.</summary>
    public required ShareTest All { get; init; }

    /// <summary>All rows, each once; null where rows have no weights.</summary>
    public ShareTest? Once { get; init; }

    /// <summary>By rising score.</summary>
    public required ImmutableArray<ShareTest> Bands { get; init; }

    /// <summary>The column of the pools; null: none.</summary>
    public string? Pool { get; init; }

    /// <summary>By pool, the largest first.</summary>
    public ImmutableArray<ShareTest> Pools { get; init; } = [];

    /// <summary>Where shares lie.</summary>
    public required ImmutableArray<ShareBin> Distribution { get; init; }

    /// <summary>Share of the losses in the share of the rows with the lowest scores; null where nothing was lost.</summary>
    public LorenzCurve? Losses { get; init; }

    /// <summary>The same by the realised shares: the perfect order.</summary>
    public LorenzCurve? Best { get; init; }

    /// <summary>Amounts by band, all rows last; empty where the plan names no columns.</summary>
    public ImmutableArray<ShareAmount> Amounts { get; init; } = [];

    /// <summary>Realised shares below 0 and above 1 that were taken for 0 and 1.</summary>
    public int Clipped { get; init; }

    const int MostBands = 10, FewestRows = 30, MostPools = 20;

    /// <summary>The study of test rows; null where the target is no share.</summary>
    internal static ShareStudy? Of(SharePlan? plan, JudgedRows rows, Table cells)
    {
        if (rows.Target is not ShareTarget target) return null;
        double[] edges = plan?.Bands is { Count: > 0 } given ? [.. given] : Edges(rows.Scores);
        int[] bands = [.. rows.Scores.Select(score => edges.Count(edge => score > edge))];
        (string Name, int[] Rows)[] parts = [.. Enumerable.Range(0, edges.Length + 1)
            .Select(band => (Name(edges, band), Where(bands, band))).Where(part => part.Item2.Length > 0)];
        double[] own = rows.Weights ?? MetricMath.Ones(rows.Count);
        double[] losses = [.. rows.Labels.Zip(own, (share, weight) => share * weight)];
        return new ShareStudy
        {
            Level = plan?.Level ?? 0.05,
            All = ShareTest.Of("all", rows.Labels, rows.Scores, rows.Weights),
            Once = rows.Weights is null ? null : ShareTest.Of("all, each row once", rows.Labels, rows.Scores),
            Bands = [.. parts.Select(part => Test(part.Name, rows, part.Rows))],
            Pool = plan?.Pool,
            Pools = plan?.Pool is { } pool ? [.. ByPool(rows, cells[pool].AsCategories())] : [],
            Distribution = Bins(rows),
            Losses = Lorenz.Curve(rows.Scores, losses, own),
            Best = Lorenz.Curve(rows.Labels, losses, own),
            Amounts = target.Whole is null ? [] : [.. parts.Append(("all", [.. Enumerable.Range(0, rows.Count)]))
                .Select(part => Amount(part.Item1, target, rows, cells, part.Item2))],
            Clipped = ShareRules.Outside(cells.Number(target.Column)) is var (below, above) ? below + above : 0,
        };
    }

    /// <summary>Bands of equal rows at scores of three digits.</summary>
    static double[] Edges(double[] scores)
    {
        double[] sorted = [.. scores.Order()];
        int bands = Math.Clamp(sorted.Length / FewestRows, 1, MostBands);
        return [.. Enumerable.Range(1, bands - 1).Select(band => Numbers.ThreeDigits(sorted[(int)((long)band * sorted.Length / bands)]))
            .Where(edge => edge > sorted[0] && edge < sorted[^1]).Distinct().Order()];
    }

    static string Name(double[] edges, int band) => edges.Length == 0 ? "all scores"
        : band == 0 ? $"up to {StudyText.Percent(edges[0])}"
        : band == edges.Length ? $"above {StudyText.Percent(edges[^1])}"
        : $"{StudyText.Percent(edges[band - 1])} to {StudyText.Percent(edges[band])}";

    static int[] Where(int[] codes, int code) => [.. Enumerable.Range(0, codes.Length).Where(row => codes[row] == code)];

    static ShareTest Test(string name, JudgedRows rows, int[] members) => ShareTest.Of(name, [.. members.Select(row => rows.Labels[row])],
        [.. members.Select(row => rows.Scores[row])], rows.Weights is { } own ? [.. members.Select(row => own[row])] : null);

    static IEnumerable<ShareTest> ByPool(JudgedRows rows, CategoryColumn pools)
    {
        int[] codes = pools.Values.ToArray();
        return codes.Distinct().Select(code => Test(code < 0 ? "missing" : pools.Levels[code], rows, Where(codes, code)))
            .OrderByDescending(test => test.N).ThenBy(test => test.Name, StringComparer.Ordinal).Take(MostPools);
    }

    static ImmutableArray<ShareBin> Bins(JudgedRows rows)
    {
        const int Tenths = 10;
        static int Bin(double share) => share <= 0 ? 0 : share >= 1 ? Tenths + 1 : 1 + Math.Min(Tenths - 1, (int)(share * Tenths));
        double[] realised = new double[Tenths + 2], estimated = new double[Tenths + 2];
        for (int row = 0; row < rows.Count; row++)
        {
            realised[Bin(rows.Labels[row])] += 1.0 / rows.Count;
            estimated[Bin(rows.Scores[row])] += 1.0 / rows.Count;
        }

        return [.. Enumerable.Range(0, Tenths + 2).Select(bin => new ShareBin(bin == 0 ? "exactly\u00A00" : bin > Tenths
            ? "exactly\u00A01" : FormattableString.Invariant($"{10 * (bin - 1)}–\u2060{10 * bin}\u00A0%"), realised[bin], estimated[bin]))];
    }

    static ShareAmount Amount(string name, ShareTarget target, JudgedRows rows, Table cells, int[] members)
    {
        (double expected, double realised) = (0, 0);
        List<double> off = [];
        foreach (int row in members)
        {
            double one = target.AmountOf(cells, row, rows.Scores[row]), two = target.AmountOf(cells, row, rows.Labels[row]);
            double weight = rows.Weights?[row] ?? 1;
            if (double.IsNaN(one) || double.IsNaN(two) || !(weight > 0)) continue;
            (expected, realised) = (expected + weight * one, realised + weight * two);
            off.Add(weight * (two - one));
        }

        MetricValue mean = RowShares.Mean(off.Count, at => off[at], null);
        return new ShareAmount(name, off.Count, expected, realised, mean.Low * off.Count, mean.High * off.Count);
    }
}
