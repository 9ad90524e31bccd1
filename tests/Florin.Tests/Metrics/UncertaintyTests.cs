namespace Florin.Tests.Metrics;

using System.Diagnostics;
using System.Text.Json;

/// <summary>Intervals against the pairwise formula, and against a truth that is planted.</summary>
public class UncertaintyTests(ITestOutputHelper output)
{
    public static IEnumerable<TheoryDataRow<string>> Pairs => MetricCases.Names("delong");

    [Theory]
    [MemberData(nameof(Pairs))]
    public void DeLong_agrees_with_all_pairs(string name)
    {
        JsonElement test = MetricCases.Of("delong", name), expected = test.GetProperty("expected");
        BinaryRows first = MetricCases.Rows(test, "first"), second = MetricCases.Rows(test, "second");
        DeLongTest found = DeLong.Compare(first, second);
        foreach ((string key, double?[] values) in new[]
        {
            ("auc", new[] { found.First.Value, found.Second.Value }), ("variance", [DeLong.Variance(first), DeLong.Variance(second)]),
            ("low", [found.First.Low, found.Second.Low]), ("high", [found.First.High, found.Second.High]),
            ("difference", [found.Difference.Value, found.Difference.Low, found.Difference.High]),
        })
            for (int i = 0; i < values.Length; i++) MetricCases.Near(key, MetricCases.Column(expected, key)[i], values[i]);
        MetricCases.Near(test, "z", found.Z);
        MetricCases.Near(test, "p", found.PValue);
    }

    [Fact]
    public void DeLong_is_undefined_where_there_is_no_variance()
    {
        Assert.Equal(new MetricValue(1, null, null, 3), DeLong.Interval(new BinaryRows([.1, .2, .9], [0, 0, 1])));
        Assert.Equal(new MetricValue(null, null, null, 2), DeLong.Interval(new BinaryRows([.1, .2], [0, 0])));
        Assert.Equal(new MetricValue(1, 1, 1, 4), DeLong.Interval(new BinaryRows([.1, .2, .8, .9], [0, 0, 1, 1])));
        var rows = new BinaryRows([.1, .3, .2, .9], [0, 0, 1, 1]);
        Assert.Equal((null, null), (DeLong.Compare(rows, rows).Z, DeLong.Compare(rows, rows).PValue));
        MetricCases.Refused("FLR0608", () => DeLong.Compare(rows, new BinaryRows([.1, .3, .2, .9], [0, 1, 0, 1])));
        MetricCases.Refused("FLR0609", () => DeLong.Interval(new BinaryRows([.1, .3], [0, 1], [2, 1])));
    }

    [Fact]
    public void Intervals_cover_a_planted_AUC()
    {
        const int studies = 400;
        double truth = MetricMath.Normal(1.1 / Math.Sqrt(2)), delong = 0, bootstrap = 0; // two normal laws 1.1 apart
        var random = new Random(7);
        for (int study = 0; study < studies; study++)
        {
            BinaryRows rows = Draw(random, 120, 1.1);
            if (Holds(DeLong.Interval(rows), truth)) delong++;
            if (Holds(Bootstrap.Interval(rows, BinaryMetrics.Auc, new() { Resamples = 200, Seed = (ulong)study }), truth)) bootstrap++;
        }

        output.WriteLine($"of 95 %: DeLong {delong / studies:P1}, bootstrap {bootstrap / studies:P1}");
        Assert.InRange(delong / studies, 0.92, 0.98); // three standard errors of 400 studies
        Assert.InRange(bootstrap / studies, 0.91, 0.98);
    }

    [Fact]
    public void An_interval_of_a_mean_covers_it()
    {
        const int studies = 400;
        double covered = 0;
        var random = new Random(8);
        for (int study = 0; study < studies; study++)
        {
            double[] errors = [.. Enumerable.Range(0, 100).Select(_ => Normal(random))], none = new double[100];
            MetricValue mse = Bootstrap.Interval(100, drawn => NumberMetrics.Mse(none, errors, drawn),
                new() { Resamples = 200, Seed = (ulong)study });
            if (Holds(mse, 1)) covered++;
        }

        Assert.InRange(covered / studies, 0.89, 0.97); // the percentiles of a skewed mean of 100 cover a little less than said
    }

    [Fact]
    public void The_bootstraps_spread_is_DeLongs()
    {
        BinaryRows rows = Draw(new Random(5), 2000, 1.2);
        double error = Math.Sqrt(DeLong.Variance(rows)!.Value);
        foreach (bool stratified in new[] { true, false })
        {
            MetricValue found = Bootstrap.Interval(rows, BinaryMetrics.Auc, new() { Resamples = 4000, Stratified = stratified });
            Assert.Equal(BinaryMetrics.Auc(rows), found.Value);
            Assert.Equal(2 * 1.96 * error, found.High!.Value - found.Low!.Value, 0.08 * 4 * error);
        }

        var random = new Random(6);
        BinaryRows noisy = new([.. rows.OwnOrder(rows.Scores).Select(score => score + 0.5 * Normal(random))], rows.OwnOrder(rows.Labels));
        MetricValue expected = DeLong.Compare(rows, noisy).Difference;
        MetricValue gap = Bootstrap.Difference(rows, noisy, BinaryMetrics.Auc, new() { Resamples = 4000 });
        double width = expected.High!.Value - expected.Low!.Value;
        Assert.Equal(expected.Value!.Value, gap.Value!.Value, 1e-12);
        Assert.Equal(width, gap.High!.Value - gap.Low!.Value, 0.08 * width);
    }

