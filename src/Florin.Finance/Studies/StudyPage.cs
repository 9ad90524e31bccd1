namespace Florin;

using System.Collections.Immutable;
using System.Globalization;

/// <summary>A study as a page to read: verdict first, then what it rests on, then what was not tested.</summary>
public static class StudyPage
{
    const int MostColumns = 20;

    /// <summary>The page of a study.</summary>
    public static ChartPage Of(Study study)
    {
        ArgumentNullException.ThrowIfNull(study);
        return new ChartPage(study.Name)
        {
            Subtitle = $"{study.Recipe}: {StudyText.Question(study.Target)}",
            Blocks =
            [
                StudyVerdict.Of(study),
                .. Chosen(study).SelectMany(section => Blocks(study, section)),
                .. Section("What to know, and what was not tested", [new ListBlock("") { Items = study.Notes }]),
                .. Section("Where this comes from", [Lineage(study), .. Code("The plan", study.Plan),
                    .. Code("The network", study.Network.Code)]),
            ],
        };
    }

    static IEnumerable<ReportSection> Chosen(Study study) =>
        study.Report.IsDefaultOrEmpty ? Enum.GetValues<ReportSection>() : study.Report.Distinct();

    static IEnumerable<PageBlock> Blocks(Study study, ReportSection section) => section switch
    {
        ReportSection.Performance => Section("Performance", [.. Performance(study)]),
        ReportSection.Calibration => Section("Calibration", [.. BinaryCharts.Calibration(study), .. AmountCharts.Calibration(study),
            .. ShareBlocks.Backtest(study)]),
        ReportSection.Explanation =>
        [
            .. Section("What drives the score", [Importance(study)]),
            .. Section("Directions that are proved", [.. MonotoneBlocks.Of(study)]),
            .. Section("How the score moves", [.. Dependences(study)],
                "Mean score of up to 500 test rows when all of them have the same cell in one column, and the range of eight rows of "
                + "ten. What hangs together is moved apart: a guide, not a law."),
        ],
        ReportSection.Scorecard => Section("The scorecard beside it", [.. ScorecardBlocks.Of(study)]),
        ReportSection.Additive => Section(AdditiveBlocks.Title(study), [.. AdditiveBlocks.Of(study)], AdditiveBlocks.Caption(study)),
        ReportSection.Credit => CreditBlocks.Of(study),
        ReportSection.Groups => FairnessBlocks.Of(study),
        ReportSection.Stability => Section("Stability", [Stability(study)]),
        _ => Section("Training", [Training(study), .. LearningCurve(study), .. SearchBlocks.Of(study), .. TradeOffBlocks.Of(study)]),
    };

    static IEnumerable<PageBlock> Section(string title, PageBlock[] blocks, string? caption = null) =>
        blocks.Length == 0 ? [] : [new SectionBlock(title) { Caption = caption }, .. blocks];

    /// <summary>The metrics, the curves, and how much they move.</summary>
    internal static IEnumerable<PageBlock> Performance(Study study) =>
        [Metrics(study), .. FoldBlocks.Of(study), .. Ranking(study), .. Confusion(study)];

    internal static IEnumerable<PageBlock> Dependences(Study study) => study.Dependence.Select(each => Dependence(study, each));

    static IEnumerable<PageBlock> Ranking(Study study) =>
        study.Target.Kind == ModelTask.Binary ? BinaryCharts.Ranking(study)
            : [.. AmountCharts.Ranking(study), .. ShareBlocks.Ranking(study)];

    static IEnumerable<PageBlock> Code(string title, string text) =>
        text.Length == 0 ? [] : [new TextBlock(text.TrimEnd()) { Code = true, Title = title }];

    static TableBlock Metrics(Study study)
    {
        TableBlock block = new TableBlock("On the test rows")
        {
            Caption = study.Target.Kind == ModelTask.Binary
                ? "95 % intervals: AUC and Gini by DeLong (rows with weights: as the others), the others by a bootstrap of "
                    + "1,000 samples of the rows, of ranks by class. ↓: less is better. "
                    + "ECE is the expected calibration error; accuracy and F1 are at a cut-off of 0.5."
                : "95 % intervals by a bootstrap of 1,000 samples. ↓: less is better.",
        }.Column("metric").Column(study.Network.Name, number: true);
        foreach (StudyChallenger challenger in study.Challengers) block = block.Column(challenger.Name, number: true);
        foreach ((string name, MetricValue value) in study.Test)
            block = block.Row([StudyText.Label(name), StudyText.Interval(value), .. study.Challengers.Select(each
                => StudyText.Interval(each.Test[name]))]);
        return block;
    }

