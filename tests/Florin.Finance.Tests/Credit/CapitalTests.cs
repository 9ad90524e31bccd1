namespace Florin.Finance.Tests.Credit;

using System.Text.Json;

/// <summary>Capital, expected losses and loans against R and published numbers.</summary>
public sealed class CapitalTests
{
    static readonly JsonElement File = ReferenceFile.Read("decisions.json");

    static readonly EclCalculator Yearly = new() { EirAnnual = 0.06 };

    static readonly EclScenario Loan = new("base", 1, new TermStructure(0.02, 0.03, 0.04), [0.45], [100_000, 70_000, 40_000]);

    [Fact]
    public void K_of_other_retail_is_the_published_one()
    {
        Assert.Equal(0.0945560894929, IrbCapital.Correlation(0.02), 1e-9);
        Assert.Equal(0.0463891543804, IrbCapital.K(0.02, 0.45), 1e-9);
    }

    [Fact]
    public void K_is_that_of_R_for_every_kind_of_borrower()
    {
        JsonElement cases = File.GetProperty("capital");
        string[] kinds = ScorecardCases.Texts(cases, "kind");
        double[] pd = ScorecardCases.Numbers(cases, "p"), lgd = ScorecardCases.Numbers(cases, "lgd");
        double[] years = ScorecardCases.Numbers(cases, "m"), rho = ScorecardCases.Numbers(cases, "rho");
        double[] k = ScorecardCases.Numbers(cases, "k");
        Assert.Equal(180, k.Length);
        for (int i = 0; i < k.Length; i++)
        {
            CapitalClass kind = Enum.Parse<CapitalClass>(kinds[i]);
            Assert.Equal(rho[i], IrbCapital.Correlation(pd[i], kind), 1e-12);
            Assert.Equal(k[i], IrbCapital.K(pd[i], lgd[i], kind, years[i]), 1e-9);
        }
    }

    [Fact]
    public void A_pd_follows_the_economy()
    {
        Assert.Equal(0.0129534849657, PointInTime.Pd(0.02, 0.15, 0), 1e-9);
        Assert.Equal(0.0621999056114, PointInTime.Pd(0.02, 0.15, -1.645), 1e-9);
    }

    [Fact]
    public void Losses_of_hazards_are_the_published_ones()
    {
        Ecl end = Yearly.Of(Loan);
        Assert.Equal(849.056603774, end.TwelveMonth, 1e-8);
        Assert.Equal(2247.944611995, end.Lifetime, 1e-8);
        Assert.Equal(2314.400630253, (Yearly with { Timing = DefaultTiming.MidPeriod }).Of(Loan).Lifetime, 1e-8);
        static double Hazard(double x) => 1 / (1 + Math.Exp(-x));
        var terms = new TermStructure(Hazard(-3), Hazard(-2.5), Hazard(-2));
        Assert.Equal(2.254405096909, terms.Loss(3, true), 1e-9);
        Assert.Equal(0.127477085866, terms.Loss(2, false), 1e-9);
    }

    [Fact]
    public void Scenarios_are_weighted_after_their_losses()
    {
        JsonElement ecl = File.GetProperty("ecl");
        double[] ead = ScorecardCases.Numbers(ecl, "ead"), shifts = ScorecardCases.Numbers(ecl, "shifts");
        double[] lgds = ScorecardCases.Numbers(ecl, "lgds"), weights = ScorecardCases.Numbers(ecl, "weights");
        double[] each = ScorecardCases.Numbers(ecl, "each");
        var terms = new TermStructure(ScorecardCases.Numbers(ecl, "base"));
        EclScenario[] scenarios = [.. Enumerable.Range(0, 3).Select(i =>
            new EclScenario($"{i}", weights[i], terms.Shifted(shifts[i]), [lgds[i]], [.. ead]))];
        var monthly = new EclCalculator { EirAnnual = 0.08, PeriodMonths = 1, Timing = DefaultTiming.MidPeriod };
        for (int i = 0; i < 3; i++)
        {
            Ecl own = monthly.Of(scenarios[i]);
            Assert.Equal(each[3 * i], own.TwelveMonth, 1e-9 * each[3 * i]);
            Assert.Equal(each[3 * i + 1], own.Lifetime, 1e-9 * each[3 * i + 1]);
            Assert.Equal(each[3 * i + 2], scenarios[i].Hazards.Pd(), 1e-12);
        }

        Ecl all = monthly.Of(scenarios);
        Assert.Equal(ecl.GetProperty("twelve").GetDouble(), all.TwelveMonth, 1e-8);
        Assert.Equal(ecl.GetProperty("lifetime").GetDouble(), all.Lifetime, 1e-8);
        double mean = shifts.Zip(weights, (shift, weight) => shift * weight).Sum();
        double lgd = lgds.Zip(weights, (one, weight) => one * weight).Sum();
        Assert.True(monthly.Of(new EclScenario("mean", 1, terms.Shifted(mean), [lgd], [.. ead])).Lifetime < 0.95 * all.Lifetime);
    }

