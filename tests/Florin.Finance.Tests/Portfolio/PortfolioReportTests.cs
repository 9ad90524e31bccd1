namespace Florin.Finance.Tests.Portfolio;

using System.Globalization;

/// <summary>The page of a portfolio says what the numbers say, and small portfolios have one too.</summary>
public class PortfolioReportTests
{
    static readonly LoanPanel Panel = LoanPanel.Of(PerformanceSimulator.Simulate(6000, 3), PerformanceSimulator.Columns);

    [Fact]
    public void Every_part_is_there_and_every_share_has_its_interval()
    {
        PortfolioReport report = PortfolioReport.Of(Panel, StagingRules.Usual, new VintageOptions { Days = 30 });
        report = report with { Losses = StageLosses.Of(report.Staged!, new EclCalculator(), Course) };
        ChartPage page = report.Page("Loans");
        Assert.Equal(["Roll rates", "Vintages", "Stages and losses"], page.Blocks.OfType<SectionBlock>().Select(section => section.Title));
        Assert.Equal(8, page.Blocks.OfType<TableBlock>().Count());
        Assert.Equal(4, page.Blocks.OfType<Chart>().Count());
        Assert.All(page.Blocks.OfType<TableBlock>(), table =>
            Assert.All(table.Rows, row => Assert.Equal(table.Columns.Length, row.Length)));
        Assert.All(page.Blocks.OfType<Chart>(), chart => Assert.Contains(chart.Series, series => series is BandSeries));
        Assert.All(page.Blocks.Where(block => block is Chart or TableBlock), block => Assert.False(string.IsNullOrEmpty(block.Caption)));
        TableBlock heat = page.Blocks.OfType<TableBlock>().First();
        Assert.Equal(heat.Rows.Length * heat.Columns.Length, heat.Shades.Length);
        foreach (var row in heat.Rows)
            Assert.Equal(100, row.Skip(1).SkipLast(1).Sum(cell => double.Parse(cell, CultureInfo.InvariantCulture)), 0.3);
        Assert.Equal(report.Losses!.Loss, report.Losses.Stages.Sum(stage => stage.Loss), 1e-6);
    }

    /// <summary>One month only, nobody late, a bucket that nobody was in: no part fails, none shows a number that is none.</summary>
    [Theory]
    [InlineData("0")]
    [InlineData("95")]
    [InlineData("0 0 0", "0 0")]
    [InlineData("0 5 95 0", "0 0 0 0")]
    [InlineData("0 0 95")]
    public void Small_portfolios_have_a_page(params string[] loans)
    {
        LoanPanel panel = LoanPanelTests.Panel(loans);
        PortfolioReport report = PortfolioReport.Of(panel, new StagingRules());
        report = report with
        {
            Losses = StageLosses.Of(report.Staged!, new EclCalculator(), _ =>
                [new EclScenario("base", 1, new TermStructure(0.1), [0.5], [1])]),
        };
        string folder = Directory.CreateTempSubdirectory("florin-portfolio").FullName, file = Path.Combine(folder, "page.html");
        report.Page("Small").Save(file);
        Assert.All(report.Page("Small").Blocks.OfType<TableBlock>().SelectMany(table => table.Rows.SelectMany(row => row)),
            cell => Assert.DoesNotContain("NaN", cell, StringComparison.Ordinal));
        Assert.Equal(loans.Any(loan => loan.Contains(' ', StringComparison.Ordinal)), report.RollRates is not null);
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Weights may be shares of one: a page is the same as with whole ones.</summary>
    [Fact]
    public void Small_weights_change_no_hazard()
    {
        Table table = PerformanceSimulator.Simulate(400, 3);
        string Hazards(double weight)
        {
            LoanPanel panel = LoanPanel.Of(table.With(new NumberColumn("weight", [.. Enumerable.Repeat(weight, table.RowCount)])),
                PerformanceSimulator.Columns with { Weight = "weight" });
            return PortfolioReport.Of(panel).Page("Loans").Blocks.OfType<Chart>().Single(chart => chart.Title == "When loans become bad")
                .Caption!;
        }

        Assert.Equal(Hazards(1), Hazards(1.0 / 1024));
    }

    [Fact]
    public void The_last_month_of_vintages_is_shown()
    {
        Assert.Equal([3, 6, 9, 12, 13], VintageBlocks.Months(13));
        Assert.Equal([6, 12, 18, 24], VintageBlocks.Months(24));
        Assert.Equal([1, 2, 3], VintageBlocks.Months(3));
        Assert.Equal([0], VintageBlocks.Months(0));
    }

    [Fact]
    public void A_file_of_moves_and_of_vintages_has_a_row_for_each()
    {
        Table moves = TransitionMatrix.Of(Panel).ToTable();
        Assert.Equal(49, moves.RowCount);
        Assert.Equal(5, moves.Number("share").Values.ToArray().Where(share => !double.IsNaN(share)).Sum(), 1e-12);
        Table vintages = VintageTable.Of(Panel).ToTable();
        Assert.True(vintages.RowCount > 100);
        Assert.Equal(0, vintages.Number("bad").MissingCount);
    }

    static IReadOnlyCollection<EclScenario> Course(int row) => [new EclScenario("base", 1, new TermStructure(0.02, 0.03), [0.45], [1000])];
}
