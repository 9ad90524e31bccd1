namespace Florin;

using System.Collections.Immutable;
using System.Globalization;

/// <summary>A study as a page to read: verdict first, then what it rests on, then what was not tested.</summary>
public static class StudyPage
{
    /// <summary>The page of a study.</summary>
    public static ChartPage Of(Study study)
    {
        ArgumentNullException.ThrowIfNull(study);
        return new ChartPage(study.Name)
        {
            Subtitle = $"{study.Recipe}: who will be \"{study.Target.Positive}\" in column {study.Target.Column}",
            Blocks =
            [
                new TextBlock(StudyText.Verdict(study)), Metrics(study), .. Gates(study), .. Curves(study), Reliability(study),
                    Training(study),
                Importance(study), Stability(study), Notes(study), Lineage(study),
            ],
        };
    }

    static TableBlock Metrics(Study study)
    {
        TableBlock block = new TableBlock("Performance on the test rows")
        {
            Caption = "95 % intervals: AUC and Gini by DeLong, the others by a stratified bootstrap of 1,000 samples. ↓: less is better. "
                + "ECE is the expected calibration error.",
        }.Column("metric").Column(study.Network.Name, number: true);
        foreach (StudyChallenger challenger in study.Challengers) block = block.Column(challenger.Name, number: true);
        foreach ((string name, MetricValue value) in study.Test)
            block = block.Row([StudyText.Label(name), StudyText.Interval(value), .. study.Challengers.Select(each
                => StudyText.Interval(each.Test[name]))]);
        return block;
    }

    static IEnumerable<PageBlock> Gates(Study study)
    {
        if (study.Gates.Length == 0) yield break;
        TableBlock block = new TableBlock("Gates").Column("metric").Column("limit").Column("value", number: true).Column("result");
        foreach (StudyGate gate in study.Gates)
            block = block.Row(StudyText.Label(gate.Metric), gate.Limit, StudyText.Number(gate.Value), gate.Passed ? "passed" : "failed");
        yield return block;
    }

