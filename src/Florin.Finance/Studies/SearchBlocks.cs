namespace Florin;

using System.Globalization;

/// <summary>What a search tried and found.</summary>
static class SearchBlocks
{
    const int Shown = 12;

    public static IEnumerable<PageBlock> Of(Study study)
    {
        if (study.Searches is not [.., var search]) yield break;
        bool loss = ModelEvaluation.IsLoss(study.Metric);
        SearchTrial[] judged = [.. search.Trials.Where(trial => trial.Score is not null)];
        string metric = StudyText.Label(study.Metric);
        if (judged.Length > 1)
            yield return new Chart("What the search tried")
            {
                XLabel = "trial",
                YLabel = $"{metric} of the validation rows",
                Caption = "Each point is a model with settings of its own; the line is the best so far. The best of many looks better "
                    + "than it is: the test rows, which had no part in it, say how good it is.",
            }.Points([.. judged.Select(trial => (double)trial.Number)], [.. judged.Select(trial => trial.Score!.Value)], "trials")
                .Line([.. judged.Select(trial => (double)trial.Number)], [.. Best(judged, loss)], "best so far");
        TableBlock block = new TableBlock("The best settings that were tried")
        {
            Caption = string.Create(CultureInfo.InvariantCulture, $"{search.Trials.Length} trials within {search.Space}.")
                + (study.Searches.Length > 1 ? " Each fold had a search of its own; this is that of the model of all rows." : "")
                + " Every trial stands in study.json.",
        }.Column("trial").Column("settings").Column(metric, number: true).Column("epochs", number: true);
        foreach (SearchTrial trial in (loss ? judged.OrderBy(trial => trial.Score)
            : judged.OrderByDescending(trial => trial.Score)).Take(Shown))
            block = block.Row(trial.Number.ToString(CultureInfo.InvariantCulture), trial.Settings.ToString(), StudyText.Number(trial.Score),
                trial.Epochs.ToString(CultureInfo.InvariantCulture));
        yield return block;
    }

    static IEnumerable<double> Best(SearchTrial[] trials, bool loss)
    {
        double best = trials[0].Score!.Value;
        foreach (SearchTrial trial in trials)
        {
            best = loss ? Math.Min(best, trial.Score!.Value) : Math.Max(best, trial.Score!.Value);
            yield return best;
        }
    }
}
