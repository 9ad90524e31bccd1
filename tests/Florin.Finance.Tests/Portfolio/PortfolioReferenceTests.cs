namespace Florin.Finance.Tests.Portfolio;

using System.Text.Json;
using Florin.Finance.Tests.Credit;

/// <summary>A panel of 260 loans in R: counts, chi-squares and loops in base R, Kaplan and Meier in its package survival.</summary>
public class PortfolioReferenceTests
{
    static readonly JsonElement File = ReferenceFile.Read("portfolio.json");

    static readonly string[] States = ["current", "1-29", "30-59", "60-89", "90+", "default", "paid off"];

    static readonly LoanPanel Panel = LoanPanel.Of(Table(), Columns);

    static PanelColumns Columns => new()
    {
        Loan = "loan", Month = "month", DaysPastDue = "days", Balance = "balance", OriginatedOn = "granted", Amount = "amount",
        Defaulted = "defaulted", PaidOff = "paid", UnlikelyToPay = "utp", WatchList = "watch", Pd = "pdBp", PdAtOrigination = "pdBpThen",
    };

    [Fact]
    public void Moves_are_those_of_R()
    {
        Assert.Equal(States, Panel.States);
        TransitionMatrix moves = TransitionMatrix.Of(Panel);
        Each("count", (at, expected) => Assert.Equal(expected, moves.Count(States[at / 7], States[at % 7])));
        Each("balance", (at, expected) => Assert.Equal(expected, moves.Balance(States[at / 7], States[at % 7])));
        Each("low", (at, expected) => Assert.Equal(expected, moves.Share(States[at / 7], States[at % 7]).Low!.Value, 1e-12));
        Each("high", (at, expected) => Assert.Equal(expected, moves.Share(States[at / 7], States[at % 7]).High!.Value, 1e-12));
        double[] power = [.. moves.Power(3)], hazards = [.. moves.DefaultCurve("current", 24).Hazards];
        Each("cube", (at, expected) => Assert.Equal(expected, power[at], 1e-13));
        Each("hazards", (at, expected) => Assert.Equal(expected, hazards[at], 1e-13));
        Assert.Equal(["default", "paid off"], moves.Final);
        Assert.Null(moves.Share("default", "current").Value);
    }

    [Fact]
    public void Roll_rates_have_weights_balances_and_means_of_months()
    {
        RollRates rates = RollRates.Of(LoanPanel.Of(Table(), Columns with { Weight = "weight" }));
        Each("weightedWorse", (at, expected) => Assert.Equal(expected, Part(rates.Rates[at / 3].Worse, at % 3), 1e-12));
        Each("weightedBalanceWorse", (at, expected) => Assert.Equal(expected, Part(rates.Rates[at / 3].BalanceWorse, at % 3), 1e-12));
        RollRates plain = RollRates.Of(Panel);
        Assert.Equal(19, plain.Months.Length);
        Each("monthMean", (at, expected) => Assert.Equal(expected, Part(plain.Mean("current", "1-29"), at), 1e-12));
        Each("monthMeanHalfLife", (at, expected) => Assert.Equal(expected, Part(plain.Mean("current", "1-29", 6), at), 1e-12));
        RollRate current = plain["current"];
        Assert.Equal(1, current.Worse.Value!.Value + current.Same.Value!.Value + current.PaidOff.Value!.Value, 1e-12);
        Assert.Equal(0, current.Better.Value);
    }

    [Fact]
    public void The_tests_of_a_Markov_chain_are_those_of_R()
    {
        MarkovCheck check = MarkovCheck.Of(Panel, 3);
        TransitionMatrix cohorts = TransitionMatrix.Of(Panel, new TransitionOptions { Months = 3 });
        Each("cohort", (at, expected) => Assert.Equal(expected, cohorts.Count(States[at / 7], States[at % 7])));
        Each("cohortTest", (at, expected) => Assert.Equal(expected, Part(check.Cohorts!, at), 1e-10));
        Each("memoryTest", (at, expected) => Assert.Equal(expected, Part(check.Memory!, at), 1e-10));
        Assert.Equal(35, check.Cells.Length);
    }

