namespace Florin;

using System.Collections.Immutable;
using System.Globalization;
using static Florin.DocumentTests;

/// <summary>The tests of a study that belong to credit and to groups of people, one line each.</summary>
static class DocumentCreditTests
{
    public static IEnumerable<DocumentTest> Of(Study study) =>
    [
        .. study.Credit?.Validation is { } found ? (DocumentTest[])
            [.. Backtest(found.Backtest), .. Comparisons(found), .. Parts(found)] : [],
        .. study.Credit?.Reasons is { } reasons ? Reasons(reasons) : [],
        .. study.Credit?.Rejects is { } rejects ? Declined(rejects) : [],
        .. study.Fairness is { } fairness ? Gaps(fairness) : [],
        .. study.Shares is { } shares ? Shares(study, shares) : [],
    ];

    static IEnumerable<DocumentTest> Shares(Study study, ShareStudy found)
    {
        const string t = "paired one-sided t-test: √N · mean(realised - estimated) / standard deviation, p from t with N - 1 degrees of "
            + "freedom";
        string level = Invariant($"p of {StudyText.Number(found.Level)} or more (ECB)");
        yield return new("estimates too low, all rows", t, Invariant(
            $"{StudyText.Percent(found.All.Estimated)} estimated, {StudyText.Percent(found.All.Realised)} realised")
            + (found.All.PValue is { } p ? $", p {StudyText.PValue(p)}" : ""), level, Of(found.All, found.Level));
        foreach ((string what, ImmutableArray<ShareTest> tests) in new[] { ("band of scores", found.Bands), ("pool", found.Pools) })
            if (tests.Length > 0)
                yield return new($"estimates too low, by {what}", t, Invariant(
                    $"{tests.Count(each => each.PValue < found.Level)} of {tests.Length} below the level"), "none below it, but by chance",
                    tests.Any(each => each.PValue < found.Level) ? Look : Passed);
        MetricValue ranks = study.Test["generalisedAuc"];
        yield return new("ranking: generalised AUC",
            "(Somers' D + 1) / 2 over pairs with different outcomes, ties of scores half; bootstrap",
            StudyText.Interval(ranks), "its interval lies above 0.5 (chance)", ranks.Low > 0.5 ? Passed : Failed);
        yield return new("ranking: loss capture ratio", "area of the curve of losses found over that of the perfect order; bootstrap",
            StudyText.Interval(study.Test["lossCapture"]), "none", Stated);
    }

    static string Of(ShareTest test, double level) => test.PValue is not { } p ? Stated : p < level ? Failed : Passed;

    static IEnumerable<DocumentTest> Declined(RejectStudy found)
    {
        foreach (RejectChange each in found.Changes)
            yield return new($"reject inference, {StudyText.Plain(each.Metric)} of known outcomes", "the same network with it less "
                + "without, on the same test rows, paired", StudyText.Interval(each.Change),
                "known outcomes are not worse beyond the interval",
                (ModelEvaluation.IsLoss(each.Metric) ? each.Change.Low > 0 : each.Change.High < 0) ? Look : Passed);
        yield return new("declined who resemble no accepted", "declined whose probability of having been accepted is below 5 %",
            StudyText.Interval(found.Unlike), "at most 0.1 (convention)", found.Unlike.Value > 0.1 ? Look : Passed);
        yield return new("PDs of the declined", found.Warnings[1], StudyText.Interval(found.MeanPd),
            "none: their outcomes were never seen, no test is possible", Look);
    }

    static IEnumerable<DocumentTest> Backtest(PdBacktest found)
    {
        yield return new("expected against observed defaults", "z = (observed - Σp) / √Σp(1 - p), two-sided", Invariant(
            $"{found.Expected:0.0} expected, {found.Observed} observed") + P(found.Level), Convention, Of(found.Level));
        yield return new("Hosmer-Lemeshow over grades", "Σ (k - np)² / (np(1 - p)), as many degrees of freedom as grades",
            Value(found.HosmerLemeshow), Convention, Of(found.HosmerLemeshow));
        yield return new("the same, as if fitted on these rows", "the same with two degrees of freedom less",
            Value(found.HosmerLemeshowFitted), "none: PDs were not fitted on test rows", Stated);
        int red = found.Grades.Count(grade => grade.Light == TrafficLight.Red),
            amber = found.Grades.Count(grade => grade.Light == TrafficLight.Amber);
        yield return new("PD of each grade too low", "Jeffreys: Beta CDF at the PD with k + ½, n - k + ½", Invariant(
            $"of {found.Grades.Count(grade => grade.Obligors > 0)} grades with obligors {red} below 0.01, {amber} more below 0.05"),
            "no grade below 0.01 (convention)", red > 0 ? Failed : amber > 0 ? Look : Passed);
        int high = found.Grades.Count(grade => grade.IsPdTooHigh);
        yield return new("PD of each grade too high", "the other side of the same", Invariant($"{high} grades with 1 - p below 0.025"),
            "no grade below 0.025 (convention)", high > 0 ? Look : Passed);
        yield return new("default rates rise from grade to grade", "observed rates in the order of grades; a step down by the score test "
            + "of two shares, two-sided", Rise(found), "no step down with p below 0.05 (convention)",
            found.Monotone is null ? Stated : found.StepsDown.Any(step => step.IsFound) ? Look : Passed);
        yield return new("concentration", "Herfindahl's index: Σ of squared shares of obligors over grades",
            Invariant($"{found.Herfindahl:0.000}; {StudyText.Percent(found.LargestShare)} in the largest grade"), "none", Stated);
    }

