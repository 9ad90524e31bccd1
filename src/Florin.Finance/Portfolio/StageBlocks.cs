namespace Florin;

using System.Globalization;

/// <summary>The parts of the page on stages and expected losses.</summary>
static class StageBlocks
{
    public static IEnumerable<PageBlock> Of(StagedPanel staged)
    {
        StagingRules rules = staged.Rules;
        yield return new SectionBlock("Stages and losses")
        {
            Caption = $"Stages of IFRS 9 by the rules \"{rules.Name ?? "of the house"}\": data that the lender sets. Of several reasons "
                + $"the first in the table counts."
                + (staged.Unjudged == 0 ? "" : $" {PortfolioText.Whole(staged.Unjudged)} loan-months have no PD, and only the other "
                + $"rules judged them."),
        };
        yield return Chart(staged, "Stages 2 and 3 over time");
        yield return Reasons(staged);
        if (staged.Migration is { } moves) yield return Migration(moves);
    }

    public static TableBlock Losses(StageLosses losses, string? note)
    {
        TableBlock block = new TableBlock("Expected credit loss by stage")
        {
            Caption = $"{PortfolioText.Month(losses.Month)}. Stage 1: defaults within twelve months; stage 2: over the rest of life; "
                + $"stage 3: in default, LGD of what "
                + "is owed. Coverage is loss over balance; its 95 % interval tells what hangs on which loans there are, not how sure "
                + "PDs and LGDs are. "
                + note,
            Bars = [.. losses.Stages.Select(stage => losses.Loss > 0 ? stage.Loss / losses.Loss : 0)],
            FullBar = 1,
        }.Column("stage").Column("loans", number: true).Column("balance", number: true).Column("loss", number: true)
            .Column("coverage", number: true)
            .Column("of the loss", number: true);
        foreach (StageLoss stage in losses.Stages)
            block = block.Row(string.Create(CultureInfo.InvariantCulture, $"{stage.Stage}"), PortfolioText.Whole(stage.Loans),
                PortfolioText.Whole(stage.Balance), PortfolioText.Whole(stage.Loss),
                PortfolioText.Share(stage.Coverage), losses.Loss > 0 ? PortfolioText.Plain(stage.Loss / losses.Loss) + " %" : "–");
        TableBlock all = block.Row("all", PortfolioText.Whole(losses.Coverage.N), PortfolioText.Whole(losses.Balance),
            PortfolioText.Whole(losses.Loss),
            PortfolioText.Share(losses.Coverage), losses.Loss > 0 ? "100.0 %" : "–");
        return all with { Bars = all.Bars.Add(losses.Loss > 0 ? 1 : 0) };
    }

    static Chart Chart(StagedPanel staged, string title)
    {
        LoanPanel panel = staged.Panel;
        Chart chart = new Chart(title)
        {
            XLabel = $"month, 1 = {PortfolioText.Month(panel.FirstMonth)}",
            YLabel = "share of loans",
            YPercent = true,
            Caption = "With Wilson's 95 % intervals; all other loans are in stage 1. n: "
                + $"{PortfolioText.Whole(Count(staged, panel.First))} loans in the first month, "
                + $"{PortfolioText.Whole(Count(staged, panel.Last))} in the last.",
        };
        foreach (int stage in (int[])[2, 3])
        {
            StageMonth[] months = [.. staged.Months.Where(month => month.Stage == stage && month.Share.Value is not null)];
            double[] x = [.. months.Select(month => (double)(LoanPanel.Month(month.Month) - panel.First + 1))];
            chart = chart.Line(x, [.. months.Select(month => month.Share.Value!.Value)], $"stage {stage}")
                .Band(x, [.. months.Select(month => month.Share.Low!.Value)], [.. months.Select(month => month.Share.High!.Value)],
                "95 % interval");
        }

        return chart;
    }

    static int Count(StagedPanel staged, int month) => staged.Months.Where(each => each.Month == LoanPanel.Day(month))
        .Sum(each => each.Loans);

    static TableBlock Reasons(StagedPanel staged)
    {
        StageReason[] reasons = [.. staged.Reasons()];
        int loans = reasons.Sum(reason => reason.Loans);
        double balance = reasons.Sum(reason => reason.Balance);
        TableBlock block = new TableBlock($"What decided, {PortfolioText.Month(staged.Panel.LastMonth)}")
        {
            Caption = "Shares of the loans that run, with Wilson's 95 % intervals. PDs are over the rest of life, as one of a year; "
                + "points are of per cent.",
            Bars = [.. reasons.Select(reason => (double)reason.Loans / loans)],
            FullBar = 1,
        }.Column("stage").Column("rule").Column("loans", number: true).Column("share", number: true).Column("of balances", number: true);
        foreach (StageReason reason in reasons.OrderByDescending(reason => reason.Stage).ThenBy(reason => reason.Rule))
            block = block.Row(string.Create(CultureInfo.InvariantCulture, $"{reason.Stage}"), PortfolioText.Rule(reason.Rule, staged.Rules),
                PortfolioText.Whole(reason.Loans), PortfolioText.Share(new Rate((double)reason.Loans / loans, loans).Interval()),
                balance > 0 ? PortfolioText.Plain(reason.Balance / balance) + " %" : "–");
        return block with
        {
            Bars = [.. reasons.OrderByDescending(reason => reason.Stage).ThenBy(reason => reason.Rule)
                .Select(reason => (double)reason.Loans / loans)],
        };
    }

    static TableBlock Migration(TransitionMatrix moves)
    {
        TableBlock block = new TableBlock("From stage to stage within a month")
        {
            Caption = "All months together, with Wilson's 95 % intervals; rows sum to 100 %. Deeper colour: a larger share.",
            Shades = [.. Enumerable.Range(0, 3).SelectMany(from => (double[])[double.NaN, .. Enumerable.Range(0, 4)
                .Select(to => Math.Sqrt(moves.Share(from, to).Value ?? double.NaN)), double.NaN])],
        }.Column("from");
        foreach (string state in moves.States) block = block.Column(state, number: true);
        block = block.Column("n", number: true);
        for (int from = 0; from < 3; from++)
            block = block.Row([moves.States[from], .. Enumerable.Range(0, 4).Select(to => PortfolioText.Share(moves.Share(from, to))),
                PortfolioText.Whole(moves.Row(from))]);
        return block;
    }
}