    [Fact]
    public void Vintages_and_ages_are_those_of_R()
    {
        VintageTable table = VintageTable.Of(Panel, new VintageOptions { Days = 30 });
        double[] rows = ScorecardCases.Numbers(File, "vintage");
        Assert.Equal(rows.Length / 10, table.Vintages.Sum(vintage => vintage.Bad.Count(cell => cell.Value is not null)));
        foreach (double[] row in rows.Chunk(10))
        {
            Vintage own = table.Vintages.Single(vintage => vintage.Name == $"{(int)row[0] / 4} Q{(int)row[0] % 4 + 1}");
            Assert.Equal(((int)row[1], (int)row[2]), (own.Loans, own.Lost));
            for (int part = 0; part < 3; part++)
            {
                Assert.Equal(row[4 + part], Part(own.Bad[(int)row[3]], part), 1e-12);
                Assert.Equal(row[7 + part], Part(own.BadAmount[(int)row[3]], part), 1e-12);
            }
        }

        (double?[] km, int at) = ([.. File.GetProperty("km").EnumerateArray().Select(Number)], 0);
        Assert.Equal(km.Length / 6, table.Ages.Length);
        foreach (AgePoint age in table.Ages)
        {
            double?[] found = [age.MonthsOnBook, age.AtRisk, age.Events, age.Survival.Value, age.Survival.Low, age.Survival.High];
            foreach (double? value in found)
            {
                Assert.Equal(km[at] is null, value is null);
                Assert.Equal(km[at++] ?? 0, value ?? 0, 1e-12);
            }
        }

        Assert.True(table.NotFromStart > 20);
    }

    [Fact]
    public void Stages_and_their_losses_are_those_of_R()
    {
        StagedPanel staged = StagedPanel.Of(Panel, StagingRules.Usual with { ProbationMonths = 2 });
        Each("stages", (at, expected) => Assert.Equal(expected, staged.StageOf(at)));
        Assert.Equal(0, staged.Unjudged);
        double[] pd = Panel.Table.Number("pdBp").Values.ToArray(), balance = Panel.Table.Number("balance").Values.ToArray();
        StageLosses losses = StageLosses.Of(staged, new EclCalculator { EirAnnual = 0.08, PeriodMonths = 1 }, row =>
        [
            new EclScenario("base", 1, new TermStructure([.. Enumerable.Repeat(1 - Math.Pow(1 - pd[row], 1 / 12.0), 24)]), [0.45],
                [.. Enumerable.Range(0, 24).Select(month => balance[row] * (1 - month / 24.0))]),
        ]);
        double[] expected = ScorecardCases.Numbers(File, "losses");
        for (int stage = 0; stage < 3; stage++)
        {
            StageLoss own = losses.Stages[stage];
            Assert.Equal(expected[5 * stage], own.Loans);
            Assert.Equal(expected[5 * stage + 1], own.Balance);
            Assert.Equal(expected[5 * stage + 2], own.Loss, 1e-8);
            Assert.Equal(expected[5 * stage + 3], own.Coverage.Value!.Value, 1e-12);
            Assert.Equal(expected[5 * stage + 3] + expected[5 * stage + 4], own.Coverage.High!.Value, 1e-12);
        }
    }

    /// <summary>The columns of R's panel; PDs are stored in hundredths of a per cent.</summary>
    internal static Table Table()
    {
        JsonElement panel = File.GetProperty("panel");
        return Florin.Table.From([.. panel.EnumerateObject().Select(column => (Column)new NumberColumn(column.Name,
            [.. column.Value.EnumerateArray()
                .Select(cell => cell.GetDouble() / (column.Name.StartsWith("pd", StringComparison.Ordinal) ? 1e4 : 1))]))]);
    }

    static double? Number(JsonElement cell) => cell.ValueKind == JsonValueKind.Null ? null : cell.GetDouble();

    static double Part(MetricValue value, int part) => part switch
    {
        0 => value.Value,
        1 => value.Low,
        _ => value.High,
    } ?? double.NaN;

    static double Part(CalibrationTest test, int part) => part == 0 ? test.Statistic : part == 1 ? test.DegreesOfFreedom!.Value
        : test.PValue;

    static void Each(string name, Action<int, double> check)
    {
        double[] values = ScorecardCases.Numbers(File, name);
        Assert.NotEmpty(values);
        for (int at = 0; at < values.Length; at++) check(at, values[at]);
    }
}
