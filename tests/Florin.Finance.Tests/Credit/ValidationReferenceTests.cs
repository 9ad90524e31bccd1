namespace Florin.Finance.Tests.Credit;

using System.Text.Json;
using static Florin.Finance.Tests.Credit.ScorecardCases;

/// <summary>Every statistic of a validation against R.</summary>
public class ValidationReferenceTests
{
    static readonly JsonElement Made = Read();

    public static TheoryData<string> Names =>
        [.. Made.GetProperty("cases").EnumerateArray().Select(each => each.GetProperty("name").GetString()!)];

    static JsonElement Read()
    {
        using JsonDocument document = JsonDocument.Parse(
            System.IO.File.ReadAllText(Path.Combine(Root(AppContext.BaseDirectory), "tests", "reference", "validation.json")));
        return document.RootElement.Clone();
    }

    static JsonElement Case(string name) =>
        Made.GetProperty("cases").EnumerateArray().Single(each => each.GetProperty("name").GetString() == name);

    static double Number(JsonElement from, string name) => from.GetProperty(name).GetDouble();

    [Theory]
    [MemberData(nameof(Names))]
    public void Grades_are_tested_as_R_does(string name)
    {
        JsonElement test = Case(name);
        PdBacktest found = PdBacktest.Of(MasterScale.Of(Numbers(test, "uppers")), Numbers(test, "p"), Numbers(test, "y"));
        Near(Numbers(test, "n"), found.Grades.Select(grade => (double)grade.Obligors), 0);
        Near(Numbers(test, "k"), found.Grades.Select(grade => (double)grade.Defaults), 0);
        GradeBacktest[] used = [.. found.Grades.Where(grade => grade.Obligors > 0)];
        Near(Numbers(test, "mean"), used.Select(grade => grade.MeanPd!.Value), 1e-12);
        Near(Numbers(test, "low"), used.Select(grade => grade.Rate.Low!.Value), 1e-9);
        Near(Numbers(test, "high"), used.Select(grade => grade.Rate.High!.Value), 1e-9);
        Near(Numbers(test, "binomial"), used.Select(grade => grade.Binomial!.Value), 1e-9);
        Near(Numbers(test, "jeffreys"), used.Select(grade => grade.Jeffreys!.Value), 1e-9);
        Near(Numbers(test, "normal"), used.Select(grade => grade.Normal!.Value), 1e-9);
        Assert.Equal(Number(test, "herfindahl"), found.Herfindahl, 1e-12);
        Assert.Equal(Number(test, "largest"), found.LargestShare, 1e-12);
        double[] p = Numbers(test, "jeffreys");
        Assert.Equal(p.Select(each => each < 0.01 ? TrafficLight.Red : each < 0.05 ? TrafficLight.Amber : TrafficLight.Green),
            used.Select(grade => grade.Light));
        Assert.All(found.Grades.Where(grade => grade.Obligors == 0), grade => Assert.Equal(TrafficLight.None, grade.Light));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void All_rows_are_tested_as_R_does(string name)
    {
        JsonElement test = Case(name);
        (double[] p, double[] y) = (Numbers(test, "p"), Numbers(test, "y"));
        PdBacktest found = PdBacktest.Of(MasterScale.Of(Numbers(test, "uppers")), p, y);
        Assert.Equal(Number(test, "level"), found.Level!.Statistic, 1e-9);
        Assert.Equal(Number(test, "levelP"), found.Level.PValue, 1e-9);
        Assert.Equal(Number(test, "hl"), found.HosmerLemeshow!.Statistic, 1e-9);
        Assert.Equal(Number(test, "hlOutside"), found.HosmerLemeshow.PValue, 1e-9);
        Assert.Equal(test.GetProperty("hlFitted").ValueKind == JsonValueKind.Null, found.HosmerLemeshowFitted is null);
        if (found.HosmerLemeshowFitted is { } fitted) Assert.Equal(Number(test, "hlFitted"), fitted.PValue, 1e-9);
        Assert.Equal(Number(test, "spiegelhalter"), found.Spiegelhalter!.Statistic, 1e-9);
        Assert.Equal(Number(test, "spiegelhalterP"), found.Spiegelhalter.PValue, 1e-9);
        if (!test.TryGetProperty("slope", out _))
        {
            Assert.Null(found.Line);
            return;
        }

        Assert.Equal(Number(test, "slope"), found.Line!.Slope, 1e-8);
        Assert.Equal(Number(test, "slopeError"), found.Line.SlopeError, 1e-8);
        Assert.Equal(Number(test, "intercept"), found.Line.Intercept, 1e-8);
        Assert.Equal(Number(test, "interceptError"), found.Line.InterceptError, 1e-8);
        AucComparison compared = AucComparison.Of(new BinaryRows(p, y), 0.78);
        Assert.Equal(Number(test, "auc"), compared.Now.Value!.Value, 1e-12);
        Assert.Equal(Number(test, "s"), compared.S!.Value, 1e-9);
        Assert.Equal(Number(test, "sP"), compared.PValue!.Value, 1e-9);
    }

    [Fact]
    public void P_values_are_adjusted_as_R_does() => Near(Numbers(Made.GetProperty("adjust"), "q"),
        MultipleTests.BenjaminiHochberg(Numbers(Made.GetProperty("adjust"), "p")), 1e-15);

    [Fact]
    public void Own_bins_have_R_s_index_and_limit()
    {
        JsonElement test = Made.GetProperty("psi");
        StabilityTable found = PopulationStability.On(Numbers(test, "before"), Numbers(test, "edges")).Compare(Numbers(test, "after"));
        Assert.Equal(Number(test, "psi"), found.Psi, 1e-12);
        Assert.Equal(Number(test, "limit"), found.Limit, 1e-12);
    }

    [Fact]
    public void A_shift_reaches_the_central_tendency_that_R_finds()
    {
        var policy = new CreditPolicy { Shift = LogOddsShift.To(Numbers(Case("right"), "p"), 0.04) };
        Assert.Equal(Number(Made.GetProperty("centralTendency"), "shift"), policy.Shift!.Shift, 1e-9);
        Assert.Equal(0.04, Numbers(Case("right"), "p").Average(policy.Pd), 1e-12);
        CreditPolicy read = CreditPolicy.FromJson((policy with { Grades = MasterScale.Of(0.01, 0.1) }).ToJson());
        Assert.Equal(policy.Shift, read.Shift);
        Assert.Equal(policy.Points.Points(policy.Pd(0.3)), read.PointsOf(0.3));
    }

    [Fact]
    public void A_PD_at_a_state_of_the_economy()
    {
        JsonElement test = Made.GetProperty("pit");
        Near(Numbers(test, "at"), Numbers(test, "z").Select(z => PointInTime.Pd(Number(test, "pd"), Number(test, "rho"), z)), 1e-9);
        Refused("FLR1540", () => PointInTime.Pd(0.02, 1, 0));
    }

    /// <summary>The differences of the placements, from all pairs in R.</summary>
    [Fact]
    public void An_old_score_is_compared_in_pairs()
    {
        JsonElement test = Made.GetProperty("benchmark"), rows = Case("right");
        DeLongTest found = DeLong.Compare(new BinaryRows(Numbers(rows, "p"), Numbers(rows, "y")),
            new BinaryRows([.. Numbers(test, "old").Select(value => -value)], Numbers(rows, "y")));
        Assert.Equal(Number(test, "old_auc"), found.Second.Value!.Value, 1e-12);
        Assert.Equal(Number(test, "difference"), found.Difference.Value!.Value, 1e-12);
        Assert.Equal(Number(test, "low"), found.Difference.Low!.Value, 1e-9);
        Assert.Equal(Number(test, "high"), found.Difference.High!.Value, 1e-9);
        Assert.Equal(Number(test, "p"), found.PValue!.Value, 1e-9);
    }
}
