namespace Florin.Finance.Tests.Fairness;

using System.Text.Json;
using Florin.Finance.Tests.Credit;

/// <summary>The arithmetic of groups against numpy, scipy, scikit-learn and R (make_fairness.py), and against what chance does.</summary>
public sealed class GroupGapTests
{
    static readonly JsonElement Case = Read();

    static JsonElement Read()
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(
            Path.Combine(ScorecardCases.Root(AppContext.BaseDirectory), "tests", "reference", "fairness.json")));
        return document.RootElement.Clone();
    }

    static double Number(params string[] path) =>
        path.Aggregate(Case, (element, name) => element.GetProperty(name)).GetDouble();

    /// <summary>The rows of a group of the reference, approved below its limit.</summary>
    static GroupRows Group(int code, bool weighted = false)
    {
        double[] groups = ScorecardCases.Numbers(Case, "group");
        double[] Own(string name) => [.. ScorecardCases.Numbers(Case, name).Where((_, row) => groups[row] == code)];
        double[] scores = Own("score");
        return new GroupRows(scores, Own("label"), [.. scores.Select(score => score < Number("limit"))], 0,
            weighted ? Own("weight") : []);
    }

    [Theory]
    [InlineData(56, 70, 48, 80, 0.0524, 0.3339)]
    [InlineData(9, 10, 3, 10, 0.1705, 0.8090)]
    [InlineData(5, 56, 0, 29, -0.0381, 0.1926)]
    [InlineData(0, 10, 0, 20, -0.1611, 0.2775)]
    [InlineData(10, 10, 0, 20, 0.6791, 1)]
    [InlineData(10, 10, 0, 10, 0.6075, 1)]
    public void Differences_have_the_intervals_that_Newcombe_published(int a, int m, int b, int n, double low, double high)
    {
        MetricValue found = new Rate((double)a / m, m).Less(new Rate((double)b / n, n));
        Assert.Equal(low, found.Low!.Value, 0.5e-4);
        Assert.Equal(high, found.High!.Value, 0.5e-4);
    }

    [Theory]
    [InlineData("selection")]
    [InlineData("truePositive")]
    [InlineData("falsePositive")]
    [InlineData("precision")]
    public void Shares_and_their_differences_are_those_of_R(string name)
    {
        static Rate Of(GroupRows rows, string name) => (name switch
        {
            "selection" => rows.Selection,
            "truePositive" => rows.TruePositive,
            "falsePositive" => rows.FalsePositive,
            _ => rows.Precision,
        })!.Value;
        (Rate one, Rate zero) = (Of(Group(1), name), Of(Group(0), name));
        MetricValue own = one.Interval(), gap = one.Less(zero);
        double[] wilson = [.. Case.GetProperty("gaps").GetProperty(name).GetProperty("wilson").EnumerateArray().Select(x => x.GetDouble())];
        Assert.Equal(Number("gaps", name, "share"), own.Value!.Value, 1e-12);
        Assert.Equal(wilson[0], own.Low!.Value, 1e-9);
        Assert.Equal(wilson[1], own.High!.Value, 1e-9);
        Assert.Equal(Number("gaps", name, "difference"), gap.Value!.Value, 1e-12);
        Assert.Equal(Number("gaps", name, "low"), gap.Low!.Value, 1e-9);
        Assert.Equal(Number("gaps", name, "high"), gap.High!.Value, 1e-9);
        double z = one.Score(zero)!.Value;
        Assert.Equal(Number("gaps", name, "p"), MathNet.Numerics.SpecialFunctions.Erfc(Math.Abs(z) / Math.Sqrt(2)), 1e-9);
    }

    [Fact]
    public void Ratio_and_odds_have_the_bootstrap_intervals_of_numpy()
    {
        var gaps = GroupGaps.Of(Group(1), Group(0), new BootstrapOptions { Resamples = 4000, Seed = 5 });
        foreach ((string name, Gap gap) in new[] { ("selectionRatio", gaps.SelectionRatio), ("equalisedOdds", gaps.EqualisedOdds) })
        {
            double[] interval = [.. Case.GetProperty(name).GetProperty("interval").EnumerateArray().Select(x => x.GetDouble())];
            Assert.Equal(Number(name, "value"), gap.Value.Value!.Value, 1e-12);
            Assert.Equal(interval[0], gap.Value.Low!.Value, 0.012);
            Assert.Equal(interval[1], gap.Value.High!.Value, 0.012);
        }

        Assert.Equal(Number("equalisedOdds", "p"), gaps.EqualisedOdds.PValue!.Value, 1e-9);
        Assert.Equal(Number("gaps", "selection", "p"), gaps.SelectionRatio.PValue!.Value, 1e-9);
        Assert.Equal(Number("auc", "one") - Number("auc", "zero"), gaps.Auc.Value.Value!.Value, 1e-12);
        var again = GroupGaps.Of(Group(1), Group(0), new BootstrapOptions { Resamples = 4000, Seed = 5, Threads = 1 });
        Assert.Equal(again.EqualisedOdds, gaps.EqualisedOdds);
    }

    [Fact]
    public void Weights_count_in_shares_and_in_calibration()
    {
        GroupRows rows = Group(1, weighted: true);
        Assert.Equal(Number("calibration", "selection"), rows.Selection!.Value.Share, 1e-12);
        Assert.Equal(Number("calibration", "kish"), rows.Selection!.Value.Rows, 1e-9);
        Assert.Equal(Number("calibration", "gap"), rows.Calibration.Value.Value!.Value, 1e-12);
        Assert.Equal(Number("calibration", "p"), rows.Calibration.PValue!.Value, 1e-9);
        var gaps = GroupGaps.Of(rows, Group(0, weighted: true), new BootstrapOptions { Resamples = 100 });
        Assert.NotNull(gaps.Auc.Value.Low);
        Assert.Null(gaps.Auc.PValue);
    }

    [Fact]
    public void Many_tests_are_adjusted_as_in_R() => ScorecardCases.Near(ScorecardCases.Numbers(Case, "adjusted"),
        MultipleTests.BenjaminiHochberg(ScorecardCases.Numbers(Case, "pValues")), 1e-12);

    [Fact]
    public void Nothing_is_NaN_where_all_or_none_are_favoured()
    {
        double[] scores = [0.1, 0.2, 0.3, 0.4], labels = [0, 1, 0, 1];
        foreach (bool all in new[] { true, false })
        {
            GroupRows rows = new(scores, labels, [all, all, all, all]);
            var gaps = GroupGaps.Of(rows, rows, new BootstrapOptions { Resamples = 20 });
            Assert.Equal(0, gaps.SelectionDifference.Value.Value);
            Assert.Null(gaps.SelectionDifference.PValue);
            Assert.Null(gaps.EqualisedOdds.PValue);
            Assert.Equal(all ? 1 : null, gaps.SelectionRatio.Value.Value);
            Assert.Equal(all ? 0.5 : null, rows.Precision?.Share);
            Assert.Equal(all ? 0.0 : null, gaps.PredictiveParity.Value.Value);
        }
    }

    /// <summary>Two groups of one population over 400 seeds: each test is wrong about once in twenty, as it says.</summary>
    [Fact]
    public void Without_an_effect_the_tests_are_wrong_as_often_as_they_say()
    {
        const int Seeds = 400, Rows = 500;
        int[] wrong = new int[6];
        for (int seed = 0; seed < Seeds; seed++)
        {
            var random = new Random(seed);
            (GroupRows one, GroupRows two) = (Drawn(random, Rows, 0), Drawn(random, Rows, 0));
            var gaps = GroupGaps.Of(one, two, new BootstrapOptions { Resamples = 10, Threads = 1 });
            double?[] found = [gaps.SelectionDifference.PValue, gaps.EqualOpportunity.PValue, gaps.EqualisedOdds.PValue,
                gaps.PredictiveParity.PValue, gaps.Auc.PValue, one.Calibration.PValue];
            for (int test = 0; test < found.Length; test++) wrong[test] += found[test] < 0.05 ? 1 : 0;
        }

        // Twenty expected of each, with a standard deviation of 4.4.
        Assert.All(wrong, count => Assert.InRange(count, 5, 36));
    }

    /// <summary>Rows whose scores are true, and lie higher by an effect on the log odds.</summary>
    internal static GroupRows Drawn(Random random, int rows, double effect)
    {
        double[] scores = new double[rows], labels = new double[rows];
        bool[] favoured = new bool[rows];
        for (int row = 0; row < rows; row++)
        {
            double normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            scores[row] = 1 / (1 + Math.Exp(1.2 - normal - effect));
            labels[row] = random.NextDouble() < scores[row] ? 1 : 0;
            favoured[row] = scores[row] < 0.3;
        }

        return new GroupRows(scores, labels, favoured);
    }
}
