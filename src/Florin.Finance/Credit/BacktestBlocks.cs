namespace Florin;

using static Florin.ValidationBlocks;

/// <summary>The grades, and what they are.</summary>
static class GradeBlocks
{
    public static IEnumerable<PageBlock> Of(CreditStudy credit, CreditValidation found)
    {
        yield return new SectionBlock("Grades") { Caption = Meaning(credit.Policy, found) + Unweighted(found) };
        PdBacktest test = found.Backtest;
        bool moved = credit.Policy.Shift is not null;
        TableBlock block = new TableBlock("Rating grades of the test rows")
        {
            Caption = $"{Order(test)} {Concentration(test)} Default rates with Jeffreys' 95 % intervals: quantiles of "
                + "Beta(k + ½, n - k + ½) for k defaults of n rows.",
            Bars = [.. test.Grades.Select(grade => (double)grade.Obligors / test.Rows)],
        }.Column("grade").Column("PD above", number: true).Column("up to", number: true).Column("points from", number: true)
            .Column("rows", number: true).Column("share", number: true).Column("mean PD", number: true);
        if (moved) block = block.Column("mean score", number: true);
        block = block.Column("default rate", number: true);
        foreach (GradeBacktest each in test.Grades)
            block = block.Row([each.Grade.Name, MasterScale.Percent(each.Grade.Lower), MasterScale.Percent(each.Grade.Upper),
                each.Grade.Upper >= 1 ? "any" : Invariant($"{credit.Policy.Points.Points(each.Grade.Upper):0}"),
                StudyText.Whole(each.Obligors),
                StudyText.Percent((double)each.Obligors / test.Rows), Mean(each.MeanGradedPd),
                .. moved ? (string[])[Mean(each.MeanPd)] : [], Rate(each.Rate)]);
        yield return block;
    }

    /// <summary>Rows of obligors are counted, whatever the plan says that they weigh.</summary>
    static string Unweighted(CreditValidation found) => !found.Weighted ? ""
        : " The plan weighs its rows; grades and tests below count them: every row is one obligor, and weights are not used.";

    static string Mean(double? pd) => pd is { } value ? StudyText.Percent(value) : "no rows";

    static string Meaning(CreditPolicy policy, CreditValidation found) => policy.Shift is { } shift
        ? "The score stays the probability in rows like those of the file. Points and grades are made from the policy's PD: the score with "
            + Invariant($"{shift.Shift:+0.000;-0.000} added to its log odds, in the test rows ")
            + Invariant($"{StudyText.Percent(found.MeanPolicyPd)} on average ")
            + Invariant($"where the mean score is {StudyText.Percent(found.Backtest.Expected / found.Backtest.Rows)}. The mean PD below ")
            + "is the policy's, too; default rates and tests belong to the score, as the defaults are of the file."
        : "Grades by the score, which is the PD: no central tendency and no sampling rate was asked for.";

    static string Order(PdBacktest test) => test.Monotone switch
    {
        null => "One grade alone holds the rows: there is no order to judge.",
        true => "Default rates rise from grade to grade.",
        false => "Default rates do not rise everywhere: "
            + string.Join(", ", test.StepsDown.Select(step => $"grade {step.Grade.Grade.Name} has fewer than grade "
                + $"{step.Before.Grade.Name} (p {StudyText.PValue(step.PValue)}, {(step.IsFound ? "beyond" : "within")} chance)"))
            + "; score test of two shares, two-sided.",
    };

    static string Concentration(PdBacktest test) => "Concentration: Herfindahl's index Σ share² is "
        + Invariant($"{test.Herfindahl:0.000}, as of ")
        + Invariant($"{1 / test.Herfindahl:0.0} grades of equal size; the largest grade holds {StudyText.Percent(test.LargestShare)}, ")
        + (test.LargestShare > 0.3 ? "more than the 30 % from which one may ask for finer grades." : "no more than 30 %, a usual level.");
}

