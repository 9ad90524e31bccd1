namespace Florin;

using System.Globalization;

/// <summary>The parts of the page of a portfolio.</summary>
static class PortfolioBlocks
{
    public static IEnumerable<PageBlock> Of(PortfolioReport report)
    {
        yield return Overview(report);
        foreach (PageBlock block in report.RollRates is { } rates ? Moves(report.Panel, rates) : [TooFew("Roll rates")]) yield return block;
        if (report is { Markov: { } markov, RollRates: not null }) yield return Chain(markov);
        foreach (PageBlock block in report.Vintages is { } vintages ? VintageBlocks.Of(vintages) : []) yield return block;
        foreach (PageBlock block in report.Staged is { } staged ? StageBlocks.Of(staged) : []) yield return block;
        if (report is { Staged: not null, Losses: { } losses }) yield return StageBlocks.Losses(losses, report.LossNote);
    }

    static VerdictBlock Overview(PortfolioReport report)
    {
        LoanPanel panel = report.Panel;
        int[] now = [.. panel.Order.Where(row => panel.Cells.Month[row] == panel.Last && panel.State[row] != panel.PaidOffState)];
        double owed = now.Sum(row => panel.Cells.Balance[row]);
        List<VerdictFigure> figures =
        [
            new("Loans that run", PortfolioText.Whole(now.Length),
                $"owing {PortfolioText.Whole(owed)}, {PortfolioText.Month(panel.LastMonth)}"),
            Figure("30 days past due or worse", panel, now, row => panel.Cells.Days[row] >= 30 || panel.State[row] == panel.DefaultState),
        ];
        if (report.Staged is { } staged) figures.Add(Figure("Stage 3", panel, now, row => staged.StageOf(row) == 3));
        if (report.Losses is { } losses)
            figures.Add(new VerdictFigure("Expected credit loss", PortfolioText.Whole(losses.Loss),
                $"{PortfolioText.Share(losses.Coverage)} of what is owed, n = {PortfolioText.Whole(losses.Coverage.N)}"));
        return new VerdictBlock($"The portfolio at the end of {panel.LastMonth.ToString("MMMM yyyy", CultureInfo.InvariantCulture)}")
        {
            Figures = [.. figures],
            Points =
            [
                .. panel.Warnings.Select(warning => $"Odd: {warning.Message}, {PortfolioText.Whole(warning.Count)} times. "
                + $"{Sentence(warning.Fix)}"),
                "Each loan has one row for every month from its first to its last; duplicates, gaps and cells that cannot be are refused.",
                "Intervals are for 95 %. n is the number of loans that a share is of.",
            ],
        };
    }

    static VerdictFigure Figure(string label, LoanPanel panel, int[] rows, Func<int, bool> has)
    {
        if (rows.Length == 0) return new VerdictFigure(label, "–", "no loan runs");
        MetricValue share = new Rate((double)rows.Count(has) / rows.Length, rows.Length).Interval();
        return new VerdictFigure(label, PortfolioText.Plain(share.Value!.Value) + " %", $"[{PortfolioText.Plain(share.Low!.Value)}, "
            + $"{PortfolioText.Plain(share.High!.Value)}], n = {PortfolioText.Whole(share.N)}; of what is owed "
            + PortfolioText.Share(PortfolioText.OfBalances(panel, rows, has)));
    }

    static IEnumerable<PageBlock> Moves(LoanPanel panel, RollRates rates)
    {
        yield return new SectionBlock("Roll rates")
        {
            Caption = "What becomes of loans within a month, over all months together"
                + (panel.DefaultState >= 0 ? "; default is final" : "")
                + ". Loans that end without a reason are not counted in their last month.",
        };
        yield return Heat(rates.Pooled);
        yield return Rates(rates);
        yield return Monthly(rates);
        yield return Averages(rates);
    }

    static TableBlock Heat(TransitionMatrix moves)
    {
        int[] from = [.. Enumerable.Range(0, moves.Size).Where(state => !moves.IsFinal(state))];
        TableBlock block = new TableBlock("Where loans of a bucket are a month later")
        {
            Caption = "Per cent of the loans of each row; rows sum to 100. Deeper colour: a larger share. The intervals stand in the "
                + "tables below.",
            Shades = [.. from.SelectMany(state => (double[])[double.NaN, .. Enumerable.Range(0, moves.Size)
                .Select(to => Math.Sqrt(moves.Share(state, to).Value ?? double.NaN)), double.NaN])],
        }.Column("from");
        foreach (string state in moves.States) block = block.Column(state, number: true);
        block = block.Column("n", number: true);
        foreach (int state in from)
            block = block.Row([moves.States[state], .. Enumerable.Range(0, moves.Size).Select(to => moves.Share(state, to).Value switch
            {
                null => "–",
                0 => "0",
                { } share => PortfolioText.Plain(share),
            }), PortfolioText.Whole(moves.Row(state))]);
        return block;
    }

    static TableBlock Rates(RollRates rates)
    {
        TableBlock block = new TableBlock("Roll rates by bucket")
        {
            Caption = "Shares with Wilson's intervals, which take loans and months for independent. Worse counts default, better does "
                + "not count repaid "
                + "loans. The last column is of what loans owed, with as many loans as know as much (Kish). A dash: no loan was there.",
        }.Column("bucket").Column("n", number: true).Column("worse", number: true).Column("same", number: true)
            .Column("better", number: true)
            .Column("paid off", number: true).Column("worse, of balances", number: true);
        foreach (RollRate rate in rates.Rates)
            block = block.Row(rate.State, PortfolioText.Whole(rate.Loans), PortfolioText.Share(rate.Worse), PortfolioText.Share(rate.Same),
                PortfolioText.Share(rate.Better), PortfolioText.Share(rate.PaidOff), PortfolioText.Share(rate.BalanceWorse));
        return block;
    }

