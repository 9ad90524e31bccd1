namespace Florin.Finance.Tests.Portfolio;

/// <summary>What a panel refuses, what it finds odd, and small panels by hand.</summary>
public class LoanPanelTests
{
    static readonly PanelColumns Plain = new() { Loan = "loan", Month = "month", DaysPastDue = "dpd", Balance = "balance" };

    /// <summary>A small panel by hand: one text of days past due for each loan, from January 2024.</summary>
    internal static LoanPanel Panel(params string[] loans) => LoanPanel.Of(Rows(loans), Plain with { OriginatedOn = "granted" });

    [Fact]
    public void All_problems_are_told_at_once_and_no_cell()
    {
        Table table = Table.From(CategoryColumn.From("loan", ["secret7", "secret7", "b", "b", "b", "c", null]),
            new NumberColumn("month", [202401, 202402, 202401, 202402, 202413, 202401, 202401]),
            new NumberColumn("dpd", [0, -3, 0, 0.5, 1, 0, 0]), new NumberColumn("balance", [1, 1, -123456, 1, 1, 1, 1]),
            new NumberColumn("flag", [0, 0, 0, 0, 0, 2, 0]));
        FlorinException error = Assert.Throws<FlorinException>(() => LoanPanel.Of(table, Plain with { Defaulted = "flag" }));
        Assert.Equal("FLR1590", error.Code);
        Assert.Contains("has 5 problems", error.Message, StringComparison.Ordinal);
        Assert.Contains("column \"dpd\"", error.Message, StringComparison.Ordinal);
        Assert.Contains("found 2, the first in rows 2, 4", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret7", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("123456", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Histories_are_checked_as_a_whole()
    {
        Table table = Table.From(CategoryColumn.From("loan", ["a", "a", "b", "b", "c", "c", "d", "d"]),
            new NumberColumn("month", [202312, 202401, 202401, 202401, 202401, 202403, 202402, 202401]),
            new NumberColumn("dpd", [0, 0, 0, 0, 0, 0, 0, 0]), new NumberColumn("balance", [1, 1, 1, 1, 1, 1, 1, 1]),
            new NumberColumn("paid", [0, 0, 0, 0, 0, 0, 0, 1]));
        FlorinException error = Assert.Throws<FlorinException>(() => LoanPanel.Of(table, Plain with { PaidOff = "paid" }));
        Assert.Equal("FLR1590", error.Code);
        foreach (string part in (string[])["FLR1592 column \"loan\", \"month\"", "row 4", "FLR1593", "row 6", "FLR1595", "row 7",
            "3 problems"])
            Assert.Contains(part, error.Message, StringComparison.Ordinal);
        Assert.Equal("FLR1592", Assert.Throws<FlorinException>(() => LoanPanel.Of(table.Rows([2, 3]), Plain)).Code);
    }

    [Fact]
    public void Weights_and_ends_of_a_loan_do_not_contradict_each_other()
    {
        Table table = Rows("0 0", "0 0").With(new NumberColumn("weight", [1, 1, 1, 2])).With(new NumberColumn("flag", [0, 1, 0, 0]))
            .With(new NumberColumn("paid", [0, 1, 0, 1]));
        void Refused(PanelColumns columns, string row)
        {
            FlorinException error = Assert.Throws<FlorinException>(() => LoanPanel.Of(table, columns));
            Assert.Equal("FLR1595", error.Code);
            Assert.Contains(row, error.Message, StringComparison.Ordinal);
        }

        Refused(Plain with { Weight = "weight" }, "row 4");
        Refused(Plain with { Defaulted = "flag", PaidOff = "paid" }, "row 2");
    }

    [Theory]
    [InlineData("dpd", "bucket", "FLR1594")]
    [InlineData(null, null, "FLR1594")]
    [InlineData(null, "bucket", "FLR1591")]
    [InlineData("days", null, "FLR0507")]
    public void Days_past_due_come_from_one_column(string? days, string? bucket, string code)
    {
        Table table = Rows("0").With(CategoryColumn.From("bucket", ["late"]));
        Assert.Equal(code, Assert.Throws<FlorinException>(() => LoanPanel.Of(table, Plain with { DaysPastDue = days, Bucket = bucket }))
            .Code);
    }

    [Fact]
    public void Buckets_may_have_names_of_their_own()
    {
        Table table = Rows("0 0 0 0", "0 0").With(CategoryColumn.From("bucket", ["ok", "late", "ok", "default", "ok", "paid off"]));
        PanelColumns columns = Plain with { DaysPastDue = null, Bucket = "bucket" };
        LoanPanel panel = LoanPanel.Of(table, columns, [new("ok", 0), new("late", 15)]);
        Assert.Equal(["ok", "late", "default", "paid off"], panel.States);
        TransitionMatrix moves = TransitionMatrix.Of(panel);
        Assert.Equal(1.0 / 3, moves.Share("ok", "late").Value!.Value, 1e-15);
        Assert.Equal(1, moves.Share("late", "ok").Value);
        Assert.Equal("FLR1594", Assert.Throws<FlorinException>(() => moves.Count("ok", "lat")).Code);
        Assert.Equal("FLR1594", Assert.Throws<FlorinException>(() => LoanPanel.Of(table, columns, [new("ok", 0), new("ok", 15)])).Code);
        Assert.Equal("FLR1594", Assert.Throws<FlorinException>(() => LoanPanel.Of(table, columns, [new("ok", 1), new("late", 15)])).Code);
    }

    [Fact]
    public void What_is_odd_is_counted_and_stays()
    {
        LoanPanel panel = Panel("0 45 60", "0 10 41", "0 0");
        Assert.Equal(["days past due rise by more than a month within one", "loans end before the last month without repayment or default"],
            panel.Warnings.Select(warning => warning.Message));
        Assert.Equal([(1, 2L), (1, 8L)], panel.Warnings.Select(warning => (warning.Count, warning.Rows[0])));
        Assert.Equal("30-59", panel.StateOf(1));
        Assert.Equal("3 loans in 3 months, 8 rows", panel.ToString());
    }

    [Fact]
    public void A_default_is_final_unless_it_is_asked_for()
    {
        Table table = Rows("0 95 0 0").With(new NumberColumn("bad", [0, 1, 0, 0]));
        LoanPanel panel = LoanPanel.Of(table, Plain with { Defaulted = "bad" });
        Assert.Equal(1, TransitionMatrix.Of(panel).Count("current", "default"));
        Assert.Equal(0, TransitionMatrix.Of(panel).Count("default", "current"));
        TransitionMatrix open = TransitionMatrix.Of(panel, new TransitionOptions { DefaultIsFinal = false });
        Assert.Equal((1, 1), (open.Count("default", "current"), open.Count("current", "current")));
        Assert.Equal(1, TransitionMatrix.Of(panel, new TransitionOptions { Months = 3 }).Count("current", "default"));
        Assert.Equal(0.25 * 1, LoanPanel.Of(table.With(new NumberColumn("limit", [2, 2, 2, 2])), Plain with { Limit = "limit" })
            .ExposureAt(0, 0.25) - 1);
        Assert.Equal("FLR1594", Assert.Throws<FlorinException>(() => panel.ExposureAt(0, 0.5)).Code);
    }

    [Fact]
    public void Windows_of_several_months_share_none_unless_they_may()
    {
        LoanPanel panel = Panel("0 0 1 0 0");
        Assert.Equal(2, TransitionMatrix.Of(panel, new TransitionOptions { Months = 2 }).Row(0) + TransitionMatrix.Of(panel,
            new TransitionOptions { Months = 2 }).Row(1));
        TransitionMatrix all = TransitionMatrix.Of(panel, new TransitionOptions { Months = 2, Overlap = true });
        Assert.Equal((2, 1), (all.Row(0), all.Row(1)));
        TransitionMatrix later = TransitionMatrix.Of(panel,
            new TransitionOptions { From = new DateOnly(2024, 3, 9), To = new DateOnly(2024, 4, 1) });
        Assert.Equal((0, 1), (later.Row(0), later.Count("1-29", "current")));
    }

    [Fact]
    public void Too_little_is_said()
    {
        LoanPanel one = Panel("0", "95");
        Assert.Equal("FLR1597", Assert.Throws<FlorinException>(() => TransitionMatrix.Of(one)).Code);
        Assert.Equal("FLR1597", Assert.Throws<FlorinException>(() => RollRates.Of(one)).Code);
        Assert.Equal("FLR1597", Assert.Throws<FlorinException>(() => MarkovCheck.Of(Panel("0 0"), 2)).Code);
        Assert.Equal("FLR1596", Assert.Throws<FlorinException>(() => TransitionMatrix.Of(one, new TransitionOptions { Months = 0 })).Code);
        Assert.Equal("FLR1596", Assert.Throws<FlorinException>(() => MarkovCheck.Of(one, 1)).Code);
        LoanPanel stuck = Panel("0 0 95");
        Assert.Equal("FLR1597", Assert.Throws<FlorinException>(() => TransitionMatrix.Of(stuck).Power(2)).Code);
        Assert.Equal(new MetricValue(null, null, null, 0), TransitionMatrix.Of(stuck).Share("30-59", "current"));
        MarkovCheck quiet = MarkovCheck.Of(Panel("0 0 0 0", "0 0 0 0"), 2);
        Assert.Null(quiet.Cohorts);
        Assert.Null(quiet.Memory);
        Assert.Equal("FLR1594", Assert.Throws<FlorinException>(() => VintageTable.Of(LoanPanel.Of(Rows("0"), Plain))).Code);
    }

    /// <summary>Two months of origination, one loan bad in its second month, cells on the right unknown.</summary>
    [Fact]
    public void A_small_vintage_table_by_hand()
    {
        Table table = Rows("0 0 95", "0 0 0", "0 0 0").With(new NumberColumn("granted", [202401, 202401, 202401, 202401, 202401, 202401,
            202312, 202312, 202312]));
        VintageTable vintages = VintageTable.Of(LoanPanel.Of(table, Plain with { OriginatedOn = "granted" }),
            new VintageOptions { Period = VintagePeriod.Month });
        Assert.Equal(["2023-12", "2024-01"], vintages.Vintages.Select(vintage => vintage.Name));
        Assert.Equal([0, 0, 0.5], vintages.Vintages[1].Bad.Select(cell => cell.Value!.Value));
        Assert.Equal([0, 0, 0, 0], vintages.Vintages[0].Bad.Select(cell => cell.Value!.Value));
        Assert.Equal(2.0 / 3, vintages.Ages[2].Survival.Value!.Value, 1e-15);
        Table quarter = Rows("0 0", "0").With(new NumberColumn("granted", [202401, 202401, 202402]))
            .With(new NumberColumn("month", [202401, 202402, 202402]));
        Vintage one = VintageTable.Of(LoanPanel.Of(quarter, Plain with { OriginatedOn = "granted" })).Vintages[0];
        Assert.Equal([0, null], one.Bad.Select(cell => cell.Value));
    }

    static Table Rows(params string[] loans)
    {
        double[][] days = [.. loans.Select(loan => loan.Split(' ')
            .Select(text => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture)).ToArray())];
        int[] loan = [.. days.SelectMany((own, at) => Enumerable.Repeat(at, own.Length))];
        double[] month = [.. days.SelectMany(own => own.Select((_, at) => 202401.0 + at))];
        return Table.From(CategoryColumn.From("loan", loan.Select(at => $"L{at}")), new NumberColumn("month", month),
            new NumberColumn("dpd", [.. days.SelectMany(own => own)]), new NumberColumn("balance", [.. loan.Select(_ => 1.0)]),
            new NumberColumn("granted", [.. loan.Select(_ => 202401.0)]));
    }
}
