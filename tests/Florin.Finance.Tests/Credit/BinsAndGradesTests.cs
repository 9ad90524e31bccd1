namespace Florin.Finance.Tests.Credit;

using System.Text.Json;

/// <summary>Stability and tests of grades against numpy and scipy (make_bins.py).</summary>
public class BinsAndGradesTests
{
    static readonly JsonElement Expected = ReferenceFile.Read("bins.json");

    [Fact]
    public void Missing_cells_are_a_bin_and_shares_are_of_all_rows()
    {
        static Column Cells(int rows, double by, int cycle, int missing) => new NumberColumn("x", [.. Enumerable.Range(0, rows).Select(
            row => row % cycle == missing ? double.NaN : (long)row * 7919 % 1009 / by)]);

        StabilityTable found = StudyStabilities.Amounts(Cells(1000, 7, 10, 3), Cells(400, 9, 4, 1));
        Assert.Equal(Expected.GetProperty("amounts").GetProperty("psi").GetDouble(), found.Psi, 1e-12);
        Assert.Equal(Expected.GetProperty("amounts").GetProperty("limit").GetDouble(), found.Limit, 1e-8);
        Assert.Equal((1000, 400, "missing", 0.1, 0.25), (found.ExpectedRows, found.ActualRows, found.Bins[^1].Name, found.Bins[^1].Expected,
            found.Bins[^1].Actual));
    }

    [Fact]
    public void Codes_and_missing_cells_are_in_none_of_the_plan_s_bins()
    {
        double[] before = [.. Enumerable.Range(0, 900).Select(row => row % 11 == 0 ? double.NaN : row * 31 % 7 - 2.0)];
        double[] after = [.. Enumerable.Range(0, 500).Select(row => row % 5 == 0 ? double.NaN : row * row % 7 - 2.0)];
        StabilityTable found = CharacteristicShift.Between([-1, 1], [-2, -99], before, after);
        JsonElement codes = Expected.GetProperty("codes");
        Assert.Equal(["≤ -1", "-1 – 1", "> 1", "code -2", "missing"], found.Bins.Select(bin => bin.Name));
        Assert.Equal(ScorecardCases.Numbers(codes, "before"), found.Bins.Select(bin => bin.Expected), (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal(ScorecardCases.Numbers(codes, "after"), found.Bins.Select(bin => bin.Actual), (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal(codes.GetProperty("psi").GetDouble(), found.Psi, 1e-12);
        Assert.Equal(codes.GetProperty("limit").GetDouble(), found.Limit, 1e-8);
    }

    /// <summary>Two grades with these defaults of these obligors; PDs are the rates but of the first, to be given.</summary>
    static PdBacktest Graded(double[] counts, double? pd = null)
    {
        double first = pd ?? counts[0] / counts[1], second = counts[2] / counts[3];
        double[] scores = [.. Enumerable.Repeat(first, (int)counts[1]), .. Enumerable.Repeat(second, (int)counts[3])];
        double[] bad = [.. Enumerable.Range(0, (int)counts[1]).Select(row => row < counts[0] ? 1.0 : 0),
            .. Enumerable.Range(0, (int)counts[3]).Select(row => row < counts[2] ? 1.0 : 0)];
        double[] graded = [.. scores.Select((_, row) => row < counts[1] ? 0.75 : 0.25)];
        return PdBacktest.Of(MasterScale.Of(0.5), scores, bad, graded);
    }

    [Fact]
    public void A_step_down_is_spoken_of_only_beyond_chance()
    {
        foreach (JsonElement each in Expected.GetProperty("steps").EnumerateArray())
        {
            double[] counts = ScorecardCases.Numbers(each, "counts");
            double p = each.GetProperty("p").GetDouble();
            PdBacktest found = Graded(counts);
            GradeStep step = Assert.Single(found.StepsDown);
            Assert.Equal(p, step.PValue, 1e-9);
            Assert.Equal(p < 0.05, step.IsFound);
            Assert.False(found.Monotone);
            string page = Page(found);
            Assert.Contains(p < 0.05 ? "beyond chance)" : "within chance)", page);
        }
    }

    [Fact]
    public void Far_fewer_defaults_than_expected_are_remarked_beside_the_light()
    {
        foreach (JsonElement each in Expected.GetProperty("jeffreys").EnumerateArray())
        {
            double[] counts = ScorecardCases.Numbers(each, "counts");
            double p = each.GetProperty("p").GetDouble();
            PdBacktest found = Graded([counts[0], counts[1], 25, 100], counts[2]);
            GradeBacktest grade = found.Grades[^1];
            Assert.Equal(p, grade.Jeffreys!.Value, 1e-9);
            Assert.Equal(p > 0.975, grade.IsPdTooHigh);
            Assert.Equal(p > 0.975, Page(found).Contains("green, far fewer than expected", StringComparison.Ordinal));
            Assert.Equal(p < 0.01, grade.Light == TrafficLight.Red);
        }
    }

    [Fact]
    public void The_mean_PD_of_a_grade_lies_within_its_limits_and_is_not_the_score()
    {
        PdBacktest found = Graded([43, 61, 25, 100]);
        Assert.Equal([0.25, 0.75], found.Grades.Select(grade => grade.MeanGradedPd!.Value));
        Assert.Equal([0.25, 43.0 / 61], found.Grades.Select(grade => grade.MeanPd!.Value), (a, b) => Math.Abs(a - b) < 1e-12);
    }

    static string Page(PdBacktest test) => System.Text.RegularExpressions.Regex.Unescape(ChartPageFile.ToJson(new ChartPage("")
    {
        Blocks = [.. ValidationBlocks.Of(new CreditStudy
        {
            Policy = new CreditPolicy(), Validation = new CreditValidation { Backtest = test, MeanPolicyPd = 0.1 },
        })],
    }));
}