    static string Rise(PdBacktest found) => found.Monotone switch
    {
        true => "yes",
        false => Invariant($"{found.StepsDown.Length} steps down") + P(found.StepsDown.Min(step => step.PValue)),
        null => "fewer than two grades",
    };

    static IEnumerable<DocumentTest> Comparisons(CreditValidation found)
    {
        if (found.Initial is { } initial)
            yield return new("AUC against the first validation", "S = (AUC initial - AUC now) / s(AUC now), one-sided",
                Invariant($"{initial.Initial:0.000} then, {StudyText.Interval(initial.Now)} now") + P(initial.PValue), Convention,
                Of(initial.PValue));
        if (found.Benchmark is { } old)
            yield return new($"AUC against the old score {old.Column}", "paired (DeLong)",
                StudyText.Interval(old.Difference) + P(old.PValue), "the old score is not better beyond its interval",
                old.Difference.High < 0 ? Failed : Passed);
    }

    static IEnumerable<DocumentTest> Parts(CreditValidation found)
    {
        if (found.Segments.Length == 0) yield break;
        int weak = found.Segments.Count(segment => segment.Weak);
        yield return new("weak spots", "level and AUC of parts of the rows, adjusted over all parts (Benjamini and Hochberg)",
            Invariant($"{weak} of {found.Segments.Length} parts"), "no part below q = 0.05 (convention)", weak == 0 ? Passed : Look);
    }

    static IEnumerable<DocumentTest> Reasons(ReasonStudy found)
    {
        yield return Share("reasons move the score", "declines whose log odds fall by half of the first reason's contribution when its "
            + "columns are set to those of the approved", found.HalfKept, 0.95);
        yield return new("reasons by another method", "declines whose first reason is the same by Shapley values",
            Value(found.SameByShapley), "none", Stated);
    }

    static DocumentTest Share(string name, string formula, RowShare share, double least) => new(name, formula,
        Value(share), $"at least {StudyText.Percent(least)} (convention)", share.Rows == 0 ? Stated : share.Value >= least ? Passed : Look);

    static string Value(RowShare share) => Invariant($"{StudyText.Percent(share.Value)} of {share.Rows}");

    static IEnumerable<DocumentTest> Gaps(FairnessStudy fairness) => fairness.Gaps.Length == 0 ? [] :
    [
        new("differences between groups", "gaps of approval, errors and calibration between groups, adjusted over all tests (Benjamini and "
            + "Hochberg); ratio and difference of one share are one test", Invariant(
            $"{FairnessText.Distinct([.. fairness.Gaps.Where(gap => gap.IsFound)])} of {fairness.Tests} tested gaps ")
            + "are there beyond chance"
            + (fairness.Gaps.Count(gap => gap.PValue is null) is > 0 and var left
                ? Invariant($"; {left} more cannot be tested") : ""),
            "none: which gap is too large is the policy's to say", Stated),
        .. fairness.Gaps.Where(gap => gap.Kept is not null).Select(gap => new DocumentTest(
            $"{gap.Metric} of {gap.Column}: {gap.Group}", gap.Reference is null ? "against its own outcomes" : $"against {gap.Reference}",
            StudyText.Interval(gap.Value), $"{gap.Limit} ({fairness.Policy.Name ?? "the plan's policy"})",
            gap.Kept == true ? Passed : Failed)),
    ];

    /// <summary>Slope and intercept with the tests of the backtest, as the report has them.</summary>
    public static IEnumerable<DocumentTest> Line(CalibrationLine line)
    {
        const string Formula = "logistic regression of the outcome on the log odds, Wald's interval and test; ";
        return [Near("calibration slope", Formula + "1 is right", BacktestBlocks.Near(line.Slope, line.SlopeError, 1)),
            Near("calibration intercept", Formula + "0 is right", BacktestBlocks.Near(line.Intercept, line.InterceptError, 0))];
    }

    static DocumentTest Near(string name, string formula, (MetricValue Found, double P) near) =>
        new(name, formula, StudyText.Interval(near.Found) + P(near.P), Convention, Of(near.P));

    const string Convention = "p at least 0.05 (convention)";

    static string Of(CalibrationTest? test) => Of(test?.PValue);

    static string Of(double? p) => p is null ? Stated : p >= 0.05 ? Passed : Look;

    static string Value(CalibrationTest? test) => test is null ? "not defined"
        : Invariant($"{test.Statistic:0.00}") + (test.DegreesOfFreedom is { } df ? Invariant($", {df} degrees of freedom") : "") + P(test);

    static string P(CalibrationTest? test) => P(test?.PValue);

    static string P(double? p) => p is null ? "" : $", p {StudyText.PValue(p)}";

    static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
