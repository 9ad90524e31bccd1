namespace Florin.Finance.Tests.Portfolio;

/// <summary>Stages by hand, rules as text, and the published losses.</summary>
public class StagingTests
{
    static readonly StagingRules Days = new() { CureMonths = 2, ProbationMonths = 1 };

    [Theory]
    [InlineData("0 29 30 0 0 0", "1 1 2 2 1 1")]
    [InlineData("0 90 0 0 0 0", "1 3 3 3 2 1")]
    [InlineData("0 90 0 95 0 30 0 0 0", "1 3 3 3 3 3 2 1 1")]
    [InlineData("89 60 31 0 0", "2 2 2 2 1")]
    public void Days_past_due_cures_and_probation(string days, string stages)
    {
        StagedPanel staged = StagedPanel.Of(LoanPanelTests.Panel(days), Days);
        Assert.Equal(stages, string.Join(' ', Enumerable.Range(0, days.Split(' ').Length).Select(staged.StageOf)));
    }

    [Theory]
    [InlineData(0.02, 0.01, SicrTest.Both, StageRule.PdRatioAndRise)]
    [InlineData(0.019, 0.01, SicrTest.Both, StageRule.NoSign)]
    [InlineData(0.019, 0.01, SicrTest.Either, StageRule.PdRise)]
    [InlineData(0.002, 0.001, SicrTest.Both, StageRule.NoSign)]
    [InlineData(0.003, 0.001, SicrTest.Either, StageRule.PdRatio)]
    [InlineData(0.0009, 0.0001, SicrTest.Either, StageRule.NoSign)]
    [InlineData(0.01, 0, SicrTest.Both, StageRule.PdRatioAndRise)]
    [InlineData(0, 0, SicrTest.Either, StageRule.NoSign)]
    public void Ratio_and_rise_of_PDs(double now, double then, SicrTest test, StageRule rule) =>
        Assert.Equal(rule, One(now, then, new StagingRules { PdRatio = 2, PdRise = 0.005, LowRiskPd = 0.001, Sicr = test }).RuleOf(0));

    [Fact]
    public void A_missing_PD_is_counted_and_not_guessed()
    {
        StagedPanel staged = One(double.NaN, 0.01, StagingRules.Usual);
        Assert.Equal((1, 1), (staged.StageOf(0), staged.Unjudged));
        Assert.Null(staged.Migration);
        Assert.Equal("FLR1594", Assert.Throws<FlorinException>(() => StagedPanel.Of(LoanPanelTests.Panel("0"), StagingRules.Usual)).Code);
    }

    [Fact]
    public void Flags_decide_before_days()
    {
        Table table = Table.From(CategoryColumn.From("loan", ["a", "a", "a", "b"]),
            new NumberColumn("month", [202401, 202402, 202403, 202401]),
            new NumberColumn("dpd", [95, 95, 0, 0]), new NumberColumn("balance", [8, 4, 0, 2]), new NumberColumn("utp", [0, 1, 0, 0]),
            new NumberColumn("watch", [1, 1, 0, 1]), new NumberColumn("paid", [0, 0, 1, 0]));
        LoanPanel panel = LoanPanel.Of(table, new PanelColumns
        {
            Loan = "loan", Month = "month", DaysPastDue = "dpd", Balance = "balance", UnlikelyToPay = "utp", WatchList = "watch",
            PaidOff = "paid",
        });
        StagedPanel staged = StagedPanel.Of(panel, new StagingRules());
        Assert.Equal([StageRule.DefaultDays, StageRule.UnlikelyToPay, StageRule.Repaid, StageRule.WatchList], Enumerable.Range(0, 4)
            .Select(staged.RuleOf));
        Assert.Equal(StageRule.NoSign, StagedPanel.Of(panel, new StagingRules { WatchList = false }).RuleOf(3));
        Assert.Equal(1, staged.Migration!.Count("stage 3", "paid off"));
        Assert.Equal([(1, 0), (2, 1), (3, 1)], staged.Months.Take(3).Select(month => (month.Stage, month.Loans)));
        Assert.Equal([0.0, 2, 8], staged.Months.Take(3).Select(month => month.Balance));
        Assert.Equal([new StageReason(StageRule.WatchList, 2, 1, 2), new StageReason(StageRule.DefaultDays, 3, 1, 8)],
            staged.Reasons(new DateOnly(2024, 1, 31)));
        Assert.Equal(["defaultDays", "unlikelyToPay", "repaid", "watchList"], Enumerable.Range(0, 4)
            .Select(staged.ToTable()["stage_rule"].TextAt));
        Assert.Equal("FLR1597", Assert.Throws<FlorinException>(() => StageLosses.Of(staged, new EclCalculator(), _ => [])).Code);
    }

