namespace Florin;

using System.Collections.Immutable;

/// <summary>Charts of scores that are probabilities of one of two values.</summary>
static class BinaryCharts
{
    public static IEnumerable<PageBlock> Of(Study study)
    {
        if (study.Target.Kind != ModelTask.Binary) yield break;
        StudyCurves curves = study.Curves;
        string positive = study.Target.Positive!;
        if (curves.Roc is { } roc)
            yield return new Chart("ROC curve")
            {
                XLabel = "share of the others above the cut-off",
                YLabel = "share of the events above it",
                Caption = $"AUC {StudyText.Interval(study.Test["auc"])}; the diagonal is chance.",
            }.Line(roc.FalsePositiveRate.AsSpan(), roc.TruePositiveRate.AsSpan(), study.Network.Name).Line([0.0, 1], [0.0, 1], "chance");
        if (curves.PrecisionRecall is { } precision)
            yield return new Chart("Precision and recall")
            {
                XLabel = "recall: share of the events found",
                YLabel = "precision: share of events among the found",
                Caption = $"Average precision {StudyText.Interval(study.Test["averagePrecision"])}; chance gives "
                    + $"{StudyText.Number(study.Target.TestRate)}.",
            }.Line(precision.Recall.AsSpan(), precision.Precision.AsSpan(), study.Network.Name)
                .MarkY(study.Target.TestRate, "base rate");
        if (curves.Ks is { } ks)
            yield return new Chart("Kolmogorov–Smirnov")
            {
                XLabel = "score",
                YLabel = "share of rows with a lower score",
                Caption = $"KS {StudyText.Interval(study.Test["ks"])}: the largest distance between the two lines.",
            }.Line(ks.Score.AsSpan(), ks.Positives.AsSpan(), positive).Line(ks.Score.AsSpan(), ks.Negatives.AsSpan(), "others")
                .MarkX(ks.Score[ks.At], "KS");
        if (curves.Gains is { } gains)
            yield return new Chart("Cumulative gains")
            {
                XLabel = "share of the rows, highest score first",
                YLabel = "share of the events among them",
                Caption = "How many of the events are found when so many rows are looked at.",
            }.Line(gains.Marked.AsSpan(), gains.Captured.AsSpan(), study.Network.Name).Line([0.0, 1], [0.0, 1], "chance");
        if (curves.Histogram is { } histogram) yield return Histogram(study, histogram);
        if (study.Calibration is { } calibration) yield return Reliability(calibration);
    }

    static Chart Histogram(Study study, ScoreHistogram histogram)
    {
        double[] middles = [.. histogram.Edges.Zip(histogram.Edges.Skip(1), (low, high) => (low + high) / 2)];
        return new Chart("Scores by outcome")
        {
            XLabel = "score",
            YLabel = "share of the class",
        }.Steps(middles, Shares(histogram.Positives), study.Target.Positive!).Steps(middles, Shares(histogram.Negatives), "others");
    }

    static double[] Shares(ImmutableArray<double> counts) => [.. counts.Select(count => count / Math.Max(counts.Sum(), 1e-300))];

    static Chart Reliability(StudyCalibration calibration)
    {
        ImmutableArray<ReliabilityBin> bins = calibration.Bins;
        double top = Math.Max(bins.Max(bin => bin.High), bins.Max(bin => bin.Score));
        double[] scores = [.. bins.Select(bin => bin.Score)];
        return new Chart("Are the probabilities true?")
        {
            XLabel = "mean score of a tenth of the rows",
            YLabel = "share of events among them",
            Caption = "Ten groups of equal size with 95 % intervals; on the diagonal score and share agree. "
                + (calibration.Method is { } method ? $"Calibrated: {method}. " : "")
                + $"Calibration slope {StudyText.Number(calibration.Slope)} (1 is right), "
                + $"intercept {StudyText.Number(calibration.Intercept)} (0 is right), "
                + $"Spiegelhalter p {StudyText.Number(calibration.SpiegelhalterP)}.",
        }.Points(scores, [.. bins.Select(bin => bin.Rate)], "observed").Line(scores, [.. bins.Select(bin => bin.Low)], "lower limit")
            .Line(scores, [.. bins.Select(bin => bin.High)], "upper limit").Line([0, top], [0, top], "true");
    }
}
