namespace Florin;

/// <summary>What a stronger penalty costs and brings.</summary>
static class StrengthBlocks
{
    public static IEnumerable<PageBlock> Of(Study study)
    {
        if (study.Fairness?.Penalty is { Trials.Length: < 2 })
            yield return new TextBlock("No strengths of the penalty were compared: the plan lists none (fairness: {strengths: [0.1, 0.3, "
                + "1, 3]}), or the validation rows hold no two groups that are large enough.");
        if (study.Fairness?.Penalty is not (var own, var kind, { Length: > 1 } trials)) yield break;
        string gap = kind == PenaltyGap.Opportunity ? "largest gap in approval of goods between two groups"
            : "largest gap in approval between two groups";
        double[] x = [.. trials.Select(trial => trial.Gap.Gap.Value ?? double.NaN)];
        yield return new Chart("What a stronger penalty costs")
        {
            XLabel = gap,
            YLabel = "AUC of the validation rows",
            XPercent = true,
            Caption = "The same network with penalties of several strengths on the validation rows, joined from none to the strongest, "
                + "with DeLong's 95 % interval of each AUC. Each model has its own cut-off for one share of approvals. The largest gap of "
                + "several groups is above 0 by chance alone.",
        }.Line(x, [.. trials.Select(trial => trial.Gap.Score.Value ?? double.NaN)], "from none to the strongest")
            .Whiskers(x, [.. trials.Select(trial => trial.Gap.Score.Low ?? double.NaN)],
                [.. trials.Select(trial => trial.Gap.Score.High ?? double.NaN)], "95 % interval")
            .Points(x, [.. trials.Select(trial => trial.Gap.Score.Value ?? double.NaN)], "strengths");
        TableBlock block = new TableBlock("Strengths of the penalty")
        {
            Caption = "What the model has is the plan's strength, or 1 where it names none, chosen before these rows were seen. The gap "
                + "has Newcombe's 95 % interval "
                + "of these two groups; strengths are compared on the same rows, so what two of them differ by is less uncertain than "
                + "either. The best of several looks better than it is: judge a new choice on the test rows of a new run.",
        }.Column("strength").Column("AUC", number: true).Column(gap, number: true).Column("between");
        foreach (StrengthTrial trial in trials)
            block = block.Row(trial.Strength == 0 ? "none" : Numbers.Text(trial.Strength) + (trial.Strength == own ? " (the model's)" : ""),
                StudyText.Interval(trial.Gap.Score), StudyText.Interval(trial.Gap.Gap), trial.Gap.Between);
        yield return block;
    }
}
