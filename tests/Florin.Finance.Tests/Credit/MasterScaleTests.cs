namespace Florin.Finance.Tests.Credit;

using static Florin.Finance.Tests.Credit.ScorecardCases;

/// <summary>Grades by PD.</summary>
public class MasterScaleTests
{
    [Fact]
    public void A_bound_belongs_to_the_better_grade()
    {
        MasterScale scale = MasterScale.Of(0.01, 0.1);
        Assert.Equal(["1", "2", "3"], scale.Grades.Select(grade => grade.Name));
        Assert.Equal("1", scale.Of(0).Name);
        Assert.Equal("1", scale.Of(0.01).Name);
        Assert.Equal("2", scale.Of(Math.BitIncrement(0.01)).Name);
        Assert.Equal("3", scale.Of(1).Name);
        Assert.Equal("3 grades up to a PD of 1 %, 10 %, 100 %", scale.ToString());
        Refused("FLR1507", () => scale.Of(double.NaN));
    }

    /// <summary>Log odds that are spread evenly over -6 … 0 make grades of equal odds ratios, rounded.</summary>
    [Fact]
    public void Grades_are_steps_of_log_odds_at_round_PDs()
    {
        double[] pds = [.. Enumerable.Range(0, 1001).Select(at => 1 / (1 + Math.Exp(6 - 6 * at / 1000.0)))];
        MasterScale scale = MasterScale.For(4, pds);
        // 2 % to 98 %: log odds -5.88 … -0.12 in steps of 1.44: bounds at -4.44, -3, -1.56, PDs .0117, .0474, .1736,
        // of which the last is nearer to .15 than to .2.
        Assert.Equal([0.01, 0.05, 0.15, 1], scale.Grades.Select(grade => grade.Upper));
        Assert.Equal([0, 0.01, 0.05, 0.15], scale.Grades.Select(grade => grade.Lower));
    }

    [Fact]
    public void PDs_that_allow_fewer_grades_have_fewer()
    {
        Assert.Single(MasterScale.For(8, [0.2, 0.2, 0.2]).Grades);
        Assert.Single(MasterScale.For(1, [0.1, 0.2, 0.3]).Grades);
        Assert.Equal(8, MasterScale.For(8, [0.2, 0.25, 0.3]).Grades.Length); // finer than one digit
        Assert.InRange(MasterScale.For(50, [0.2, 0.2001]).Grades.Length, 1, 2);
        Assert.Equal(2, MasterScale.For(2, [0, 1]).Grades.Length);
    }

    [Fact]
    public void What_is_no_scale_is_refused()
    {
        Refused("FLR1520", () => MasterScale.Of(0.1, 0.05));
        Refused("FLR1520", () => MasterScale.Of(0, 0.05));
        Refused("FLR1520", () => MasterScale.Of(0.5, 1.5));
        Refused("FLR1520", () => MasterScale.Of(double.NaN));
        Refused("FLR1520", () => MasterScale.For(51, [0.1]));
        Refused("FLR1507", () => MasterScale.For(5, []));
        string json = new CreditPolicy { Grades = MasterScale.Of(0.05) }.ToJson();
        Refused("FLR1520", () => CreditPolicy.FromJson(json.Replace("0.05", "0.5", StringComparison.Ordinal)
            .Replace("\"upper\": 0.5", "\"upper\": 0.4", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_rate_of_nobody_is_undefined_and_one_of_all_ends_at_1()
    {
        Assert.Equal(new MetricValue(null, null, null, 0), DefaultRate.Of(0, 0));
        Assert.Equal(1, DefaultRate.Of(3, 3).High);
        Assert.Equal(0, DefaultRate.Of(3, 0).Low);
        Refused("FLR1524", () => DefaultRate.Of(3, 4));
    }
}