    /// <summary>Hazards of 2, 3 and 4 %, published: 849.06 in twelve months, 2,247.94 over life. In default 45 % of what is owed
    /// now.</summary>
    [Theory]
    [InlineData(0, 1, 849.056603774)]
    [InlineData(30, 2, 2247.944611995)]
    [InlineData(90, 3, 45000)]
    public void Losses_by_stage_are_the_published_ones(int days, int stage, double loss)
    {
        Table table = Table.From(CategoryColumn.From("loan", ["a"]), new NumberColumn("month", [202401]), new NumberColumn("dpd", [days]),
            new NumberColumn("balance", [100000]));
        var columns = new PanelColumns { Loan = "loan", Month = "month", DaysPastDue = "dpd", Balance = "balance" };
        StageLosses losses = StageLosses.Of(StagedPanel.Of(LoanPanel.Of(table, columns), new StagingRules()),
            new EclCalculator { EirAnnual = 0.06 },
            _ => [new EclScenario("base", 1, new TermStructure(0.02, 0.03, 0.04), [0.45], [100000, 70000, 40000])]);
        Assert.Equal(loss, losses.Stages[stage - 1].Loss, 1e-6);
        Assert.Equal(loss / 100000, losses.Coverage.Value!.Value, 1e-11);
        Assert.Equal(1, losses.Stages[stage - 1].Coverage.N);
        Assert.Null(losses.Stages[stage % 3].Coverage.Value);
    }

    [Fact]
    public void Rules_are_text_and_their_mistakes_are_told_with_place()
    {
        StagingRules rules = StagingRules.Parse("name: house\npdRatio: 2.5\nsicr: either\nbackstopDays: 0\ncureMonths: 6\n");
        Assert.Equal(new StagingRules { Name = "house", PdRatio = 2.5, Sicr = SicrTest.Either, BackstopDays = 0, CureMonths = 6 }, rules);
        FlorinException error = Assert.Throws<FlorinException>(() =>
            StagingRules.Parse("pdRatoi: 2\nsicr: any\ncureMonths: 500\n", "rules.yaml"));
        Assert.Equal("FLR1001", error.Code);
        foreach (string part in (string[])["FLR1007", "did you mean \"pdRatio\"?", "FLR1009", "rules.yaml:2:7", "FLR1011"])
            Assert.Contains(part, error.Message, StringComparison.Ordinal);
        Assert.Equal("FLR1596", Assert.Throws<FlorinException>(() => StagingRules.Parse("backstopDays: 95")).Code);
        Assert.Equal("FLR1596", Assert.Throws<FlorinException>(() =>
            StagedPanel.Of(LoanPanelTests.Panel("0"), new StagingRules { PdRatio = double.NaN })).Code);
    }

    static StagedPanel One(double now, double then, StagingRules rules) => StagedPanel.Of(LoanPanel.Of(
        Table.From(CategoryColumn.From("loan", ["a"]), new NumberColumn("month", [202401]), new NumberColumn("dpd", [0]),
            new NumberColumn("balance", [1]),
            new NumberColumn("pd", [now]), new NumberColumn("then", [then])),
        new PanelColumns
        {
            Loan = "loan", Month = "month", DaysPastDue = "dpd", Balance = "balance", Pd = "pd",
            PdAtOrigination = "then"
        }), rules);
}