    [Fact]
    public void A_loan_earns_what_its_balances_earn()
    {
        JsonElement loans = File.GetProperty("loans");
        double[] amount = ScorecardCases.Numbers(loans, "amount"), rate = ScorecardCases.Numbers(loans, "rate");
        double[] months = ScorecardCases.Numbers(loans, "months"), funding = ScorecardCases.Numbers(loans, "funding");
        double[] gain = ScorecardCases.Numbers(loans, "gain");
        for (int i = 0; i < gain.Length; i++)
        {
            LoanTerms loan = new LoanTerms(amount[i], rate[i], months[i], 0.45, funding[i]).Checked();
            Assert.Equal(gain[i], loan.Gain, 1e-9 * amount[i]);
            if (gain[i] > 0) Assert.Equal(0, loan.Profit(loan.BreakEvenPd), 1e-9 * amount[i]);
        }
    }

    [Theory]
    [InlineData(1.2, 0.4)]
    [InlineData(0.1, -0.01)]
    [InlineData(double.NaN, 0.4)]
    public void What_is_no_probability_is_said(double pd, double lgd) =>
        Assert.Equal("FLR1540", Assert.Throws<FlorinException>(() => IrbCapital.K(pd, lgd)).Code);

    [Fact]
    public void Weights_that_do_not_sum_to_1_are_said()
    {
        EclScenario half = Loan with { Weight = 0.5 };
        Assert.Equal("FLR1542", Assert.Throws<FlorinException>(() => Yearly.Of([half, half, half])).Code);
        Assert.Equal("FLR1541", Assert.Throws<FlorinException>(() => Yearly.Of(Loan with { Lgd = [0.1, 0.2] })).Code);
        Assert.Equal(0, Yearly.Of(Loan with { Hazards = new TermStructure(0, 0, 0) }).Lifetime);
    }

    /// <summary>Two rows by hand; the range is 1.96 standard deviations of the defaults.</summary>
    [Fact]
    public void Expected_losses_are_added_by_band()
    {
        LossStudy loss = LossStudy.Of([0.02, 0.15], [0.45, 0.5], [1000, 200], [1, 0]);
        Assert.Equal([(0.01, 0.02), (0.1, 0.2)], loss.Bands.Select(band => (band.From, band.To)));
        Assert.Equal(0.02 * 450 + 0.15 * 100, loss.Total.Expected, 1e-12);
        Assert.Equal(450, loss.Total.Realised);
        double half = 1.959963984540054 * Math.Sqrt(450.0 * 450 * 0.02 * 0.98 + 100.0 * 100 * 0.15 * 0.85);
        Assert.Equal(loss.Total.Expected + half, loss.Total.High, 1e-9);
        Assert.Equal(12.5 * 0.0463891543804 * 1000, loss.Bands[0].RiskWeighted, 1e-6);
        Assert.Equal("FLR1540", Assert.Throws<FlorinException>(() => LossStudy.Of([0.1], [1.1], [1], [0])).Code);
    }

    /// <summary>Sums of loops in numpy, with weights, loans at the bound of a grade, and a grade without loans.</summary>
    [Fact]
    public void Losses_by_grade_are_those_of_numpy()
    {
        JsonElement file = ReferenceFile.Read("grades.json");
        double[] Of(string name) => [.. file.GetProperty(name).EnumerateArray().Select(value => value.GetDouble())];
        LossStudy loss = LossStudy.Of(Of("pd"), Of("lgd"), Of("ead"), Of("bad"), weights: Of("weight"),
            grades: MasterScale.Of(Of("uppers")));
        JsonElement[] expected = [.. file.GetProperty("grades").EnumerateArray()];
        Assert.Equal(expected.Select(each => each.GetProperty("grade").GetString()), loss.Grades.Select(each => each.Grade));
        Assert.DoesNotContain("5", loss.Grades.Select(each => each.Grade));
        foreach ((JsonElement own, LossBand found) in expected.Append(file.GetProperty("all")).Zip(loss.Grades.Append(loss.Total)))
        {
            void Same(string name, double value) => Assert.Equal(1, value / own.GetProperty(name).GetDouble(), 1e-9);
            Assert.Equal(own.GetProperty("rows").GetInt32(), found.Rows);
            Same("meanPd", found.MeanPd!.Value);
            Same("ead", found.Ead);
            Same("expected", found.Expected);
            if (own.GetProperty("realised").GetDouble() == 0) Assert.Equal(0, found.Realised);
            else Same("realised", found.Realised);
            Assert.Equal(own.GetProperty("low").GetDouble(), found.Low, 1e-6);
            Same("high", found.High);
            Same("capital", found.Capital);
        }
    }
}
