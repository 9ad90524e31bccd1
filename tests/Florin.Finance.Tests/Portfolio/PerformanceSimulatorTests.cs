namespace Florin.Finance.Tests.Portfolio;

/// <summary>Simulated loans: what was planted is found again.</summary>
public class PerformanceSimulatorTests
{
    /// <summary>The intervals of 20 panels hold the planted probability in about 95 of 100 cells, and chains pass the tests of
    /// chains.</summary>
    [Fact]
    public void The_planted_matrix_is_within_its_intervals()
    {
        (int held, int cells, List<double> cohorts, List<double> memories) = (0, 0, [], []);
        for (ulong seed = 1; seed <= 20; seed++)
        {
            PerformanceSample sample = PerformanceSimulator.SimulateWithTruth(20000, seed);
            LoanPanel panel = LoanPanel.Of(sample.Table, PerformanceSimulator.Columns);
            Assert.Empty(panel.Warnings);
            TransitionMatrix moves = TransitionMatrix.Of(panel);
            foreach ((int at, double truth) in sample.Monthly.Index().Where(cell => cell.Item is > 0 and < 1))
            {
                MetricValue found = moves.Share(sample.States[at / 7], sample.States[at % 7]);
                (held, cells) = (held + (found.Low <= truth && truth <= found.High ? 1 : 0), cells + 1);
            }

            MarkovCheck check = MarkovCheck.Of(panel);
            (cohorts, memories) = ([.. cohorts, check.Cohorts!.PValue], [.. memories, check.Memory!.PValue]);
        }

        Assert.InRange((double)held / cells, 0.93, 0.97);
        Assert.InRange(memories.Count(p => p < 0.05), 0, 4);
        Assert.InRange(memories.Average(), 0.3, 0.7);
        Assert.InRange(cohorts.Count(p => p < 0.05), 0, 3);
    }

    [Fact]
    public void Vintages_that_differ_are_seen_by_the_tests_and_in_their_order()
    {
        Table table = PerformanceSimulator.SimulateWithTruth(60000, 1, vintageDrift: 0.8).Table;
        LoanPanel panel = LoanPanel.Of(table, PerformanceSimulator.Columns);
        MarkovCheck year = MarkovCheck.Of(panel, 12);
        Assert.True(year.Cohorts!.PValue < 0.001);
        Assert.True(year.Memory!.PValue < 0.001);
        VintageTable years = VintageTable.Of(panel, new VintageOptions { Period = VintagePeriod.Year, Days = 30 });
        Assert.True(years.Vintages[0].Bad[6].High < years.Vintages[1].Bad[6].Low);
    }

    /// <summary>Of loans that are all alike the share 30 days past due and worse by age follows from powers of the planted
    /// matrix.</summary>
    [Fact]
    public void Ages_follow_from_the_planted_matrix()
    {
        PerformanceSample sample = PerformanceSimulator.SimulateWithTruth(60000, 4);
        VintageTable table = VintageTable.Of(LoanPanel.Of(sample.Table, PerformanceSimulator.Columns), new VintageOptions { Days = 30 });
        double[] now = [1, 0];
        for (int month = 1; month <= 30; month++)
        {
            double alive = now[0] + now[1], bad = now[1] * 0.19;
            now = [0.964 * now[0] + 0.52 * now[1], 0.024 * now[0] + 0.28 * now[1]];
            MetricValue hazard = table.Ages[month].Hazard;
            double error = Math.Sqrt(bad / alive * (1 - bad / alive) / table.Ages[month].AtRisk);
            Assert.InRange(hazard.Value!.Value, bad / alive - 4 * error, bad / alive + 4 * error);
        }
    }

    [Fact]
    public void Rows_are_as_many_as_asked_for_and_have_the_same_bytes()
    {
        foreach (int rows in (int[])[1, 2, 37, 1000])
        {
            Table table = PerformanceSimulator.Simulate(rows, 5);
            Assert.Equal(rows, table.RowCount);
            Assert.Equal(Text(table), Text(PerformanceSimulator.Simulate(rows, 5)));
            Assert.Empty(LoanPanel.Of(table, PerformanceSimulator.Columns).Warnings);
        }

        Assert.NotEqual(Text(PerformanceSimulator.Simulate(50, 5)), Text(PerformanceSimulator.Simulate(50, 6)));
        Assert.Equal("FLR1041", Assert.Throws<FlorinException>(() => PerformanceSimulator.Simulate(0, 1)).Code);
        Assert.Equal("FLR1540", Assert.Throws<FlorinException>(() => PerformanceSimulator.SimulateWithTruth(1, 1, double.NaN)).Code);
    }

    /// <summary>A file reads back to the same panel.</summary>
    [Fact]
    public void A_file_of_loans_is_a_panel()
    {
        Table table = PerformanceSimulator.Simulate(3000, 2);
        using var stream = new MemoryStream();
        table.WriteCsv(stream);
        stream.Position = 0;
        LoanPanel read = LoanPanel.Of(Table.ReadCsv(stream), PerformanceSimulator.Columns),
            made = LoanPanel.Of(table, PerformanceSimulator.Columns);
        Assert.Equal(made.ToString(), read.ToString());
        Assert.Equal(RollRates.Of(made).ToString(), RollRates.Of(read).ToString());
        Assert.Equal(new DateOnly(2024, 12, 1), read.LastMonth);
    }

    static string Text(Table table)
    {
        using var writer = new StringWriter();
        table.WriteCsv(writer);
        return writer.ToString();
    }
}
