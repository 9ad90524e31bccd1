namespace Florin;

using System.Collections.Immutable;
using System.Globalization;

/// <summary>Charts of scores that are probabilities of one of two values.</summary>
static class BinaryCharts
{
    /// <summary>How well the scores tell one value from the other.</summary>
    public static IEnumerable<PageBlock> Ranking(Study study)
    {
        StudyCurves curves = study.Curves;
        if (curves.Roc is { } roc)
            yield return Shares("ROC curve", "others above the cut-off", "events above it",
                    $"AUC {StudyText.Interval(study.Test["auc"])}.")
                .Line(roc.FalsePositiveRate.AsSpan(), roc.TruePositiveRate.AsSpan(), study.Network.Name)
                .Reference([0.0, 1], [0.0, 1], "chance");
        if (curves.PrecisionRecall is { } precision)
            yield return Shares("Precision and recall", "recall: events found", "precision: events among the found",
                    $"Average precision {StudyText.Interval(study.Test["averagePrecision"])}.")
                .Line(precision.Recall.AsSpan(), precision.Precision.AsSpan(), study.Network.Name)
                .Reference([0.0, 1], [study.Target.TestRate, study.Target.TestRate], $"chance: {StudyText.Percent(study.Target.TestRate)}");
        if (curves.Ks is { } ks)
            yield return Shares("Kolmogorov–Smirnov", "score", "rows with a lower score",
                    $"KS {StudyText.Interval(study.Test["ks"])}: the largest distance between the two lines.")
                .Line(ks.Score.AsSpan(), ks.Positives.AsSpan(), Event(study)).Line(ks.Score.AsSpan(), ks.Negatives.AsSpan(), "others")
                .MarkX(ks.Score[ks.At], $"KS at {StudyText.Percent(ks.Score[ks.At])}");
        if (curves.Gains is { } gains)
            yield return Shares("Cumulative gains", "rows, highest score first", "events among them", Caught(gains, curves.Lift))
                .Line(gains.Marked.AsSpan(), gains.Captured.AsSpan(), study.Network.Name)
                .Reference([0.0, 1], [0.0, 1], "chance");
        if (curves.Lift.Length > 0) yield return Lift(curves.Lift);
    }

    /// <summary>Whether the scores are true.</summary>
    public static IEnumerable<PageBlock> Calibration(Study study)
    {
        if (study.Calibration is { } calibration) yield return Reliability(calibration);
        if (study.Curves.Histogram is { } histogram) yield return Histogram(study, histogram);
        if (study.Calibration is { } tests)
            yield return new TableBlock("Calibration in numbers")
            {
                Caption = tests.Method is { } method ? $"Done to what the nets say, fitted to rows that they did not see: {method}." : "",
            }.Column("what").Column("found", number: true).Column("right")
                .Row("mean score", StudyText.Percent(tests.MeanScore), $"{StudyText.Percent(study.Target.TestRate)}: what happened")
                .Row("slope", StudyText.Number(tests.Slope), "1; below it scores are too far apart, above it too close")
                .Row("intercept", StudyText.Number(tests.Intercept), "0")
                .Row("Spiegelhalter's test, p", StudyText.PValue(tests.SpiegelhalterP), "0.05 or more: no sign of false scores")
                .Row("ECE", StudyText.Number(study.Test["ece"].Value), "near 0: mean distance of score and share");
    }

    static string Event(Study study) => $"{study.Target.Column} = {study.Target.Positive}";

    static Chart Shares(string title, string x, string y, string caption) => new(title)
    {
        XLabel = x,
        YLabel = y,
        XPercent = true,
        YPercent = true,
        Caption = caption,
    };

    /// <summary>The first tenth of the table below it; where there is none, the first point of the curve from a tenth on.</summary>
    static string Caught(GainsCurve gains, ImmutableArray<LiftBin> tenths)
    {
        static string Text(double marked, double captured) => $"The {StudyText.Percent(marked)} of the rows with the highest scores hold "
            + $"{StudyText.Percent(captured)} of the events.";
        // Captured events are the lift times the share of the rows, whatever they weigh.
        if (tenths is [{ Lift: > 0 } first, ..]) return Text(first.Captured / first.Lift, first.Captured);
        int at = gains.Marked.Index().First(each => each.Item >= 0.1 || each.Index == gains.Marked.Length - 1).Index;
        return Text(gains.Marked[at], gains.Captured[at]);
    }

    static TableBlock Lift(ImmutableArray<LiftBin> bins)
    {
        TableBlock block = new TableBlock("Tenths of the rows, highest score first")
        {
            Caption = "Lift: events among them against events among all, drawn as bars.",
            Bars = [.. bins.Select(bin => bin.Lift)],
        }.Column("tenth").Column("rows", number: true).Column("mean score", number: true).Column("events", number: true)
            .Column("of all events so far", number: true).Column("lift", number: true);
        foreach ((int number, LiftBin bin) in bins.Index())
            block = block.Row(StudyText.Whole(number + 1), StudyText.Whole(bin.Rows), StudyText.Percent(bin.Score),
                StudyText.Percent(bin.Rate), StudyText.Percent(bin.Captured),
                bin.Lift.ToString("0.00", CultureInfo.InvariantCulture));
        return block;
    }

    static Chart Histogram(Study study, ScoreHistogram histogram)
    {
        Chart chart = Shares("Scores by outcome", "score", "share of the class", "The further apart the two, the better the order.");
        foreach ((ImmutableArray<double> shares, string name) in (ReadOnlySpan<(ImmutableArray<double>, string)>)
            [(histogram.Positives, Event(study)), (histogram.Negatives, "others")])
            // A height holds from its edge to the next, so the last edge repeats the last height.
            if (shares.Length > 0) chart = chart.Steps(histogram.Edges.AsSpan(), [.. shares, shares[^1]], name);
        return chart;
    }

    static Chart Reliability(StudyCalibration calibration)
    {
        ImmutableArray<ReliabilityBin> bins = calibration.Bins;
        double top = Math.Max(bins.Max(bin => bin.High), bins.Max(bin => bin.Score));
        double[] scores = [.. bins.Select(bin => bin.Score)];
        return Shares("Are the probabilities true?", "mean score of a tenth of the rows", "events among them",
                "Ten groups of equal size with 95 % intervals; on the line score and share agree.")
            .Points(scores, [.. bins.Select(bin => bin.Rate)], "observed")
            .Whiskers(scores, [.. bins.Select(bin => bin.Low)], [.. bins.Select(bin => bin.High)], "95 % interval")
            .Reference([0, top], [0, top], "true");
    }
}
