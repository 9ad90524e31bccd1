namespace Florin;

/// <summary>How much the numbers move from fold to fold.</summary>
static class FoldBlocks
{
    public static IEnumerable<PageBlock> Of(Study study)
    {
        if (study.Folds.Length == 0) yield break;
        MetricValue[] found = [.. study.Folds.Select(fold => fold[study.Metric])];
        double[] numbers = [.. study.Folds.Index().Select(fold => fold.Index + 1.0)];
        if (Spread(study, study.Metric) is { } spread)
            yield return new Chart($"{StudyText.Plain(study.Metric)} by fold")
            {
                XLabel = "fold",
                YLabel = StudyText.Plain(study.Metric),
                Caption = "Each point is a model that learned without the rows that judge it.",
            }.Points(numbers, [.. found.Select(value => value.Value ?? double.NaN)], "fold")
                .Whiskers(numbers, [.. found.Select(value => value.Low ?? double.NaN)],
                    [.. found.Select(value => value.High ?? double.NaN)], "95 % interval")
                .Reference([numbers[0], numbers[^1]], [spread.Mean, spread.Mean], "mean");
        TableBlock block = new TableBlock("Over the folds")
        {
            Caption = "Folds share training rows, so the standard deviation says less than that of as many fresh samples would. Each fold "
                + "stands in study.json.",
        }.Column("metric").Column("mean", number: true).Column("deviation", number: true).Column("least", number: true)
            .Column("most", number: true);
        foreach (string metric in study.Test.Keys)
            block = block.Row(StudyText.Label(metric), StudyText.Number(Spread(study, metric)?.Mean),
                StudyText.Number(Spread(study, metric)?.Deviation), StudyText.Number(study.Folds.Min(fold => fold[metric].Value)),
                StudyText.Number(study.Folds.Max(fold => fold[metric].Value)));
        yield return block;
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
