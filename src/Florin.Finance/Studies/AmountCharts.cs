namespace Florin;

/// <summary>Charts of expected amounts and counts.</summary>
static class AmountCharts
{
    public static IEnumerable<PageBlock> Of(Study study)
    {
        if (study.Groups.Length > 0) yield return Groups(study);
        if (study.Curves.Lorenz is { } lorenz)
            yield return new Chart("Lorenz curve")
            {
                XLabel = study.Target.Exposure is { } exposure ? $"share of {exposure}, lowest rate first"
                    : "share of the rows, lowest first",
                YLabel = $"share of {study.Target.Column}",
                Caption = $"Gini {StudyText.Interval(study.Test["gini"])}"
                    + (lorenz.Normalized is { } best ? $", {StudyText.Number(best)} of what the perfect order would have" : "")
                    + ". The further below the diagonal, the better the order.",
            }.Line(lorenz.Exposure.AsSpan(), lorenz.Claims.AsSpan(), study.Network.Name).Line([0.0, 1], [0.0, 1], "no order");
    }

    static Chart Groups(Study study)
    {
        double[] expected = [.. study.Groups.Select(group => group.Expected)];
        (double low, double high) = (Math.Min(expected.Min(), study.Groups.Min(group => group.Low)),
            Math.Max(expected.Max(), study.Groups.Max(group => group.High)));
        return new Chart("Does it happen as expected?")
        {
            XLabel = "expected: mean of a tenth of the rows",
            YLabel = $"observed: mean {study.Target.Column}" + (study.Target.Exposure is { } exposure ? $" for one {exposure}" : ""),
            Caption = "Ten groups of rows by rising score with 95 % intervals; on the diagonal expected and observed agree. "
                + $"The mean of all test rows is {StudyText.Number(study.Target.TestRate)}.",
        }.Points(expected, [.. study.Groups.Select(group => group.Observed)], "observed")
            .Line(expected, [.. study.Groups.Select(group => group.Low)], "lower limit")
            .Line(expected, [.. study.Groups.Select(group => group.High)], "upper limit").Line([low, high], [low, high], "as expected");
    }
}
