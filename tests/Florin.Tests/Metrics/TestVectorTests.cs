namespace Florin.Tests.Metrics;

using System.Text.Json;

/// <summary>Cases with numbers from base R and from closed forms.</summary>
public class TestVectorTests
{
    static readonly PdGrade[] Grades = [new(100, 2, 0.01), new(200, 3, 0.02), new(400, 28, 0.05), new(300, 35, 0.1)];

    public static IEnumerable<TheoryDataRow<string>> BetaCdfs => MetricCases.Names("betaCdf");

    [Fact]
    public void Grouped_counts_of_a_scorecard()
    {
        double[] good = [400, 300, 200, 100], bad = [20, 30, 50, 100], score = [1, 2, 3, 4, 1, 2, 3, 4];
        var rows = new BinaryRows(score, [0, 0, 0, 0, 1, 1, 1, 1], [.. good, .. bad]);
        Assert.Equal(0.7775, BinaryMetrics.Auc(rows)!.Value, 1e-12);
        Assert.Equal(0.555, BinaryMetrics.Gini(rows)!.Value, 1e-12);
        Assert.Equal(0.45, BinaryMetrics.Ks(rows)!.Value, 1e-12);
    }

    [Fact]
    public void Grades_against_defaults()
    {
        double[] binomial = [0.2642380210770, 0.7648518642273, 0.0479923524035, 0.1913527782308];
        double[] jeffreys = [0.1501545324791, 0.6700787363048, 0.0385405303507, 0.1672805079418];
        for (int i = 0; i < Grades.Length; i++)
        {
            Assert.Equal(binomial[i], PdTests.Binomial(Grades[i]), 1e-9);
            Assert.Equal(jeffreys[i], PdTests.Jeffreys(Grades[i]), 1e-9);
        }

        Assert.Equal(0.75, PdTests.Binomial(new PdGrade(2, 1, 0.5)), 1e-12);
        Assert.Equal(0.5, PdTests.Jeffreys(new PdGrade(2, 1, 0.5)), 1e-12);
        Assert.Equal(1, PdTests.Binomial(new PdGrade(10, 0, 0.5)));
        CalibrationTest normal = PdTests.Normal(new PdGrade(400, 25, 0.05));
        Assert.Equal(1.1470786693528088, normal.Statistic, 1e-9); // .0125 / sqrt(.05 × .95 / 400)
        Assert.Equal(0.1256749, normal.PValue, 1e-4);
        MetricCases.Refused("FLR0614", () => PdTests.Binomial(new PdGrade(10, 11, 0.5)));
        MetricCases.Refused("FLR0614", () => PdTests.Jeffreys(new PdGrade(10, 1, 0)));
    }

    [Fact]
    public void Hosmer_and_Lemeshow_of_grades()
    {
        CalibrationTest outside = PdTests.HosmerLemeshow(Grades)!, fitted = PdTests.HosmerLemeshow(Grades, fitted: true)!;
        Assert.Equal((4, 2), (outside.DegreesOfFreedom, fitted.DegreesOfFreedom));
        Assert.Equal(5.5595500294748, outside.Statistic, 1e-9);
        Assert.Equal(0.2345443632260, outside.PValue, 1e-9);
        Assert.Equal(0.0620524666975, fitted.PValue, 1e-9);
        Assert.Null(PdTests.HosmerLemeshow(Grades[..2], fitted: true));
    }

    [Fact]
    public void Hosmer_and_Lemeshow_of_rows_are_those_of_their_bins()
    {
        double[] p = [.. Grades.SelectMany(g => Enumerable.Repeat(g.Pd, 200))];
        int[] events = [3, 5, 14, 23];
        double[] y = [.. events.SelectMany(k => Enumerable.Range(0, 200).Select(i => i < k ? 1.0 : 0))];
        CalibrationTest expected = PdTests.HosmerLemeshow(Grades.Zip(events, (g, k) => new PdGrade(200, k, g.Pd)))!;
        CalibrationTest found = CalibrationTests.HosmerLemeshow(new BinaryRows(p, y), bins: 4)!;
        Assert.Equal(expected.Statistic, found.Statistic, 1e-9);
        Assert.Equal(expected.DegreesOfFreedom, found.DegreesOfFreedom);
        Assert.Equal(0, CalibrationTests.HosmerLemeshow(new BinaryRows([1, 0], [0, 0]), 2)!.PValue);
        Assert.Null(CalibrationTests.HosmerLemeshow(new BinaryRows([], [])));
    }

