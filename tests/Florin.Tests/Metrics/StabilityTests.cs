namespace Florin.Tests.Metrics;

/// <summary>The population stability index: the stored vector, closed forms, and its limit on samples of one population.</summary>
public class StabilityTests
{
    [Fact]
    public void Shares()
    {
        Assert.Equal(0.0222073426104, Psi.Of([.1, .2, .4, .2, .1], [.12, .18, .35, .22, .13]), 1e-9);
        Assert.Equal(0.0213473903328, Psi.Limit(5, 1000, 800), 1e-9);
        Assert.Equal((1e-4 - 0.5) * Math.Log(1e-4 / 0.5) + 0.5 * Math.Log(2), Psi.Of([.5, .5], [0, 1]), 1e-12);
        MetricCases.Refused("FLR0601", () => Psi.Of([.5, .5], [1]));
    }

    [Fact]
    public void Deciles_are_frozen()
    {
        double[] expected = [.. Enumerable.Range(0, 1000).Select(i => (double)i)];
        PopulationStability stability = PopulationStability.Of(expected);
        Assert.All(stability.Expected[..10], share => Assert.Equal(0.1, share, 1e-12));
        StabilityTable same = stability.Compare(expected), moved = stability.Compare([.. expected.Select(value => value + 100)]);
        Assert.Equal((0, 10, 1000, 1000), (same.Psi, same.Bins.Length, same.ExpectedRows, same.ActualRows));
        // The lowest tenth is empty, the highest has two tenths.
        Assert.Equal((1e-4 - 0.1) * Math.Log(1e-3) + 0.1 * Math.Log(2), moved.Psi, 1e-9);
        Assert.Equal(Psi.Limit(10, 1000, 1000), moved.Limit);
        Assert.Equal(("≤ 99.9", "> 899.1"), (same.Bins[0].Name, same.Bins[9].Name));
    }

    [Fact]
    public void Missing_values_and_other_categories_have_a_bin()
    {
        StabilityTable table = PopulationStability.Of([1, 2, 3, 4], 2).Compare([1, 2, 3, double.NaN]);
        Assert.Equal(["≤ 2.5", "> 2.5", "missing"], table.Bins.Select(bin => bin.Name));
        Assert.Equal([.5, .25, .25], table.Bins.Select(bin => bin.Actual));
        StabilityTable words = PopulationStability.OfCategories(["b", "a", "a", "b"]).Compare(["a", "c"]);
        Assert.Equal(["a", "b", "other"], words.Bins.Select(bin => bin.Name));
        Assert.Equal([.5, 0, .5], words.Bins.Select(bin => bin.Actual));
        PopulationStability constant = PopulationStability.Of([7, 7, 7]);
        Assert.Equal(0, constant.Compare([7, 7]).Psi);
        Assert.Equal([.5, 0, .5], constant.Compare([6, 8]).Bins.Select(bin => bin.Actual));
        Assert.Equal(0, PopulationStability.OfCategories(["a"]).Compare(["a"]).Limit); // one bin cannot shift
        MetricCases.Refused("FLR0613", () => PopulationStability.Of([double.NaN]));
        MetricCases.Refused("FLR0613", () => PopulationStability.Of([1, 2]).Compare(ReadOnlySpan<double>.Empty));
        MetricCases.Refused("FLR0613", () => PopulationStability.Of([1, 2]).Compare(["a"]));
        MetricCases.Refused("FLR0613", () => PopulationStability.OfCategories(["a"]).Compare([1.0]));
    }

    [Fact]
    public void The_limit_is_exceeded_one_time_in_twenty()
    {
        var random = new Random(6);
        int beyond = 0;
        for (int study = 0; study < 1000; study++)
        {
            double[] first = [.. Enumerable.Range(0, 800).Select(_ => random.NextDouble())];
            double[] second = [.. Enumerable.Range(0, 500).Select(_ => random.NextDouble())];
            // Bins given beforehand, as the limit assumes.
            double[] e = Shares(first), a = Shares(second);
            if (Psi.Of(e, a) > Psi.Limit(10, 800, 500)) beyond++;
        }

        Assert.InRange(beyond, 30, 75);

        static double[] Shares(double[] values) => [.. Enumerable.Range(0, 10)
            .Select(bin => values.Count(value => (int)(value * 10) == bin) / (double)values.Length)];
    }
}
