namespace Florin.Finance.Tests.Credit;

using System.Text.Json;

/// <summary>Bins of columns: brute force in R, closed forms, and rows that are hardly rows.</summary>
public class WoeBinningTests
{
    public static IEnumerable<TheoryDataRow<string>> Cases => ScorecardCases.File.GetProperty("cases").EnumerateArray()
        .Select(test => new TheoryDataRow<string>(test.GetProperty("name").GetString()!));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Bins_are_those_of_trying_all(string name)
    {
        JsonElement test = ScorecardCases.File.GetProperty("cases").EnumerateArray()
            .Single(each => each.GetProperty("name").GetString() == name);
        double[] cells = ScorecardCases.Numbers(test, "x");
        int missing = test.GetProperty("missing").GetInt32();
        Array.Fill(cells, double.NaN, 0, missing);
        var options = new BinningOptions
        {
            Trend = Enum.Parse<BinTrend>(test.GetProperty("trend").GetString()!, true),
            MaximumBins = test.GetProperty("most").GetInt32(),
            MinimumShare = test.GetProperty("share").GetDouble(),
            MinimumBads = test.GetProperty("least").GetDouble(),
            MinimumGoods = test.GetProperty("least").GetDouble(),
            MinimumGain = 0,
        };
        WoeBinning found = WoeBinning.Of(new NumberColumn("x", cells), ScorecardCases.Numbers(test, "y"), options,
            ScorecardCases.Numbers(test, "w"));
        WoeBin[] intervals = [.. found.Bins.Where(bin => bin.Kind == BinKind.Interval)];
        Assert.Equal(test.GetProperty("iv").GetDouble(), found.Iv, 1e-12);
        Assert.Equal(ScorecardCases.Numbers(test, "edges"), intervals.SkipLast(1).Select(bin => bin.To!.Value));
        ScorecardCases.Near(ScorecardCases.Numbers(test, "woe"), intervals.Select(bin => bin.Woe), 1e-12);
        Assert.Equal(test.GetProperty("missingWoe").GetDouble(), found.Bins[^1].Woe, 1e-12);
        Assert.True(found.FreeIv >= found.Iv - 1e-12);
        double[] woe = found.Transform(new NumberColumn("x", [double.NaN, -1e300, 1e300]));
        Assert.Equal([found.Bins[^1].Woe, intervals[0].Woe, intervals[^1].Woe], woe);
    }

    [Fact]
    public void Grouped_counts_have_the_published_weights_of_evidence()
    {
        double[] good = [400, 300, 200, 100], bad = [20, 30, 50, 100];
        double[] woe = [1.386294361120, 0.693147180560, -0.223143551314, -1.609437912434];
        for (int bin = 0; bin < 4; bin++) Assert.Equal(woe[bin], WeightOfEvidence.Of(good[bin], bad[bin], 1000, 200), 1e-11);
        Assert.Equal(1.17479272796, WeightOfEvidence.InformationValue(good, bad), 1e-10);
        double[] x = [1, 2, 3, 4, 1, 2, 3, 4];
        // Each row stands five times, as no bin is made of fewer.
        double[] cells = [.. Enumerable.Repeat(x, 5).SelectMany(row => row)];
        double[] weights = [.. Enumerable.Repeat(good.Concat(bad), 5).SelectMany(row => row)];
        double[] outcome = [.. Enumerable.Repeat((double[])[0, 0, 0, 0, 1, 1, 1, 1], 5).SelectMany(row => row)];
        WoeBinning found = WoeBinning.Of(new NumberColumn("grade", cells), outcome, weights: weights);
        Assert.Equal(1.17479272796, found.Iv, 1e-10);
        Assert.Equal(BinTrend.Rising, found.Trend);
        ScorecardCases.Near(woe, found.Bins.Take(4).Select(bin => bin.Woe), 1e-11);
        var scored = new BinaryRows([.. found.Transform(new NumberColumn("grade", cells)).Select(each => -each)], outcome, weights);
        Assert.Equal(0.7775, BinaryMetrics.Auc(scored)!.Value, 1e-12);
        Assert.Equal(0.45, BinaryMetrics.Ks(scored)!.Value, 1e-12);
    }

