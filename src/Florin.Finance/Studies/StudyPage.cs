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
            Subtitle = $"{study.Recipe}: {StudyText.Question(study.Target)}",
            Blocks =
            [
                new TextBlock(StudyText.Verdict(study)), Metrics(study), .. FoldBlocks.Of(study), .. Gates(study),
                .. BinaryCharts.Of(study), .. AmountCharts.Of(study), .. ScorecardBlocks.Of(study),
                .. Confusion(study), Importance(study),
                .. study.Dependence.Select(each => Dependence(study, each)), Stability(study), Training(study), .. LearningCurve(study),
                .. SearchBlocks.Of(study),
                Notes(study),
                Lineage(study),
            ],
        };
    }

    static TableBlock Metrics(Study study)
    {
        TableBlock block = new TableBlock("Performance on the test rows")
        {
            Caption = study.Target.Kind == ModelTask.Binary
                ? "95 % intervals: AUC and Gini by DeLong (rows with weights: as the others), the others by a stratified "
                    + "bootstrap of 1,000 samples. ↓: less is better. "
                    + "ECE is the expected calibration error; accuracy and F1 are at a cut-off of 0.5."
                : "95 % intervals by a bootstrap of 1,000 samples. ↓: less is better.",
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

    static IEnumerable<PageBlock> LearningCurve(Study study)
    {
        if (study.LearningCurve.Length == 0) yield break;
        double[] rows = [.. study.LearningCurve.Select(each => (double)each.Rows)];
        yield return new Chart("Would more rows help?")
        {
            XLabel = "training rows",
            YLabel = StudyText.Label(study.Metric),
            Caption = "The same network trained on a share of the training rows, judged on the same test rows, with 95 % intervals. "
                + "A curve that still moves at its right end says that more rows would help.",
        }.Line(rows, [.. study.LearningCurve.Select(each => each.Test.Value ?? double.NaN)], study.Network.Name)
            .Line(rows, [.. study.LearningCurve.Select(each => each.Test.Low ?? double.NaN)], "lower limit")
            .Line(rows, [.. study.LearningCurve.Select(each => each.Test.High ?? double.NaN)], "upper limit");
    }

    static TableBlock Importance(Study study)
    {
        TableBlock block = new TableBlock("What the model looks at")
        {
            Caption = $"How much worse {StudyText.Plain(study.Metric)} of the test rows is when a column is shuffled: mean and range of "
                + "three shuffles. Columns that say the same share their importance.",
        }.Column("column").Column("worse by", number: true).Column("range", number: true);
        foreach (ColumnImportance each in study.Importance.Take(20))
            block = block.Row(each.Column, StudyText.Number(each.Drop),
                $"{StudyText.Number(each.Low)} to {StudyText.Number(each.High)}");
        return block;
    }

    /// <summary>A line by number, a table by level.</summary>
    static PageBlock Dependence(Study study, ColumnDependence found)
    {
        const string caption = "Mean score of up to 500 test rows when all of them have the same cell here, and the range of eight rows of "
            + "ten. What hangs together is moved apart: a guide, not a law.";
        string title = $"How the score moves with {found.Column}";
        if (found.Points.All(point => point.Number is not null))
        {
            double[] x = [.. found.Points.Select(point => point.Number!.Value)];
            return new Chart(title) { XLabel = found.Column, YLabel = StudyText.ScoreName(study.Target), Caption = caption }
                .Line(x, [.. found.Points.Select(point => point.Mean)], "mean")
                .Line(x, [.. found.Points.Select(point => point.Low)], "one row of ten below")
                .Line(x, [.. found.Points.Select(point => point.High)], "one row of ten above");
        }

        TableBlock block = new TableBlock(title) { Caption = caption }.Column(found.Column).Column("mean score", number: true)
            .Column("eight rows of ten", number: true);
        foreach (DependencePoint point in found.Points.OrderByDescending(point => point.Mean))
            block = block.Row(point.Cell, StudyText.Number(point.Mean), $"{StudyText.Number(point.Low)} to {StudyText.Number(point.High)}");
        return block;
    }

    static IEnumerable<PageBlock> Confusion(Study study)
    {
        if (study.Confusion.Length == 0) yield break;
        string[] names = [.. study.Target.Classes.Select(each => each.Name)];
        TableBlock block = new TableBlock("What was taken for what")
        {
            Caption = "Test rows: a line for each class, a column for the likeliest class by the model.",
        }.Column("is").Column("share", number: true);
        foreach (string name in names) block = block.Column(name, number: true);
        for (int row = 0; row < names.Length; row++)
            block = block.Row([names[row], string.Create(CultureInfo.InvariantCulture, $"{study.Target.Classes[row].TestShare:P1}"),
                .. study.Confusion[row].Select(count => count.ToString("N0", CultureInfo.InvariantCulture))]);
        yield return block;
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
