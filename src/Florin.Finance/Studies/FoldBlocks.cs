namespace Florin;

using System.Globalization;

/// <summary>How much the numbers move from fold to fold.</summary>
static class FoldBlocks
{
    public static IEnumerable<PageBlock> Of(Study study)
    {
        if (study.Folds.Length == 0) yield break;
        string[] metrics = [.. study.Test.Keys];
        TableBlock block = new TableBlock("From fold to fold")
        {
            Caption = "Each line is a model that learned without the rows that judge it. The last lines are the mean of the folds and "
                + "the standard deviation between them; folds share training rows, so it says less than as many fresh samples would.",
        }.Column("fold");
        foreach (string metric in metrics) block = block.Column(StudyText.Label(metric), number: true);
        foreach ((int number, IReadOnlyDictionary<string, MetricValue> fold) in study.Folds.Index())
            block = block.Row([(number + 1).ToString(CultureInfo.InvariantCulture),
                .. metrics.Select(metric => StudyText.Number(fold[metric].Value))]);
        yield return block
            .Row(["mean", .. metrics.Select(metric => StudyText.Number(Spread(study, metric)?.Mean))])
            .Row(["deviation", .. metrics.Select(metric => StudyText.Number(Spread(study, metric)?.Deviation))]);
    }

    /// <summary>Mean and standard deviation over the folds; null where a fold has no value.</summary>
    public static (double Mean, double Deviation)? Spread(Study study, string metric)
    {
        double?[] values = [.. study.Folds.Select(fold => fold[metric].Value)];
        if (values.Length < 2 || values.Any(value => value is null)) return null;
        double mean = values.Average()!.Value;
        return (mean, Math.Sqrt(values.Sum(value => (value!.Value - mean) * (value.Value - mean)) / (values.Length - 1)));
    }
}