    /// <summary>ln((0 + ½) / 100 : (10 + ½) / 20) by hand.</summary>
    [Fact]
    public void A_pure_bin_is_smoothed_by_half_a_row()
    {
        Assert.Equal(Math.Log(0.5 / 100 / (10.5 / 20)), WeightOfEvidence.Of(0, 10, 100, 20), 1e-14);
        Assert.Equal(Math.Log(30.5 / 100 / (0.5 / 20)), WeightOfEvidence.Of(30, 0, 100, 20), 1e-14);
        Assert.Equal(0, WeightOfEvidence.Of(0, 0, 100, 20));
        ScorecardCases.Refused("FLR1501", () => WeightOfEvidence.Of(1, 30, 100, 20));
        ScorecardCases.Refused("FLR1501", () => WeightOfEvidence.Of(double.NaN, 3, 100, 20));
        ScorecardCases.Refused("FLR1501", () => WeightOfEvidence.InformationValue([1.0, 2], [0.0, 0]));
    }

    [Fact]
    public void Codes_and_missing_cells_have_bins_of_their_own()
    {
        double[] cells = [.. Enumerable.Range(0, 200)
            .Select(row => row < 20 ? -9 : row < 40 ? -8 : row < 43 ? -7 : row < 60 ? double.NaN : row)];
        double[] bad = [.. Enumerable.Range(0, 200).Select(row => row < 20 ? 1.0 : row % 4 == 0 ? 1 : 0)];
        WoeBinning found = WoeBinning.Of(new NumberColumn("months", cells), bad, new BinningOptions { Special = [-9, -8, -7, -6] });
        WoeBin[] own = [.. found.Bins.Where(bin => bin.Kind != BinKind.Interval)];
        Assert.Equal(["code -9", "code -8", "missing, code -7, code -6"], own.Select(bin => bin.Label));
        Assert.Equal([20, 20, 20], own.Select(bin => bin.Rows));
        Assert.Equal(WeightOfEvidence.Of(0, 20, bad.Count(0.0), bad.Count(1.0)), own[0].Woe, 1e-14);
        Assert.Equal([own[0].Woe, own[1].Woe, own[2].Woe, own[2].Woe, own[2].Woe],
            found.Transform(new NumberColumn("months", [-9, -8, -7, -6, double.NaN])));
        Assert.Equal(200, found.Bins.Sum(bin => bin.Rows));
        Assert.Equal(1, found.Bins.Sum(bin => bin.Share), 1e-12);
    }

    [Fact]
    public void Categories_are_grouped_by_their_bad_rate_and_rare_ones_are_other()
    {
        (string Level, int Rows, int Bads)[] levels =
            [("a", 300, 30), ("b", 300, 31), ("c", 300, 120), ("d", 97, 40), ("e", 3, 1), ("f", 4, 3)];
        string[] cells = [.. levels.SelectMany(level => Enumerable.Repeat(level.Level, level.Rows))];
        double[] bad = [.. levels.SelectMany(level => Enumerable.Range(0, level.Rows).Select(row => row < level.Bads ? 1.0 : 0))];
        WoeBinning found = WoeBinning.Of(CategoryColumn.From("home", cells), bad, new BinningOptions { MaximumBins = 2 });
        Assert.Equal(["a, b", "c, d, other", "missing"], found.Bins.Select(bin => bin.Label));
        Assert.Equal(found.Bins[1].Woe, found.Transform(CategoryColumn.From("home", ["never seen"]))[0]);
        Assert.Equal([1, 0, 2, 1], found.BinsOf(CategoryColumn.From("home", ["e", "b", null, "d"])));
        Assert.DoesNotContain("\"e\"", found.ToJson());
        Assert.Equal(BinTrend.Free, found.Trend);
        WoeBinning without = WoeBinning.Of(CategoryColumn.From("home", cells[..997]), bad.AsSpan(0, 997));
        WoeBin other = without.Bins.Single(bin => bin.Other);
        Assert.Equal((0, 0.0, "other"), (other.Rows, other.Woe, other.Label));
        Assert.Equal(0, without.Transform(CategoryColumn.From("home", ["never seen"]))[0]);
    }