/// <summary>Tests of the PDs, each with formula, level and verdict.</summary>
static class BacktestBlocks
{
    public static IEnumerable<PageBlock> Of(CreditValidation found)
    {
        PdBacktest test = found.Backtest;
        yield return new SectionBlock("Backtest")
        {
            Caption = "Whether as many default as the PDs say. A test that finds nothing in few "
            + "defaults proves little." + Unweighted(found),
        };
        yield return ByGrade(test);
        yield return Overall(test);
        if (found.Initial is not null || found.Benchmark is not null) yield return Ranking(found);
    }

    static TableBlock ByGrade(PdBacktest test)
    {
        GradeBacktest[] tested = [.. test.Grades.Where(grade => grade.Jeffreys is not null)];
        int low = tested.Count(grade => grade.Light != TrafficLight.Green);
        double least = tested.Min(grade => grade.Jeffreys!.Value);
        TableBlock block = new TableBlock("Grade by grade")
        {
            Caption = (low == 0 ? "No grade has more defaults than its PD explains. " : Invariant($"{low} of {tested.Length} grades ")
                + Invariant($"{(low == 1 ? "has" : "have")} more ")
                + "defaults than chance explains at 5 %. ")
                + "Lights and tests look at too many defaults only: one-sided, of \"the true rate is at most the PD\", PD being the "
                + "grade's mean score. \"Far fewer\": the PD is too high, as Jeffreys' p is above 0.975, the other side of a two-sided "
                + "test at 5 %. Binomial: P(X ≥ k), exact. Jeffreys: "
                + "Beta(PD; k + ½, n - k + ½), the ECB's. Normal: z = (k/n - PD) / √(PD (1 - PD) / n), for large grades. Light by "
                + "Jeffreys: green from 0.05, amber from 0.01, red below; these levels are usual, no supervisor sets them. "
                + Invariant($"{tested.Length} grades are tested: were all PDs right, one or more would be below 0.05 in up to ")
                + Invariant($"{StudyText.Percent(1 - Math.Pow(0.95, tested.Length))} of samples; the smallest p times the number of ")
                + "grades "
                + Invariant($"(Bonferroni) is {StudyText.PValue(Math.Min(1, least * tested.Length))}."),
        }.Column("grade").Column("rows", number: true).Column("defaults", number: true).Column("expected", number: true)
            .Column("binomial p", number: true).Column("Jeffreys p", number: true).Column("normal p", number: true).Column("light");
        foreach (GradeBacktest each in test.Grades)
            block = block.Row(each.Grade.Name, StudyText.Whole(each.Obligors), StudyText.Whole(each.Defaults),
                Invariant($"{(each.MeanPd ?? 0) * each.Obligors:0.0}"), High(each.Binomial), High(each.Jeffreys), High(each.Normal),
                Light(each.Light) + (each.IsPdTooHigh ? ", far fewer than expected: PD too high" : ""));
        return block;
    }

    /// <summary>A one-sided p near 1 says as much as one near 0.</summary>
    static string High(double? p) => p is > 0.999 and < 1 ? "> 0.999" : Or(p);

    static string Light(TrafficLight light) => light == TrafficLight.None ? "no rows" : light.ToString().ToLowerInvariant();