    internal static Chart Training(Study study)
    {
        ImmutableArray<StudyEpoch> epochs = study.Curves.Training;
        double[] numbers = [.. epochs.Select(epoch => (double)epoch.Epoch)];
        Chart chart = new Chart("Loss by epoch") { XLabel = "epoch", YLabel = "loss" }
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
            Caption = "The same network trained on a share of the training and validation rows, judged on the same test rows, with "
                + "95 % intervals. A curve that still moves at its right end says that more rows would help."
                + (study.Challengers.Any(each => each.Name == StudyChallengers.Before)
                    ? " Every share goes on from the model before, whose weights may know rows that the share leaves out: the curve is "
                        + "flatter than one from scratch." : ""),
        }.Line(rows, [.. study.LearningCurve.Select(each => each.Test.Value ?? double.NaN)], study.Network.Name)
            .Band(rows, [.. study.LearningCurve.Select(each => each.Test.Low ?? double.NaN)],
                [.. study.LearningCurve.Select(each => each.Test.High ?? double.NaN)], "95 % interval");
    }

    internal static TableBlock Importance(Study study)
    {
        TableBlock block = new TableBlock("What the model needs")
        {
            Caption = $"How much worse {StudyText.Plain(study.Metric)} of the test rows is when a column is shuffled: mean [least, most] "
                + "of the shuffles. Where the least is not above 0 no importance is shown: the column may be noise, or others say the same."
                + " Columns that say the same share their importance." + Beyond(study.Importance.Length),
            Bars = [.. study.Importance.Take(MostColumns).Select(each => each.Drop)],
        }.Column("column").Column("worse by", number: true).Column("reading");
        foreach (ColumnImportance each in study.Importance.Take(MostColumns))
            block = block.Row(each.Column, StudyText.Interval(new MetricValue(each.Drop, each.Low, each.High, 0)),
                each.Low > 0 ? "" : "no importance shown");
        return block;
    }

    static string Beyond(int columns) => columns <= MostColumns ? ""
        : string.Create(CultureInfo.InvariantCulture, $" The {MostColumns} first of {columns}; all stand in study.json.");

    /// <summary>A line by number, a table by level.</summary>
    static PageBlock Dependence(Study study, ColumnDependence found)
    {
        bool share = study.Target.Kind is ModelTask.Binary or ModelTask.Share;
        if (found.Points.All(point => point.Number is not null))
        {
            double[] x = [.. found.Points.Select(point => point.Number!.Value)];
            return new Chart(found.Column)
            {
                XLabel = found.Column,
                YLabel = StudyText.ScoreName(study.Target),
                YPercent = share,
            }.Line(x, [.. found.Points.Select(point => point.Mean)], "mean score")
                .Band(x, [.. found.Points.Select(point => point.Low)], [.. found.Points.Select(point => point.High)], "eight rows of ten");
        }

        DependencePoint[] levels = [.. found.Points.OrderByDescending(point => point.Mean)];
        Func<double, string> text = share ? StudyText.Percent : value => StudyText.Number(value);
        TableBlock block = new TableBlock(found.Column) { Bars = [.. levels.Select(point => point.Mean)] }
            .Column(found.Column).Column(StudyText.ScoreName(study.Target), number: true);
        foreach (DependencePoint point in levels)
            block = block.Row(point.Cell, $"{text(point.Mean)} [{text(point.Low)}, {text(point.High)}]");
        return block;
    }

    static IEnumerable<PageBlock> Confusion(Study study)
    {
        if (study.Confusion.Length == 0) yield break;
        string[] names = [.. study.Target.Classes.Select(each => each.Name)];
        TableBlock block = new TableBlock("What was taken for what")
        {
            Caption = "Test rows: a line for each class, a column for the likeliest class by the model. Recall: share of the class that is "
                + "found; precision: share of what is taken for the class that is right.",
        }.Column("is").Column("share of rows", number: true);
        foreach (string name in names) block = block.Column($"as {name}", number: true);
        block = block.Column("recall", number: true).Column("precision", number: true);
        for (int row = 0; row < names.Length; row++)
        {
            ImmutableArray<int> counts = study.Confusion[row];
            int right = counts[row], taken = study.Confusion.Sum(each => each[row]);
            block = block.Row([names[row], StudyText.Percent(study.Target.Classes[row].TestShare), .. counts.Select(StudyText.Whole),
                Share(right, counts.Sum()), Share(right, taken)]);
        }

        yield return block;
    }

    static string Share(int part, int whole) => whole == 0 ? "undefined" : StudyText.Percent((double)part / whole);

    internal static TableBlock Stability(Study study)
    {
        TableBlock block = new TableBlock("Population stability index")
        {
            Caption = "Test rows against training rows, all of them: deciles of numbers, levels of categories, missing cells as a bin of "
                + "their own. Below 0.10 is usual, above 0.25 is a shift; an index below its limit may be chance.",
        }.Column("what").Column("PSI", number: true).Column("limit of chance", number: true).Column("reading");
        StudyStability[] shown = [.. study.Stability.Take(1), .. study.Stability.Skip(1).OrderByDescending(each => each.Psi)
            .Take(MostColumns)];
        foreach (StudyStability each in shown)
            block = block.Row(each.Name, StudyText.Psi(each.Psi), StudyText.Psi(each.Limit), StudyText.Reading(each));
        return block with
        {
            Bars = [.. shown.Select(each => each.Psi)],
            FullBar = Math.Max(0.25, shown.Max(each => each.Psi)),
            Caption = block.Caption + Beyond(study.Stability.Length - 1),
        };
    }

    internal static string Rows(Study study)
    {
        (string train, string validation, string test) = (StudyText.Whole(study.Rows.Train), StudyText.Whole(study.Rows.Validation),
            StudyText.Whole(study.Rows.Test));
        return study.Folds.Length == 0 ? $"{train} training, {validation} validation, {test} test"
            : $"{test} judged; in each fold about {train} training and {validation} validation";
    }

    static TableBlock Lineage(Study study) => new TableBlock("").Column("").Column("")
        .Row("Florin", study.Version).Row("recipe", study.Recipe)
        .Row("rows", Rows(study))
        .Row("split", study.Split)
        .Row("network", string.Create(CultureInfo.InvariantCulture,
            $"{study.Network.Name} ({study.Network.Reason}), {study.Model.Parameters:N0} learned numbers"))
        .Row("seed", study.Seed.ToString(CultureInfo.InvariantCulture))
        .Row("data, SHA-256", study.Data.Sha256).Row("model, SHA-256", study.Model.Sha256)
        .Row("time", string.Create(CultureInfo.InvariantCulture,
            $"{study.Timing.TotalSeconds:F1} s, of it training {study.Timing.FitSeconds:F1} s"))
        .Row("finished", study.Timing.Finished is { } at ? at.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture) : "unknown");
}
