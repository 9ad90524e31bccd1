namespace Florin;

using System.Globalization;

/// <summary>A test that was run: what it computes, what came out, and what that is held against.</summary>
/// <param name="Name">The test.</param>
/// <param name="Formula">How it is computed.</param>
/// <param name="Value">What came out.</param>
/// <param name="Threshold">What it is held against, and whose limit that is.</param>
/// <param name="Verdict">"passed", "not passed", "look at it", or "stated" where nothing is demanded.</param>
sealed record DocumentTest(string Name, string Formula, string Value, string Threshold, string Verdict);

/// <summary>The tests of a study, one line each.</summary>
static class DocumentTests
{
    public const string Passed = "passed", Failed = "not passed", Look = "look at it", Stated = "stated";

    public static TableBlock Table(Study study)
    {
        TableBlock block = new TableBlock("Every test")
        {
            Caption = "On the test rows, which the judged models never saw. A verdict holds for its own threshold; with many tests a "
                + "few are crossed by chance.",
        }.Column("test").Column("formula").Column("value").Column("threshold").Column("verdict");
        foreach (DocumentTest each in Of(study)) block = block.Row(each.Name, each.Formula, each.Value, each.Threshold, each.Verdict);
        return block;
    }

    public static IEnumerable<DocumentTest> Of(Study study) =>
        [.. Discrimination(study), .. Gates(study), .. Challengers(study), .. Calibration(study), .. Stability(study),
            .. DocumentCreditTests.Of(study)];

    static IEnumerable<DocumentTest> Discrimination(Study study)
    {
        if (study.Test.TryGetValue("auc", out MetricValue? auc))
            yield return new("ranking: AUC",
                "share of pairs of an event and a non-event that the score puts in order, ties half; DeLong interval",
                StudyText.Interval(auc), "its interval lies above 0.5 (chance)", auc.Low > 0.5 ? Passed : Failed);
        if (study.Test.TryGetValue("ks", out MetricValue? ks))
            yield return new("ranking: KS", "largest distance of the distributions of the score, events against others",
                StudyText.Interval(ks),
                "none", Stated);
        if (FoldBlocks.Spread(study, study.Metric) is { } spread)
            yield return new($"spread of {StudyText.Plain(study.Metric)} over folds", "standard deviation of the folds' values",
                StudyText.Number(spread.Deviation), "none", Stated);
    }

    static IEnumerable<DocumentTest> Gates(Study study) => study.Gates.Select(gate => new DocumentTest(
        $"gate: {StudyText.Plain(gate.Metric)}", "as among the metrics", StudyText.Number(gate.Value),
        $"{StudyText.Limit(gate.Limit)} (the plan)", gate.Passed ? Passed : Failed));

    static IEnumerable<DocumentTest> Challengers(Study study) =>
        from other in study.Challengers
        where other.Difference is { Value: not null, Low: not null }
        let less = ModelEvaluation.IsLoss(study.Metric)
        let worse = less ? other.Difference!.Low > 0 : other.Difference!.High < 0
        let better = less ? other.Difference!.High < 0 : other.Difference!.Low > 0
        select new DocumentTest($"against {other.Name}", $"{StudyText.Plain(study.Metric)} of the model less that of the challenger on the "
            + "same rows, paired" + (study.Metric == "auc" ? " (DeLong)" : " (bootstrap)"),
            StudyText.Interval(other.Difference!) + (other.PValue is { } p ? $", p {StudyText.PValue(p)}" : ""),
            "the challenger is not better beyond its interval", worse ? Failed
            : better || !StudyChallengers.Simple.Contains(other.Name) ? Passed : Look);

    static IEnumerable<DocumentTest> Calibration(Study study)
    {
        if (study.Calibration is not { } found) yield break;
        yield return new("calibration in the large", "mean probability, and the share of events",
            $"{StudyText.Percent(found.MeanScore)}, {StudyText.Percent(study.Target.TestRate)}", "none", Stated);
        foreach (DocumentTest each in study.Credit?.Validation?.Backtest.Line is { } line ? DocumentCreditTests.Line(line) : Line(found))
            yield return each;
        if (found.SpiegelhalterP is { } p)
            yield return new("Spiegelhalter", "z = Σ(y - p)(1 - 2p) / √Σ(1 - 2p)² p(1 - p), two-sided", $"p {StudyText.PValue(p)}",
                "p at least 0.05 (convention)", p >= 0.05 ? Passed : Look);
    }

    static IEnumerable<DocumentTest> Line(StudyCalibration found)
    {
        if (found.Slope is { } slope)
            yield return new("calibration slope", "logistic regression of the outcome on the log odds", StudyText.Number(slope),
                "0.8 to 1.2 (convention; 1 is right)", slope is >= 0.8 and <= 1.2 ? Passed : Look);
        if (found.Intercept is { } intercept)
            yield return new("calibration intercept", "of the same regression; 0 is right", StudyText.Number(intercept), "none", Stated);
    }

    static IEnumerable<DocumentTest> Stability(Study study)
    {
        if (study.Stability is not [var score, .. var columns]) yield break;
        const string Formula = "Σ(a - e) ln(a / e) over bins of the training rows, missing cells one of them";
        yield return Index("stability of the score: PSI", Formula, score, "");
        if (columns.Length > 0 && columns.MaxBy(each => each.Psi) is { } most)
            yield return Index("stability of the inputs: largest PSI", Formula, most,
                string.Create(CultureInfo.InvariantCulture, $" ({most.Name}, of {columns.Length} columns)"));
    }

    static DocumentTest Index(string name, string formula, StudyStability found, string of) => new(name, formula,
        StudyText.Psi(found.Psi) + of, "below 0.10, or below what chance gives; 0.25 is a shift (convention)",
        found.Psi < Math.Max(0.10, found.Limit) ? Passed : found.Psi < 0.25 ? Look : Failed);
}
