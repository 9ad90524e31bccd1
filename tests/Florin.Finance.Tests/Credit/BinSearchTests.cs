namespace Florin.Finance.Tests.Credit;

/// <summary>The exact search against trying every division.</summary>
public class BinSearchTests
{
    static readonly BinTrend[] Trends = [BinTrend.Rising, BinTrend.Falling, BinTrend.Peak, BinTrend.Valley, BinTrend.Free, BinTrend.Auto];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 60)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void No_division_that_keeps_the_rules_is_better(int seed)
    {
        var random = new Random(seed);
        BinCount[] pre = [.. Enumerable.Range(0, random.Next(1, 11)).Select(_ => Draw(random))];
        BinCount all = pre.Aggregate(new BinCount(7, 6, 1), (sum, count) => sum + count);
        var options = new BinningOptions
        {
            MaximumBins = random.Next(1, 8),
            MinimumShare = random.Next(3) * 0.07,
            MinimumBads = random.Next(4) is var bads and < 3 ? bads : null,
            MinimumGoods = random.Next(4) is var goods and < 3 ? goods : null,
            MinimumGain = random.Next(3) * random.NextDouble(),
        };
        var search = new BinSearch(pre, all, options);
        foreach (BinTrend trend in Trends)
        {
            (int[] Ends, double Value)? found = search.Best(trend);
            double[] tried = [.. Divisions(pre.Length).Where(ends => Keeps(Bins(pre, ends), all, options, trend))
                .Select(ends => Net(Bins(pre, ends), all, options))];
            Assert.Equal(tried.Length == 0, found is null);
            if (found is not { } best) continue;
            Assert.Equal(tried.Max(), Net(Bins(pre, best.Ends), all, options), 1e-10);
            Assert.True(Keeps(Bins(pre, best.Ends), all, options, trend));
            Assert.Equal(Value(Bins(pre, best.Ends), all), best.Value, 1e-10);
        }
    }

    /// <summary>Some pre-bins are pure, some tie, some have weights that are no whole numbers, some have fewer than five rows.</summary>
    static BinCount Draw(Random random)
    {
        double weight = random.Next(3) == 0 ? 0.1 * random.Next(1, 30) : 1;
        (int good, int bad) = (random.Next(0, 12), random.Next(0, 7));
        return new BinCount(good + bad, weight * good, weight * bad);
    }

    static IEnumerable<int[]> Divisions(int count) => Enumerable.Range(0, 1 << (count - 1))
        .Select(mask => Enumerable.Range(1, count).Where(end => end == count || (mask >> (end - 1) & 1) == 1).ToArray());

    static (int Rows, double Good, double Bad)[] Bins(BinCount[] pre, int[] ends) => [.. ends.Select((end, at) =>
    {
        BinCount[] own = pre[(at == 0 ? 0 : ends[at - 1])..end];
        return (own.Sum(each => each.Rows), own.Sum(each => each.Good), own.Sum(each => each.Bad));
    })];

    static double Woe((int Rows, double Good, double Bad) bin, BinCount all)
    {
        double smooth = bin.Good == 0 || bin.Bad == 0 ? 0.5 : 0;
        return Math.Log((bin.Good + smooth) / all.Good) - Math.Log((bin.Bad + smooth) / all.Bad);
    }

    static double Value((int Rows, double Good, double Bad)[] bins, BinCount all) =>
        bins.Sum(bin => (bin.Good / all.Good - bin.Bad / all.Bad) * Woe(bin, all));

    static double Net((int Rows, double Good, double Bad)[] bins, BinCount all, BinningOptions options) =>
        Value(bins, all) - options.MinimumGain * (1 / all.Good + 1 / all.Bad) * bins.Length;

    static bool Keeps((int Rows, double Good, double Bad)[] bins, BinCount all, BinningOptions options, BinTrend trend)
    {
        if (bins.Length > options.MaximumBins || bins.Any(bin => bin.Rows < 5 || !Enough(bin.Bad, bin, all.Bad, options.MinimumBads)
            || !Enough(bin.Good, bin, all.Good, options.MinimumGoods)
            || bin.Good + bin.Bad < options.MinimumShare * (all.Good + all.Bad) - 1e-9))
            return false;
        bool Enough(double own, (int Rows, double Good, double Bad) bin, double whole, double? fewest) => own >= fewest
            || (fewest is null && (own >= 1 || (own == 0 && whole / (all.Good + all.Bad) * bin.Rows >= 5)));
        double[] woe = [.. bins.Select(bin => Woe(bin, all))];
        bool Rises(int from, int to) => Enumerable.Range(from, Math.Max(0, to - from)).All(i => woe[i + 1] <= woe[i] + 1e-12);
        bool Falls(int from, int to) => Enumerable.Range(from, Math.Max(0, to - from)).All(i => woe[i + 1] >= woe[i] - 1e-12);
        int last = bins.Length - 1;
        return trend switch
        {
            BinTrend.Rising => Rises(0, last),
            BinTrend.Falling => Falls(0, last),
            BinTrend.Auto => Rises(0, last) || Falls(0, last),
            BinTrend.Peak => Enumerable.Range(0, bins.Length).Any(top => Rises(0, top) && Falls(top, last)),
            BinTrend.Valley => Enumerable.Range(0, bins.Length).Any(low => Falls(0, low) && Rises(low, last)),
            _ => true,
        };
    }
}