    /// <summary>One value only, all missing, no bads in the values, two rows, ties, weights of 0.</summary>
    [Fact]
    public void Rows_that_say_nothing_give_bins_that_say_nothing()
    {
        double[] half = [.. Enumerable.Range(0, 40).Select(row => (double)(row % 2))];
        WoeBinning Of(IEnumerable<double> cells, double[] bad, params double[] weights) =>
            WoeBinning.Of(new NumberColumn("x", [.. cells]), bad, null, weights);
        WoeBinning one = Of(Enumerable.Repeat(7.0, 40), half);
        Assert.Equal((0, 2, 40), (one.Iv, one.Bins.Length, one.Bins[0].Rows));
        WoeBinning missing = Of(Enumerable.Repeat(double.NaN, 40), half);
        Assert.Equal((0, 0, 40), (missing.Iv, missing.Bins[0].Rows, missing.Bins[1].Rows));
        Assert.Equal(0, missing.Transform(new NumberColumn("x", [3.0]))[0]);
        WoeBinning two = Of([1, 2], [0, 1]);
        Assert.Equal((0, 0, 0), (two.Iv, two.Bins[0].Rows, two.Bins[1].Rows));
        double[] bads = [.. Enumerable.Range(0, 40).Select(row => row < 20 ? 1.0 : 0)];
        WoeBinning pure = Of(Enumerable.Range(0, 40).Select(row => row < 20 ? double.NaN : row), bads);
        Assert.Equal(["any number", "missing"], pure.Bins.Select(bin => bin.Label));
        Assert.Equal(Math.Log(20.5 / 20 / (0.5 / 20)), pure.Bins[0].Woe, 1e-14);
        WoeBinning ties = Of(Enumerable.Range(0, 40).Select(row => row < 20 ? 1.0 : 2), bads);
        Assert.Equal(["below 2", "2 and above", "missing"], ties.Bins.Select(bin => bin.Label)); // 10 of each outcome are expected in each
        Assert.Equal(Math.Log(0.5 / 20 / (20.5 / 20)), ties.Bins[0].Woe, 1e-14);
        WoeBinning few = Of(Enumerable.Range(0, 16).Select(row => row < 8 ? 1.0 : 2), bads[12..28]);
        Assert.Equal(["any number", "missing"], few.Bins.Select(bin => bin.Label)); // 4 are, and none may be chance
        WoeBinning heavy = Of(Enumerable.Range(0, 40).Select(row => row < 20 ? 1.0 : 2), half,
            [.. Enumerable.Range(0, 40).Select(row => row < 20 ? 0.0 : 1)]);
        Assert.Equal((0, 20), (heavy.Iv, heavy.Bins.Sum(bin => bin.Rows)));
    }

    [Fact]
    public void A_row_of_weight_3_is_three_rows()
    {
        Table table = CreditSimulator.Simulate(2000, 3);
        double[] bad = table.Number("defaulted").Values.ToArray(), weights = [.. Enumerable.Range(0, 2000).Select(row => 1.0 + row % 3)];
        int[] repeated = [.. Enumerable.Range(0, 2000).SelectMany(row => Enumerable.Repeat(row, 1 + row % 3))];
        foreach (string name in (string[])["late_payments_12m", "inquiries_6m", "region"])
        {
            WoeBinning one = WoeBinning.Of(table[name], bad, null, weights);
            WoeBinning three = WoeBinning.Of(table[name].Rows(repeated), [.. repeated.Select(row => bad[row])]);
            Assert.Equal(three.Bins.Select(bin => bin.Label), one.Bins.Select(bin => bin.Label));
            ScorecardCases.Near([.. three.Bins.Select(bin => bin.Woe)], one.Bins.Select(bin => bin.Woe), 1e-12);
        }
    }