    [Fact]
    public void Ten_rows()
    {
        var rows = new BinaryRows([.1, .2, .7, .3, .6, .9, .4, .05, .5, .25], [0, 0, 1, 0, 1, 1, 0, 0, 1, 0]);
        CalibrationTest z = CalibrationTests.Spiegelhalter(rows)!;
        Assert.Equal(-1.448080810976, z.Statistic, 1e-9);
        Assert.Equal(0.147594451473, z.PValue, 1e-9);
        Assert.Equal(0.0875, BinaryMetrics.Brier(rows)!.Value, 1e-12);
        Assert.Equal(0.320098826544, BinaryMetrics.LogLoss(rows)!.Value, 1e-9);
        Assert.Null(CalibrationTests.Spiegelhalter(new BinaryRows([0, 1, 0.5], [0, 1, 1])));
        Assert.Null(CalibrationTests.Line(rows)); // .5 divides the labels: the slope has no bound
        Assert.Null(CalibrationTests.Line(new BinaryRows([.1, .2], [1, 1])));
        Assert.Null(CalibrationTests.Line(new BinaryRows([.2, .2, .2], [1, 0, 0])));
    }

    [Fact]
    public void Unit_deviances()
    {
        Assert.Equal(0.1507282898071, UnitDeviance.Poisson(2, 1.5), 1e-9);
        Assert.Equal(0.2, UnitDeviance.Poisson(0, 0.1), 1e-12);
        Assert.Equal(0.0913025217631, UnitDeviance.Gamma(2, 1.5), 1e-9);
        Assert.Equal(0.8638912440029, UnitDeviance.Gamma(0.5, 1.5), 1e-9);
        Assert.Equal(0.1172436340034, UnitDeviance.Tweedie(2, 1.5, 1.5), 1e-9);
        Assert.Equal(4.8989794855664, UnitDeviance.Tweedie(0, 1.5, 1.5), 1e-9);
        Assert.Equal(0.0959764353155, UnitDeviance.Tweedie(2, 1.5, 1.9), 1e-9);
    }

    [Fact]
    public void Prior_corrections()
    {
        LogOddsShift under = LogOddsShift.OfUndersampling(0.1);
        Assert.Equal(0.010989010989, under.Apply(0.1), 1e-9);
        Assert.Equal(0.090909090909, under.Apply(0.5), 1e-9);
        Assert.Equal(0.473684210526, under.Apply(0.9), 1e-9);
        double[] p = [.01, .02, .05, .1, .2];
        LogOddsShift shift = LogOddsShift.To(p, 0.05);
        Assert.Equal(-0.473466620315, shift.Shift, 1e-9);
        Assert.Equal(0.05, p.Average(shift.Apply), 1e-14);
        Assert.Equal(0.05, new[] { 0.0, 1, 1 }.Average(LogOddsShift.To([0, 1, 1], 0.05).Apply), 1e-12);
    }

    [Theory]
    [MemberData(nameof(BetaCdfs))]
    public void The_incomplete_beta_function_keeps_its_digits(string name)
    {
        JsonElement test = MetricCases.Of("betaCdf", name);
        double found = MetricMath.BetaCdf(test.GetProperty("x").GetDouble(), test.GetProperty("a").GetDouble(),
            test.GetProperty("b").GetDouble());
        Assert.Equal(test.GetProperty("value").GetDouble(), found, 1e-11);
        Assert.Equal(0.5, MetricMath.BetaCdf(0.5, 5e7, 5e7), 1e-10); // by symmetry
    }

    [Fact]
    public void Logarithm_and_exponential_are_the_runtimes_within_rounding()
    {
        var random = new Random(3);
        for (int i = 0; i < 100_000; i++)
        {
            double x = Math.Exp(random.NextDouble() * 1400 - 700), y = random.NextDouble() * 1400 - 700, near = 1 + y / 7000;
            Assert.True(Math.Abs(MetricMath.Log(x) - Math.Log(x)) <= 2 * Math.BitIncrement(Math.Abs(Math.Log(x))) * 2.3e-16, $"ln {x:R}");
            Assert.True(Math.Abs(MetricMath.Log(near) - Math.Log(near)) <= 4.5e-16 * Math.Abs(Math.Log(near)), $"ln {near:R}");
            Assert.True(Math.Abs(MetricMath.Exp(y) - Math.Exp(y)) <= 4.5e-16 * Math.Exp(y), $"exp {y:R}");
        }

        Assert.Equal((0, double.NegativeInfinity, 1, 0, double.PositiveInfinity), (MetricMath.Log(1), MetricMath.Log(0),
            MetricMath.Exp(0), MetricMath.Exp(-800), MetricMath.Exp(800)));
        Assert.Equal(Math.Log(5e-324), MetricMath.Log(5e-324), 1e-12);
    }
}
