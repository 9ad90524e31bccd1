namespace Florin.Tests.Features;

using MathNet.Numerics.Distributions;

public class ScaleTests
{
    [Fact]
    public void The_normal_quantile_agrees_with_another_implementation()
    {
        for (int i = 1; i < 20_000; i++)
        {
            double p = i / 20_000.0;
            Assert.Equal(Normal.InvCDF(0, 1, p), NormalQuantile.Of(p), 1e-9);
        }

        Assert.Equal(Normal.InvCDF(0, 1, 1e-6), NormalQuantile.Of(1e-6), 1e-8);
        Assert.Equal((-NormalQuantile.Bound, NormalQuantile.Bound), (NormalQuantile.Of(0), NormalQuantile.Of(1)));
    }

    /// <summary>Uniform numbers have a known distribution: the scaled number must be its normal quantile.</summary>
    [Fact]
    public void Quantiles_go_to_normal()
    {
        double[] values = [.. Enumerable.Range(0, 30_000).Select(i => 100 * ((i * 7919L % 30_000) + 0.5) / 30_000)];
        NumberScale scale = NumberScale.Fit(NumberScaling.Quantile, values, 1, 0);
        for (double share = 0.002; share < 0.999; share += 0.003) Assert.Equal(Normal.InvCDF(0, 1, share), scale.Apply(100 * share), 0.02);
        double end = Normal.InvCDF(0, 1, 10 / 30_000.0);
        Assert.Equal(end, scale.Apply(-1e9), 1e-9);
        Assert.Equal(-end, scale.Apply(1e9), 1e-9);
    }

    /// <summary>A spike at 0 has rank 0 to 70 %: it must lie about at the middle of its share, not at its end.</summary>
    [Fact]
    public void A_spike_lies_within_its_share()
    {
        double[] values = [.. Enumerable.Range(0, 5000).Select(i => i < 3500 ? 0.0 : i - 3499)];
        double at = NumberScale.Fit(NumberScaling.Quantile, values, 1, 0).Apply(0);
        Assert.InRange(at, Normal.InvCDF(0, 1, 0.2), Normal.InvCDF(0, 1, 0.5));
    }

    /// <summary>The richest customer of a training table must not be read from a model file, nor the next ones.</summary>
    [Fact]
    public void No_knot_is_the_amount_of_a_single_row()
    {
        double[] values = [.. Enumerable.Range(0, 600).Select(i => (double)i), 9_876_543, 1_234_567];
        var scale = (QuantileScale)NumberScale.Fit(NumberScaling.Quantile, values, 1, 0);
        double tail = values.Order().TakeLast(20).Average();
        Assert.Equal(tail, scale.X[^1], tail * 1e-3);
        Assert.All(scale.X, knot => Assert.True(knot <= tail * 1.001));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(25)]
    public void A_few_rows_are_enough(int rows)
    {
        NumberScale scale = NumberScale.Fit(NumberScaling.Quantile, [.. Enumerable.Range(0, rows).Select(i => (double)i)], 1, 0);
        Assert.True(scale.Apply(0) < scale.Apply(rows - 1));
        Assert.True(double.IsFinite(scale.Apply(0.5)));
    }

    [Fact]
    public void Robust_scaling_is_its_formula()
    {
        NumberScale scale = NumberScale.Fit(NumberScaling.Robust, [1, 2, 3, 4, 5], 0, 0);
        double x = (7 - 3) / 2.0;
        Assert.Equal(x / Math.Sqrt(1 + x * x / 9), scale.Apply(7), 1e-12);
        Assert.Equal(0, scale.Apply(3));
        Assert.InRange(scale.Apply(1e12), 2.999, 3.0000001);
    }

    [Fact]
    public void Standard_scaling_has_mean_0_and_deviation_1()
    {
        double[] values = [3, 5, 8, 13, 21];
        double[] scaled = [.. values.Select(NumberScale.Fit(NumberScaling.Standard, values, 0, 0).Apply)];
        Assert.Equal(0, scaled.Average(), 1e-12);
        Assert.Equal(1, scaled.Average(z => z * z), 1e-12);
    }

    [Theory]
    [InlineData(NumberScaling.Standard)]
    [InlineData(NumberScaling.Robust)]
    [InlineData(NumberScaling.Quantile)]
    public void Order_is_kept(NumberScaling scaling)
    {
        double[] values = [.. Enumerable.Range(0, 400).Select(i => Math.Exp(i * 37 % 400 / 40.0))];
        NumberScale scale = NumberScale.Fit(scaling, values, 1, 0);
        double[] scaled = [.. values.Order().Select(scale.Apply)];
        Assert.All(scaled.Zip(scaled.Skip(1)), pair => Assert.True(pair.First <= pair.Second));
        Assert.True(scaled[^1] - scaled[0] > 1);
    }
}