    static TableBlock Overall(PdBacktest test)
    {
        MetricValue rate = DefaultRate.Of(test.Rows, test.Observed);
        TableBlock block = new TableBlock("Over all grades")
        {
            Caption = "A p-value below 0.05 speaks against the PDs. With thousands of rows small gaps have small p-values: read the "
                + "size first.",
        }.Column("test").Column("formula").Column("value").Column("p", number: true).Column("verdict")
            .Row("level", "z = (observed - expected) / √Σ p (1 - p), two-sided", Invariant($"{test.Observed} observed, ")
                + Invariant($"{test.Expected:0.0} ")
                + Invariant($"expected; default rate {Rate(rate)}"), Or(test.Level?.PValue), Verdict(test.Level?.PValue));
        block = block.Row(ChiSquare("Hosmer-Lemeshow, PDs from elsewhere", "Σ (k - np)² / (np (1 - p)), df: grades", test.HosmerLemeshow))
            .Row(ChiSquare("Hosmer-Lemeshow, PDs fitted on these rows", "the same, df: grades less 2", test.HosmerLemeshowFitted))
            .Row("Spiegelhalter", "z = Σ (y - p)(1 - 2p) / √Σ (1 - 2p)² p (1 - p), two-sided", test.Spiegelhalter is { } z
                ? Invariant($"z {z.Statistic:0.00}") : "not defined", Or(test.Spiegelhalter?.PValue), Verdict(test.Spiegelhalter?.PValue));
        if (test.Line is not { } line)
            return block.Row("slope and intercept", "logistic regression of y on logit p", "not defined: one outcome only, equal "
                + "scores, or scores that put the outcomes apart", "not tested", "cannot be told");
        return block.Row(Near("slope", "logistic regression of y on logit p; 1 is right", line.Slope, line.SlopeError, 1))
            .Row(Near("intercept", "of the same; 0 is right", line.Intercept, line.InterceptError, 0));
    }

    static string[] ChiSquare(string name, string formula, CalibrationTest? test) => [name, formula, test is { } found
        ? Invariant($"χ² {found.Statistic:0.00}, df {found.DegreesOfFreedom}") : "not defined", Or(test?.PValue), Verdict(test?.PValue)];

    static string[] Near(string name, string formula, double value, double error, double ideal)
    {
        (MetricValue found, double p) = Near(value, error, ideal);
        return [name, formula, Invariant($"{found.Value:0.000} [{found.Low:0.000}, {found.High:0.000}]"), Or(p), Verdict(p)];
    }

    /// <summary>A coefficient with Wald's 95 % interval, and the two-sided p that it is the ideal.</summary>
    internal static (MetricValue Found, double P) Near(double value, double error, double ideal)
    {
        double reach = MetricMath.Normal95 * error;
        return (new MetricValue(value, value - reach, value + reach, 0), MetricMath.TwoSided((value - ideal) / error));
    }

    static string Verdict(double? p) => p switch
    {
        null => "cannot be told",
        < PdBacktest.Red => "speaks clearly against the PDs",
        < PdBacktest.Amber => "speaks against the PDs",
        _ => "nothing against the PDs",
    };

    static TableBlock Ranking(CreditValidation found)
    {
        TableBlock block = new TableBlock("Ranking, compared")
        {
            Caption = "First validation: S = (AUC then - AUC now) / s(AUC now), p = 1 - Φ(S), s by DeLong (the ECB's comparison, "
                + "one-sided). Old score: paired difference by DeLong, two-sided, on the test rows that have one; its "
                + "direction is found on the training rows. Level 0.05.",
        }.Column("compared with").Column("its AUC", number: true).Column("AUC now", number: true).Column("difference", number: true)
            .Column("p", number: true).Column("verdict");
        if (found.Initial is { } initial)
            block = block.Row("first validation", Invariant($"{initial.Initial:0.000}"), StudyText.Interval(initial.Now),
                initial.Now.Value is { } now ? Invariant($"{now - initial.Initial:+0.000;-0.000}, S {initial.S:0.00}") : "undefined",
                Or(initial.PValue), initial.PValue is null ? "cannot be told" : initial.PValue < 0.05 ? "ranks worse than it did"
                    : "no sign that it ranks worse");
        if (found.Benchmark is { } old)
            block = block.Row(Invariant($"{old.Column} ({(old.HigherIsWorse ? "higher is worse" : "higher is better")}; {old.Rows:N0} rows")
                + (old.Left > 0 ? Invariant($", {old.Left:N0} without") : "") + ")", StudyText.Interval(old.Old),
                StudyText.Interval(old.Model), StudyText.Interval(old.Difference), Or(old.PValue), Beside(old));
        return block;
    }

    static string Beside(BenchmarkComparison old) => old.PValue is null ? "cannot be told" : old.PValue >= 0.05
        ? "no difference beyond chance"
        : old.Difference.Value > 0 ? "the model ranks better" : "the old score ranks better";
}