    static Chart Monthly(RollRates rates)
    {
        MonthlyTransitions[] months = [.. rates.Months.Where(month => month.Moves.Row(0) > 0)];
        DateOnly first = rates.Months[0].Month;
        double[] x = [.. months.Select(month => (double)(LoanPanel.Month(month.Month) - LoanPanel.Month(first) + 1))];
        MetricValue[] worse = [.. months.Select(month => rates.Of(month.Moves, 0).Worse)];
        double all = rates.Rates[0].Worse.Value ?? double.NaN;
        string best = rates.Pooled.States[0];
        return new Chart($"From {best} into a worse bucket, month by month")
        {
            XLabel = $"month, 1 = {PortfolioText.Month(first)}",
            YLabel = $"share of {best} loans",
            YPercent = true,
            Caption = $"With Wilson's 95 % intervals; n is between "
                + $"{PortfolioText.Whole(months.Length > 0 ? months.Min(month => month.Moves.Row(0)) : 0)} and "
                + $"{PortfolioText.Whole(months.Length > 0 ? months.Max(month => month.Moves.Row(0)) : 0)} loans. The grey line is all "
                + $"months together.",
        }.Line(x, [.. worse.Select(value => value.Value!.Value)], "rolled")
            .Band(x, [.. worse.Select(value => value.Low!.Value)], [.. worse.Select(value => value.High!.Value)], "95 % interval")
            .Reference([.. x.Length > 0 ? (double[])[x[0], x[^1]] : []], [.. x.Length > 0 ? (double[])[all, all] : []], "all months");
    }

    static TableBlock Averages(RollRates rates)
    {
        TransitionMatrix moves = rates.Pooled;
        TableBlock block = new TableBlock("Transitions")
        {
            Caption = "Every move that was seen. Pooled: each loan in each month counts alike, Wilson's interval. Mean of months: each "
                + "month counts alike, "
                + "and the interval is Student's from how months differ. Recent: as the mean, but a month counts half as much as one a "
                + "year later. "
                + "Where the second interval is much wider than the first, months differ by more than chance.",
        }.Column("from").Column("to").Column("moves", number: true).Column("pooled", number: true).Column("mean of months", number: true)
            .Column("recent", number: true).Column("months", number: true);
        for (int from = 0; from < moves.Size; from++)
            for (int to = 0; to < moves.Size; to++)
                if (!moves.IsFinal(from) && moves.Loans(from, to) > 0)
                {
                    MetricValue mean = rates.Mean(moves.States[from], moves.States[to]);
                    block = block.Row(moves.States[from], moves.States[to], PortfolioText.Whole(moves.Loans(from, to)),
                        PortfolioText.Share(moves.Share(from, to)), PortfolioText.Share(mean),
                        PortfolioText.Share(rates.Mean(moves.States[from], moves.States[to], 12)), PortfolioText.Whole(mean.N));
                }

        return block;
    }

    /// <summary>The pairs that are furthest from what is expected.</summary>
    static TableBlock Chain(MarkovCheck check)
    {
        const int Most = 12;
        MarkovCell[] all = [.. check.Cells.Where(cell => cell is { Seen.Value: > 0 } or { Expected: > 0 })];
        MarkovCell[] outside = [.. all.Where(cell => Reading(cell) != "as expected")];
        TableBlock block = new TableBlock($"Does the month before matter? Cohorts over {check.Months} months")
        {
            Caption = $"Seen: where loans were {check.Months} months later, cohorts that share no month. Expected: the monthly matrix "
                + $"to the power of "
                + $"{check.Months}, which takes it that the next month depends on the present bucket alone. "
                + $"{Test("Cohorts", check.Cohorts)} "
                + $"{Test("The month before", check.Memory)} A small p says that one matrix is not the whole story. The "
                + $"expected share is outside the 95 % interval of {outside.Length} of {all.Length} pairs; "
                + (all.Length > Most ? $"the {Most} furthest from it are shown." : "all are shown."),
        }.Column("from").Column("to").Column("n", number: true).Column("seen", number: true).Column("expected", number: true)
            .Column("reading");
        foreach (MarkovCell cell in all.OrderByDescending(Distance).Take(Most))
            block = block.Row(cell.From, cell.To, PortfolioText.Whole(cell.Seen.N), PortfolioText.Share(cell.Seen),
                PortfolioText.Plain(cell.Expected) + " %",
                Reading(cell));
        return block;
    }

    static string Reading(MarkovCell cell) => cell.Seen.Low <= cell.Expected && cell.Expected <= cell.Seen.High ? "as expected"
        : cell.Seen.Value > cell.Expected ? "more than expected" : "fewer than expected";

    /// <summary>In lengths of the interval on that side.</summary>
    static double Distance(MarkovCell cell) => cell.Seen is { Value: { } seen, Low: { } low, High: { } high }
        ? Math.Abs(seen - cell.Expected) / Math.Max(1e-12, seen > cell.Expected ? seen - low : high - seen) : 0;

    static string Test(string name, CalibrationTest? test) => test is null ? $"{name}: too few loans for a test."
        : string.Create(CultureInfo.InvariantCulture, $"{name}: chi-square {test.Statistic:F1} with {test.DegreesOfFreedom} degrees of "
        + $"freedom, p ")
            + (test.PValue < 0.001 ? "below 0.001." : string.Create(CultureInfo.InvariantCulture, $"= {test.PValue:F3}."));

    static TextBlock TooFew(string what) => new($"{what} and transitions need loans that are seen in two months; this panel has none.");

    static string Sentence(string words) => char.ToUpperInvariant(words[0]) + words[1..] + ".";
}
