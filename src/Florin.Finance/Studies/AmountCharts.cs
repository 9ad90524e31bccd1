namespace Florin;

/// <summary>Charts of expected amounts and counts.</summary>
static class AmountCharts
{
    /// <summary>Whether what is expected happens.</summary>
    public static IEnumerable<PageBlock> Calibration(Study study)
    {
        if (study.Groups.Length > 0) yield return Groups(study);
    }

    /// <summary>How well expected counts rank.</summary>
    public static IEnumerable<PageBlock> Ranking(Study study)
    {
        if (study.Curves.Lorenz is { } lorenz)
            yield return new Chart("Lorenz curve")
            {
                XLabel = study.Target.Exposure is { } exposure ? $"share of {exposure}, lowest rate first"
                    : "share of the rows, lowest first",
                YLabel = $"share of {study.Target.Column}",
                XPercent = true,
                YPercent = true,
                Caption = $"Gini {StudyText.Interval(study.Test["gini"])}"
                    + (lorenz.Normalized is { } best ? $", {StudyText.Number(best)} of what the perfect order would have" : "")
                    + ". The further below the diagonal, the better the order.",
            }.Line(lorenz.Exposure.AsSpan(), lorenz.Claims.AsSpan(), study.Network.Name).Reference([0.0, 1], [0.0, 1], "no order");
    }

    static Chart Groups(Study study)
    {
        double[] expected = [.. study.Groups.Select(group => group.Expected)];
        (double low, double high) = (Math.Min(expected.Min(), study.Groups.Min(group => group.Low)),
            Math.Max(expected.Max(), study.Groups.Max(group => group.High)));
        return new Chart("Does it happen as expected?")
        {
            XPercent = study.Target.Kind == ModelTask.Share,
            YPercent = study.Target.Kind == ModelTask.Share,
            XLabel = "expected: mean of a tenth of the rows",
            YLabel = $"observed: mean {study.Target.Column}" + (study.Target.Exposure is { } exposure ? $" for one {exposure}" : ""),
            Caption = "Ten groups of rows by rising score with 95 % intervals; on the line expected and observed agree. "
                + $"The mean of all test rows is {StudyText.Mean(study, study.Target.TestRate)}.",
        }.Points(expected, [.. study.Groups.Select(group => group.Observed)], "observed")
            .Whiskers(expected, [.. study.Groups.Select(group => group.Low)], [.. study.Groups.Select(group => group.High)],
                "95 % interval").Reference([low, high], [low, high], "as expected");
    }
}
