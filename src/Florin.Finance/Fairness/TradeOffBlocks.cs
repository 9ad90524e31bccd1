namespace Florin;

using System.Globalization;

/// <summary>What less of a gap would cost: every trial of a search by its ranking and its gap.</summary>
static class TradeOffBlocks
{
    public static IEnumerable<PageBlock> Of(Study study)
    {
        if (study.Searches is not [.., var search]) yield break;
        SearchTrial[] judged = [.. search.Trials.Where(trial => trial.Gap is { Score.Value: not null, Gap.Value: not null })];
        if (judged.Length < 2) yield break;
        SearchTrial[] front = [.. Front(judged)];
        double[] x = [.. judged.Select(trial => trial.Gap!.Gap.Value!.Value)];
        yield return new Chart("AUC against the gap in approval")
        {
            XLabel = "largest gap in approval between two groups",
            YLabel = "AUC of the validation rows",
            XPercent = true,
            Caption = "Each point is a trial of the search on the validation rows, with DeLong's 95 % interval of its AUC; the line joins "
                + "those that no other beats in both. Where intervals overlap, the trial with the smaller gap may be as good.",
        }.Points(x, [.. judged.Select(trial => trial.Gap!.Score.Value!.Value)], "trials")
            .Whiskers(x, [.. judged.Select(trial => trial.Gap!.Score.Low ?? double.NaN)],
                [.. judged.Select(trial => trial.Gap!.Score.High ?? double.NaN)], "95 % interval")
            .Line([.. front.Select(trial => trial.Gap!.Gap.Value!.Value)], [.. front.Select(trial => trial.Gap!.Score.Value!.Value)],
                "not beaten in both");
        TableBlock block = new TableBlock("Trials that no other beats in both")
        {
            Caption = "The gap is the largest difference between a group and its reference in the share approved, with Newcombe's 95 % "
                + "interval of these two groups. The best of many looks better than it is, in both.",
        }.Column("trial").Column("settings").Column("AUC", number: true).Column("gap", number: true).Column("between");
        foreach (SearchTrial trial in front)
            block = block.Row(trial.Number.ToString(CultureInfo.InvariantCulture), trial.Settings.ToString(),
                StudyText.Interval(trial.Gap!.Score), StudyText.Interval(trial.Gap.Gap), trial.Gap.Between);
        yield return block;
    }

    /// <summary>By rising gap: each ranks better than all with a smaller one.</summary>
    internal static IEnumerable<SearchTrial> Front(IEnumerable<SearchTrial> trials)
    {
        double best = double.NegativeInfinity;
        foreach (SearchTrial trial in trials.OrderBy(trial => trial.Gap!.Gap.Value).ThenByDescending(trial => trial.Gap!.Score.Value))
        {
            if (trial.Gap!.Score.Value <= best) continue;
            best = trial.Gap.Score.Value!.Value;
            yield return trial;
        }
    }
}
