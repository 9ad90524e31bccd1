namespace Florin;

using System.Collections.Immutable;
using System.Globalization;

/// <summary>The parts of a validation file, in the order of reading.</summary>
static class DocumentParts
{
    public static IEnumerable<DocumentPart> Of(Study study) =>
        ((IEnumerable<DocumentPart>)[.. Subject(), .. Making(study), .. Judging(study), .. Living(study)]).Select((part, at) => part with
        {
            Title = string.Create(CultureInfo.InvariantCulture, $"{at + 1} {part.Title}"),
        });

    static IEnumerable<DocumentPart> Subject() =>
    [
        Ask("purpose", "Purpose and limits of use", "purpose", "decisions", "users", "affected", "outOfScope"),
        Ask("people", "Who answers for it", "owner", "developers", "validators"),
        Ask("materiality", "Materiality", "materiality"),
    ];

    static IEnumerable<DocumentPart> Making(Study study) =>
    [
        new("data", "Data") { Known = [Data(study)] },
        Ask("provenance", "Where the data come from", "provenance", "labels", "legalBasis"),
        new("features", "Inputs") { Known = [Features(study)] },
        new("method", "Method") { Known = [Method(study), StudyPage.Training(study)] },
        Ask("assumptions", "Assumptions and choices", "assumptions"),
        new("trials", "Every trial")
        {
            Known = study.Searches.Length > 0 ? [.. SearchBlocks.Of(study)]
                : [new TextBlock("One model was trained, with the settings of the plan; no search chose among others. Trials of "
                    + "earlier runs, if there were any, are not known to this run.")],
        },
        new("plan", "The plan")
        {
            Known = study.Plan.Length == 0 ? [] : [new TextBlock(study.Plan.TrimEnd()) { Code = true,
                Title = "The plan, from which the run can "
                + "be repeated to the same bits" }],
            Otherwise = "Run again with this version.",
        },
    ];

    static IEnumerable<DocumentPart> Judging(Study study) =>
    [
        new("tests", "Tests") { Known = [DocumentTests.Table(study)] },
        Ask("metricChoice", "Why these metrics", "metricChoice"),
        new("performance", "Performance") { Known = [.. StudyPage.Performance(study)] },
        new("calibration", "Calibration")
        {
            Known = [.. BinaryCharts.Calibration(study), .. AmountCharts.Calibration(study)],
            Otherwise = "The score is not a probability or an amount.",
        },
        new("challengers", "Challengers")
        {
            Known = [new ListBlock("") { Items = [.. study.Challengers.Where(each => each.Name != StudyChallengers.BaseRate)
                .Select(each => StudyText.Against(study.Metric, each))] }, .. ScorecardBlocks.Of(study)],
        },
        new("backtest", "Backtest and credit's own tests")
        {
            Known = Credit(study, "Points", "Grades", "Backtest", "Weak spots"),
            Otherwise = "These tests belong to studies of credit.",
        },
        new("stability", "Stability") { Known = [StudyPage.Stability(study)] },
        new("stress", "Sensitivity and stress") { Known = Credit(study, "Stress"), Otherwise = "The run did not move the inputs." },
        new("groups", "Differences between groups")
        {
            Known = [.. FairnessBlocks.Of(study)],
            Otherwise = "Name protected columns under data.protected; then groups are compared.",
        },
        new("explanation", "Explanation") { Known = [StudyPage.Importance(study), .. StudyPage.Dependences(study)] },
        new("decision", "Decisions and reasons")
        {
            Known = Credit(study, "Decision", "Offers", "Expected loss and capital", "Reasons"),
            Otherwise = "The plan sets no rule of decision.",
        },
        Rejects(study),
        new("limits", "What was not tested, and known limits")
        {
            Known = [new ListBlock("What the run says of itself") { Items = study.Notes }],
            Asked = ["limitations"],
        },
    ];

    static DocumentPart Rejects(Study study) => new("rejects", "Declined applicants")
    {
        Known = Credit(study, "Declined applicants"),
        Otherwise = "The plan names no applicants who were declined: whom the model was never shown is not known.",
    };

