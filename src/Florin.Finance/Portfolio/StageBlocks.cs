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
                + $"stage 3: "
                + "in default, LGD of what is owed. Coverage is loss over balance; its 95 % interval tells what hangs on which loans there "
                + "are, not how sure PDs and LGDs are. Bars are of the loss. " + note,
            Bars = [.. losses.Stages.Select(stage => stage.Loss), losses.Loss],
        }.Column("stage").Column("n", number: true).Column("balance", number: true).Column("loss", number: true)
            .Column("coverage", number: true);
        foreach (StageLoss stage in losses.Stages)
            block = block.Row(Stage(stage.Stage), PortfolioText.Whole(stage.Loans), PortfolioText.Whole(stage.Balance),
                PortfolioText.Whole(stage.Loss), PortfolioText.Share(stage.Coverage));
        return block.Row("all", PortfolioText.Whole(losses.Coverage.N), PortfolioText.Whole(losses.Balance),
            PortfolioText.Whole(losses.Loss), PortfolioText.Share(losses.Coverage));
    }

    /// <summary>Words that stay on one line.</summary>
    static string Stage(int stage) => string.Create(CultureInfo.InvariantCulture, $"stage\u00A0{stage}");

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
        int[] rows = [.. staged.RowsOf(null).Where(row => staged.StageOf(row) > 0)];
        StageReason[] reasons = [.. staged.Reasons().OrderByDescending(reason => reason.Stage).ThenBy(reason => reason.Rule)];
        TableBlock block = new TableBlock($"What decided, {PortfolioText.Month(staged.Panel.LastMonth)}")
        {
            Caption = $"Of the {PortfolioText.Whole(rows.Length)} loans that run, with Wilson's 95 % intervals; of balances with as "
                + $"many loans as "
                + "know as much (Kish). PDs are over the rest of life, as one of a year; points are of per cent.",
            Bars = [.. reasons.Select(reason => (double)reason.Loans / rows.Length)],
            FullBar = 1,
        }.Column("stage and rule").Column("n", number: true).Column("of loans", number: true).Column("of balances", number: true);
        foreach (StageReason reason in reasons)
            block = block.Row(string.Create(CultureInfo.InvariantCulture,
                $"{reason.Stage}: {PortfolioText.Rule(reason.Rule, staged.Rules)}"),
                PortfolioText.Whole(reason.Loans),
                    PortfolioText.Share(new Rate((double)reason.Loans / rows.Length, rows.Length).Interval()),
                PortfolioText.Share(PortfolioText.OfBalances(staged.Panel, rows, row => staged.RuleOf(row) == reason.Rule)));
        return block;
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
            block = block.Row([Stage(from + 1), .. Enumerable.Range(0, 4).Select(to => PortfolioText.Share(moves.Share(from, to))),
                PortfolioText.Whole(moves.Row(from))]);
        return block;
    }
}