    [Fact]
    public void Bits_do_not_depend_on_threads()
    {
        BinaryRows rows = Draw(new Random(5), 300, 1), other = new(rows.OwnOrder(rows.Scores).Select(s => Math.Round(s, 1)).ToArray(),
            rows.OwnOrder(rows.Labels));
        MetricValue[] intervals = [.. new[] { 1, 2, 7 }.Select(threads => Bootstrap.Interval(rows, BinaryMetrics.AveragePrecision,
            new() { Resamples = 300, Threads = threads, Seed = 9 }))];
        Assert.Equal(intervals[0], intervals[1]);
        Assert.Equal(intervals[0], intervals[2]);
        Assert.NotEqual(intervals[0], Bootstrap.Interval(rows, BinaryMetrics.AveragePrecision, new() { Resamples = 300, Seed = 10 }));
        MetricValue[] gaps = [.. new[] { 1, 3 }.Select(threads => Bootstrap.Difference(rows, other, BinaryMetrics.Auc,
            new() { Resamples = 300, Threads = threads }))];
        Assert.Equal(gaps[0], gaps[1]);
        // Paired: the scores differ by rounding alone, so their difference is known far better than either.
        Assert.True(gaps[0].High - gaps[0].Low < 0.2 * (intervals[0].High - intervals[0].Low));
        Assert.Equal(new MetricValue(0, 0, 0, 600), Bootstrap.Difference(rows, rows, BinaryMetrics.Auc, new() { Resamples = 50 }));
    }

    [Fact]
    public void Undefined_and_refused_intervals()
    {
        Assert.Equal(new MetricValue(null, null, null, 2), Bootstrap.Interval(new BinaryRows([.1, .2], [1, 1]), BinaryMetrics.Auc));
        Assert.Equal(new MetricValue(null, null, null, 0), Bootstrap.Interval(new BinaryRows([], []), BinaryMetrics.Auc));
        // Without strata, 1 in 3 samples of three rows lacks the one of label 1: the ends cannot be told.
        var rows = new BinaryRows([.1, .2, .9], [0, 0, 1]);
        Assert.Equal(new MetricValue(1, null, null, 3), Bootstrap.Interval(rows, BinaryMetrics.Auc, new() { Stratified = false }));
        MetricCases.Refused("FLR0607", () => Bootstrap.Interval(rows, BinaryMetrics.Auc, new() { Resamples = 1 }));
        MetricCases.Refused("FLR0607", () => Bootstrap.Interval(rows, BinaryMetrics.Auc, new() { Confidence = 95 }));
        MetricCases.Refused("FLR0605", () => Bootstrap.Interval(3, drawn =>
            drawn.All(times => times == 1) ? 0 : BinaryMetrics.Brier([2, 2, 2], [0, 1, 1], drawn)));
        Assert.Throws<OperationCanceledException>(() =>
            Bootstrap.Interval(rows, BinaryMetrics.Auc, cancellation: new CancellationToken(canceled: true)));
        Assert.Equal("undefined", new MetricValue(null, null, null, 0).ToString());
        Assert.Equal("0.7432 [0.7312, 0.755]", new MetricValue(0.74321, 0.73123, 0.755, 10).ToString());
    }

    [Fact]
    public void The_generator_is_SplitMix64()
    {
        Assert.Equal(0xE220A8397B1DCDAF, CounterRandom.Mix(0x9E3779B97F4A7C15)); // the published first numbers of seed 0
        Assert.Equal(0x6E789E6AA1B965F4u, CounterRandom.Mix(unchecked(2 * 0x9E3779B97F4A7C15)));
        int[] counts = new int[7];
        for (ulong stream = 0; stream < 70; stream++)
            for (ulong i = 0; i < 1000; i++) counts[new CounterRandom(1, stream).Below(7, i)]++;
        Assert.InRange(counts.Sum(count => (count - 10_000.0) * (count - 10_000) / 10_000), 0.5, 18.5); // chi-square of 6: .995 within
    }

    [Fact]
    public void A_thousand_samples_of_many_rows_take_seconds()
    {
        BinaryRows rows = Draw(new Random(1), 75_000, 1);
        var watch = Stopwatch.StartNew();
        MetricValue found = Bootstrap.Interval(rows, BinaryMetrics.Auc, new() { Resamples = 100 });
        output.WriteLine($"150,000 rows, 100 samples: {watch.Elapsed.TotalSeconds:F2} s, {found}");
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"{watch.Elapsed}"); // .15 s alone on two cores
    }

    static bool Holds(MetricValue interval, double truth) => interval.Low <= truth && truth <= interval.High;

    static BinaryRows Draw(Random random, int each, double apart) =>
        new([.. Enumerable.Range(0, 2 * each).Select(row => Normal(random) + (row % 2) * apart)],
            [.. Enumerable.Range(0, 2 * each).Select(row => (double)(row % 2))]);

    static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