    /// <summary>On amounts that hardly repeat, every bin keeps the rules and every edge has few digits.</summary>
    [Theory]
    [InlineData(BinTrend.Auto)]
    [InlineData(BinTrend.Peak)]
    [InlineData(BinTrend.Free)]
    public void Amounts_are_cut_at_round_numbers_into_bins_that_keep_the_rules(BinTrend trend)
    {
        var random = new Random(4);
        double[] cells = [.. Enumerable.Range(0, 5000).Select(_ => Math.Exp(10 + random.NextDouble() * 2) + random.NextDouble())];
        double[] bad = [.. cells.Select(cell => random.NextDouble() < 3000 / cell ? 1.0 : 0)];
        WoeBinning found = WoeBinning.Of(new NumberColumn("income", cells), bad, new BinningOptions { Trend = trend });
        WoeBin[] intervals = [.. found.Bins.Where(bin => bin.Kind == BinKind.Interval)];
        Assert.InRange(intervals.Length, 3, 8);
        Assert.All(intervals, bin => Assert.True(bin is { Share: >= 0.03, Bad: >= 1, Rows: >= 5 }));
        Assert.All(intervals.SkipLast(1), bin => Assert.True(bin.To % 100 == 0, $"{bin.To}"));
        Assert.All(intervals, bin => Assert.Equal(bin.Rows, cells.Count(cell => !(cell < bin.From) && !(cell >= bin.To))));
        if (trend == BinTrend.Auto) Assert.Equal(intervals.OrderBy(bin => bin.Woe), intervals);
        Assert.Equal(trend == BinTrend.Auto ? BinTrend.Falling : trend, found.Trend);
    }

    [Fact]
    public void Json_gives_the_same_bins_and_nonsense_is_refused()
    {
        Table table = CreditSimulator.Simulate(1500, 8);
        double[] bad = table.Number("defaulted").Values.ToArray();
        foreach (string name in (string[])["income", "months_since_delinquency", "purpose"])
        {
            WoeBinning found = WoeBinning.Of(table[name], bad, new BinningOptions { Special = [-9] });
            WoeBinning read = WoeBinning.FromJson(found.ToJson());
            Assert.Equal(found.ToJson(), read.ToJson());
            Assert.Equal(found.Transform(table[name]), read.Transform(table[name]));
            Assert.Equal(found.ToJson(), WoeBinning.Of(table[name], bad, new BinningOptions { Special = [-9] }).ToJson());
        }

        string json = WoeBinning.Of(table["income"], bad, new BinningOptions { MinimumGain = 0 }).ToJson();
        foreach (string spoiled in (string[])["", "null", "{}", "[1]",
            json.Replace("\"from\"", "\"frim\""),
            json.Replace("\"missing\"", "\"code\"", StringComparison.OrdinalIgnoreCase),
            json.Replace("\"categorical\": false", "\"categorical\": true")])
            ScorecardCases.Refused("FLR1506", () => WoeBinning.FromJson(spoiled));
    }

    [Fact]
    public void What_cannot_be_binned_is_said_without_a_cell()
    {
        var column = new NumberColumn("x", [1.0, 2]);
        ScorecardCases.Refused("FLR1503", () => WoeBinning.Of(column, [0.0, 0]));
        ScorecardCases.Refused("FLR1503", () => WoeBinning.Of(column, [0.0, 1], null, [1.0, 0]));
        ScorecardCases.Refused("FLR1503", () => WoeBinning.Of(column, [0.0, 1, 1]));
        ScorecardCases.Refused("FLR1503", () => WoeBinning.Of(column, [0.0, 4.25]));
        ScorecardCases.Refused("FLR1503", () => WoeBinning.Of(column, [0.0, 1], null, [1.0, -2]));
        ScorecardCases.Refused("FLR1504", () => WoeBinning.Of(new TextColumn("t", ["a", "b"]), [0.0, 1]));
        ScorecardCases.Refused("FLR1502", () => WoeBinning.Of(column, [0.0, 1], new BinningOptions { PreBins = 1000 }));
        WoeBinning numbers = WoeBinning.Of(column, [0.0, 1]);
        ScorecardCases.Refused("FLR1505", () => numbers.Transform(CategoryColumn.From("x", ["secret", "b"])));
        Assert.Equal([1], numbers.BinsOf(CategoryColumn.From("x", [null])));
    }
}