    static IEnumerable<PageBlock> Curves(Study study)
    {
        StudyCurves curves = study.Curves;
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
            }.Line(ks.Score.AsSpan(), ks.Positives.AsSpan(), study.Target.Positive).Line(ks.Score.AsSpan(), ks.Negatives.AsSpan(), "others")
                .MarkX(ks.Score[ks.At], "KS");
        if (curves.Gains is { } gains)
            yield return new Chart("Cumulative gains")
            {
                XLabel = "share of the rows, highest score first",
                YLabel = "share of the events among them",
                Caption = "How many of the events are found when so many rows are looked at.",
            }.Line(gains.Marked.AsSpan(), gains.Captured.AsSpan(), study.Network.Name).Line([0.0, 1], [0.0, 1], "chance");
        if (curves.Histogram is { } histogram) yield return Histogram(study, histogram);
    }

    static Chart Histogram(Study study, ScoreHistogram histogram)
    {
        double[] middles = [.. histogram.Edges.Zip(histogram.Edges.Skip(1), (low, high) => (low + high) / 2)];
        return new Chart("Scores by outcome")
        {
            XLabel = "score",
            YLabel = "share of the class",
        }.Steps(middles, Shares(histogram.Positives), study.Target.Positive).Steps(middles, Shares(histogram.Negatives), "others");
    }

    static double[] Shares(ImmutableArray<double> counts) => [.. counts.Select(count => count / Math.Max(counts.Sum(), 1e-300))];

    static Chart Reliability(Study study)
    {
        ImmutableArray<ReliabilityBin> bins = study.Calibration.Bins;
        double top = Math.Max(bins.Max(bin => bin.High), bins.Max(bin => bin.Score));
        double[] scores = [.. bins.Select(bin => bin.Score)];
        return new Chart("Are the probabilities true?")
        {
            XLabel = "mean score of a tenth of the rows",
            YLabel = "share of events among them",
            Caption = "Ten groups of equal size with 95 % intervals; on the diagonal score and share agree. "
                + $"Calibration slope {StudyText.Number(study.Calibration.Slope)} (1 is right), "
                + $"intercept {StudyText.Number(study.Calibration.Intercept)} (0 is right), "
                + $"Spiegelhalter p {StudyText.Number(study.Calibration.SpiegelhalterP)}.",
        }.Points(scores, [.. bins.Select(bin => bin.Rate)], "observed").Line(scores, [.. bins.Select(bin => bin.Low)], "lower limit")
            .Line(scores, [.. bins.Select(bin => bin.High)], "upper limit").Line([0, top], [0, top], "true");
    }

    static Chart Training(Study study)
    {
        ImmutableArray<StudyEpoch> epochs = study.Curves.Training;
        double[] numbers = [.. epochs.Select(epoch => (double)epoch.Epoch)];
        Chart chart = new Chart("Training") { XLabel = "epoch", YLabel = "loss" }
            .Line(numbers, [.. epochs.Select(epoch => epoch.Loss)], "training rows");
        if (epochs.All(epoch => epoch.ValidationLoss is not null))
            chart = chart.Line(numbers, [.. epochs.Select(epoch => epoch.ValidationLoss!.Value)], "validation rows");
        return chart.MarkX(study.Network.BestEpoch, "kept") with
        {
            Caption = string.Create(CultureInfo.InvariantCulture,
                $"{study.Network.Epochs} epochs; the weights of epoch {study.Network.BestEpoch} are kept."),
        };
    }

    static TableBlock Importance(Study study)
    {
        TableBlock block = new TableBlock("What the model looks at")
        {
            Caption = "What the AUC of the test rows loses when a column is shuffled: mean and range of three shuffles. Columns "
                + "that say the same share their importance.",
        }.Column("column").Column("loss of AUC", number: true).Column("range", number: true);
        foreach (ColumnImportance each in study.Importance.Take(20))
            block = block.Row(each.Column, StudyText.Number(each.AucDrop),
                $"{StudyText.Number(each.Low)} to {StudyText.Number(each.High)}");
        return block;
    }

    static TableBlock Stability(Study study)
    {
        TableBlock block = new TableBlock("Has the population moved?")
        {
            Caption = "Population stability index of the test rows against the training rows. Below 0.10 is usual, above 0.25 is a "
                + "shift; an index below its limit may be chance.",
        }.Column("what").Column("PSI", number: true).Column("limit of chance", number: true).Column("reading");
        foreach (StudyStability each in study.Stability.Take(1).Concat(study.Stability.Skip(1).OrderByDescending(each
            => each.Psi).Take(15)))
            block = block.Row(each.Name, StudyText.Number(each.Psi), StudyText.Number(each.Limit), StudyText.Reading(each));
        return block;
    }

    static TableBlock Notes(Study study)
    {
        TableBlock block = new TableBlock("What to know, and what was not tested").Column("");
        foreach (string note in study.Notes) block = block.Row(note);
        return block;
    }

    static TableBlock Lineage(Study study) => new TableBlock("Where this comes from").Column("").Column("")
        .Row("Florin", study.Version).Row("recipe", study.Recipe)
        .Row("rows", string.Create(CultureInfo.InvariantCulture,
            $"{study.Rows.Train:N0} training, {study.Rows.Validation:N0} validation, {study.Rows.Test:N0} test"))
        .Row("split", study.Split)
        .Row("network", string.Create(CultureInfo.InvariantCulture,
            $"{study.Network.Name} ({study.Network.Reason}), {study.Model.Parameters:N0} learned numbers"))
        .Row("seed", study.Seed.ToString(CultureInfo.InvariantCulture))
        .Row("data, SHA-256", study.Data.Sha256).Row("model, SHA-256", study.Model.Sha256)
        .Row("time", string.Create(CultureInfo.InvariantCulture,
            $"{study.Timing.TotalSeconds:F1} s, of it training {study.Timing.FitSeconds:F1} s"));
}