    static IEnumerable<DocumentPart> Living(Study study) =>
    [
        Ask("oversight", "Human oversight", "oversight", "overrides"),
        Ask("risks", "Risks", "risks"),
        Ask("deployment", "Where and how it runs", "deployment"),
        Ask("hardware", "What it is meant to run on", "hardware"),
        new("security", "Security")
        {
            Known = [new ListBlock("What the model file does")
            {
                Items = ["It holds no row of the data: probe rows are drawn, references are averages of at least 20 rows, "
                    + "categories of fewer than five rows are merged.",
                    "Loading it runs no code, checks sizes and hashes and scores the probe rows again."],
            }],
            Asked = ["security"],
        },
        new("monitoring", "Monitoring") { Known = [Monitoring(study)], Asked = ["monitoring"] },
        Ask("changes", "Changes", "changes"),
        new("versions", "Versions and computing") { Known = [Versions(study)] },
        Ask("standardsApplied", "Standards applied", "standardsApplied"),
        Ask("declaration", "Declaration of conformity", "declaration"),
        new("signOff", "Approval") { Always = "to be signed", Known = [new TextBlock("The table for signatures is at the end.")] },
    ];

    /// <summary>Sections of the report that are credit's own, by their titles.</summary>
    static ImmutableArray<PageBlock> Credit(Study study, params ReadOnlySpan<string> titles)
    {
        var found = ImmutableArray.CreateBuilder<PageBlock>();
        bool inside = false;
        foreach (PageBlock block in CreditBlocks.Of(study))
        {
            if (block is SectionBlock) inside = titles.Contains(block.Title);
            if (inside) found.Add(block);
        }

        return found.ToImmutable();
    }

    static DocumentPart Ask(string id, string title, params string[] keys) => new(id, title) { Asked = [.. keys] };

    static TableBlock Data(Study study) => new TableBlock("").Column("").Column("")
        .Row("rows of the file", StudyText.Whole(study.Data.Rows)).Row("columns of the file", StudyText.Whole(study.Data.Columns))
        .Row("rows used", StudyPage.Rows(study)).Row("split", study.Split).Row("target", StudyText.Question(study.Target))
        .Row("rate or mean, training rows", StudyText.Number(study.Target.TrainRate))
        .Row("rate or mean, test rows", StudyText.Number(study.Target.TestRate))
        .Row("SHA-256 of the data", study.Data.Sha256);

    static TableBlock Features(Study study)
    {
        TableBlock block = new TableBlock("Columns that the model reads")
        {
            Caption = $"Importance: how much worse {StudyText.Plain(study.Metric)} is when the column is shuffled. PSI: test rows against "
                + "training rows. How each column is read stands in the plan and in the model file.",
        }.Column("column").Column("importance", number: true).Column("PSI", number: true);
        Dictionary<string, StudyStability> psi = study.Stability.Skip(1).DistinctBy(each => each.Name).ToDictionary(each => each.Name);
        foreach (ColumnImportance each in study.Importance)
            block = block.Row(each.Column, StudyText.Interval(new MetricValue(each.Drop, each.Low, each.High, 0)),
                psi.TryGetValue(each.Column, out StudyStability? found) ? StudyText.Psi(found.Psi) : "");
        return block;
    }

    static TableBlock Method(Study study) => new TableBlock("").Column("").Column("")
        .Row("network", study.Network.Name).Row("why", study.Network.Reason)
        .Row("layers", study.Network.Code)
        .Row("learned numbers", study.Model.Parameters.ToString("N0", CultureInfo.InvariantCulture))
        .Row("training", string.Create(CultureInfo.InvariantCulture,
            $"{study.Network.Epochs} epochs of the first net; the weights of epoch {study.Network.BestEpoch} are kept"))
        .Row("calibration", study.Calibration?.Method ?? "none")
        .Row("seed of every random draw", study.Seed.ToString(CultureInfo.InvariantCulture));

    static ListBlock Monitoring(Study study) => new("What can be checked with the model file alone")
    {
        Items =
        [
            "florin check compares new rows with the training rows: cells that are missing, unknown categories, values outside the range, "
                + "and the stability index of each input, with the limit of chance. The stability index of the score is against the scores "
                + "of the test rows, which the model did not see; that under Stability compares test with training rows.",
            $"With outcomes it compares {StudyText.Plain(study.Metric)} with that of this file, without them it estimates it as if the "
                + "PDs still held.",
            "It ends with exit code 4 when a limit is crossed.",
        ],
    };

    static TableBlock Versions(Study study) => new TableBlock("").Column("").Column("")
        .Row("Florin", study.Version).Row("recipe", study.Recipe).Row("model, SHA-256", study.Model.Sha256)
        .Row("computing", string.Create(CultureInfo.InvariantCulture,
            $"{study.Timing.TotalSeconds:F1} s on processors alone, of it training {study.Timing.FitSeconds:F1} s"))
        .Row("finished", study.Timing.Finished is { } at ? at.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture) : "unknown")
        .Row("repeatable", "the same data, plan, seed and version give the same bits on any number of threads");
}
