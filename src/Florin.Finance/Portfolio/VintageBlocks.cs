namespace Florin;

using System.Globalization;

/// <summary>The part of the page on vintages.</summary>
static class VintageBlocks
{
    const int Curves = 6, Cells = 5;

    public static IEnumerable<PageBlock> Of(VintageTable table)
    {
        string bad = $"{table.Options.Days} days past due or in default";
        yield return new SectionBlock("Vintages")
        {
            Caption = $"Of loans granted in one {table.Options.Period.ToString().ToLowerInvariant()} the share that was ever {bad}, by "
                + $"months on book (0 is the "
                + "month of origination). A cell counts where every loan of the vintage could be seen so long; repaid loans stay in it "
                + "as not bad."
                + (table.NotFromStart == 0 ? "" : $" {PortfolioText.Whole(table.NotFromStart)} loans whose first months were not seen "
                + $"are left out."),
        };
        if (table.Vintages.Length > 0)
        {
            yield return Chart(table);
            yield return Table(table);
        }

        // Weights may be shares: how many loans would be as sure tells whether a month is known.
        AgePoint[] ages = [.. table.Ages.Where(age => age.Hazard.N >= 1)];
        if (ages.Length > 1) yield return Ages(table, ages, bad);
    }

    static Chart Chart(VintageTable table)
    {
        Vintage[] all = [.. table.Vintages.Where(vintage => Seen(vintage) >= 3)];
        if (all.Length == 0) all = [.. table.Vintages];
        int count = Math.Min(Curves, all.Length);
        Vintage[] shown = [.. Enumerable.Range(0, count).Select(at => all[count == 1 ? 0 : at * (all.Length - 1) / (count - 1)])];
        Chart chart = new Chart("Ever bad, by vintage")
        {
            XLabel = "months on book",
            YLabel = "share of loans",
            YPercent = true,
            Caption = $"{shown.Length} of {table.Vintages.Length} vintages; upright lines are Wilson's 95 % intervals at the last month "
                + $"of each. "
                + string.Join("; ", shown.Select(vintage => $"{vintage.Name}: n = {PortfolioText.Whole(vintage.Loans)}")) + ".",
        };
        foreach (Vintage vintage in shown)
        {
            int last = Seen(vintage) - 1;
            MetricValue end = vintage.Bad[Math.Max(0, last)];
            chart = chart.Line([.. Enumerable.Range(0, last + 1).Select(month => (double)month)],
                [.. vintage.Bad.Take(last + 1).Select(cell => cell.Value!.Value)], vintage.Name);
            if (end is { Low: { } low, High: { } high }) chart = chart.Whiskers([last], [low], [high], "95 % interval");
        }

        return chart;
    }

    static Chart Ages(VintageTable table, AgePoint[] ages, string bad)
    {
        double[] x = [.. ages.Select(age => (double)age.MonthsOnBook)];
        return new Chart("When loans become bad")
        {
            XLabel = "months on book",
            YLabel = "share of loans not bad before",
            YPercent = true,
            Caption = (table.NotFromStart == 0 ? "" : "Loans that are seen later enter at that age; what was before is unknown. ")
                + $"Of loans never {bad} before, the share that became so in the month (the hazard), all vintages together, with "
                + $"Wilson's 95 % interval; "
                + $"n falls from {PortfolioText.Whole(ages.Max(age => age.Hazard.N))} to {PortfolioText.Whole(ages[^1].Hazard.N)}. "
                + (ages.LastOrDefault(age => age.Survival.Low is not null && age.Hazard.N >= 50) is { } late
                    ? string.Create(CultureInfo.InvariantCulture,
                    $"Without repayments {PortfolioText.Plain(1 - late.Survival.Value!.Value)} % ")
                        + $"[{PortfolioText.Plain(1 - late.Survival.High!.Value)}, {PortfolioText.Plain(1 - late.Survival.Low!.Value)}] "
                        + $"would be bad after "
                        + $"{late.MonthsOnBook} months (Kaplan and Meier, Greenwood's interval, n = {PortfolioText.Whole(late.Hazard.N)})."
                    : ""),
        }.Line(x, [.. ages.Select(age => age.Hazard.Value!.Value)], "hazard")
            .Band(x, [.. ages.Select(age => age.Hazard.Low!.Value)], [.. ages.Select(age => age.Hazard.High!.Value)], "95 % interval");
    }

    static TableBlock Table(VintageTable table)
    {
        int[] months = Months(Math.Max(0, table.Vintages.Max(Seen) - 1));
        TableBlock block = new TableBlock("Ever bad after months on book")
        {
            Caption = "Shares of loans with Wilson's 95 % intervals. The last column is, at the last month that can be told, what loans "
                + "owed when they became "
                + "bad, of what was granted. A dash: not all loans of the vintage can be seen so long.",
        }.Column("vintage").Column("n", number: true);
        foreach (int month in months) block = block.Column(string.Create(CultureInfo.InvariantCulture, $"{month} months"), number: true);
        block = block.Column("of amounts", number: true);
        foreach (Vintage vintage in table.Vintages)
            block = block.Row([vintage.Name, PortfolioText.Whole(vintage.Loans) + (vintage.Lost > 0 ? $" ({vintage.Lost} lost)" : ""),
                .. months.Select(month => month < vintage.Bad.Length ? PortfolioText.Share(vintage.Bad[month]) : "–"),
                Seen(vintage) is > 0 and var seen ? PortfolioText.Share(vintage.BadAmount[seen - 1]) : "–"]);
        return block;
    }

    /// <summary>Months on book in equal steps, of quarters where they are many, and the last.</summary>
    internal static int[] Months(int longest)
    {
        int step = Math.Max(1, (longest + Cells - 1) / Cells);
        if (step > 2) step = (step + 2) / 3 * 3;
        return [.. Enumerable.Range(1, Cells).Select(at => at * step).Where(month => month < longest), longest];
    }

    static int Seen(Vintage vintage) => vintage.Bad.Count(cell => cell.Value is not null);
}
