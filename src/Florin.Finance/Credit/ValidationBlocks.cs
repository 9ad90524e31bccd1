namespace Florin;

using System.Collections.Immutable;
using System.Globalization;

/// <summary>The sections of a validation: grades, back-test, weak spots, stress.</summary>
static class ValidationBlocks
{
    const int MostSegments = 12, MostColumns = 8;

    public static IEnumerable<PageBlock> Of(CreditStudy credit)
    {
        if (credit.Validation is not { } found) return [];
        return
        [
            .. GradeBlocks.Of(credit, found), .. BacktestBlocks.Of(found),
            new SectionBlock("Weak spots")
            {
                Caption = found.Weighted ? Unweighted(found).TrimStart() : null,
            },
            Segments(found), .. Characteristics(found), .. found.Bins.Select(Bins),
            new SectionBlock("Stress") { Caption = Stressed(found) }, Sensitivities(found), .. Stresses(found),
        ];
    }

    static PageBlock Segments(CreditValidation found)
    {
        if (found.Segments.Length == 0)
            return new TextBlock(Invariant($"No part of the test rows has {CreditSegments.Smallest} rows and leaves some: there is ")
                + "nothing to compare.");
        int weak = found.Segments.Count(segment => segment.Weak), tested = found.Segments.Count(segment => segment.LevelP is not null),
            ranked = found.Segments.Count(segment => segment.AucP is not null);
        TableBlock block = new TableBlock("The weakest parts of the test rows")
        {
            Caption = (weak == 0 ? "No part stands out beyond chance. " : weak == 1 ? "One part stands out beyond chance. "
                : Invariant($"{weak} parts stand out beyond chance. "))
                + Invariant($"{found.Segments.Length} parts of {CreditSegments.Smallest} rows or more: levels of categories and ")
                + "quarters of numbers, of inputs and of protected columns. Level: z = (defaults - sum of PDs) / √(sum of p (1 - p)), "
                + "two-sided "
                + Invariant($"({tested} tested, those with a variance of 5 or more). AUC with DeLong's interval, tested one-sided ")
                + "against the one that the part's own PDs promise, which is lower where they lie close together "
                + Invariant($"({ranked} tested, those with {CreditSegments.FewestOfOutcome} rows of each outcome). q: p ")
                + "adjusted after Benjamini and Hochberg over all parts tested; below 0.05 a part is called weak, and of such parts at "
                + "most one in twenty is a false alarm on average, were the tests independent. Default rates with Jeffreys' 95 % "
                + "intervals.",
        }.Column("part").Column("rows", number: true).Column("mean PD", number: true).Column("default rate", number: true)
            .Column("q of level", number: true).Column("AUC", number: true).Column("promised", number: true)
            .Column("q of AUC", number: true).Column("reading");
        foreach (CreditSegment each in found.Segments.Take(MostSegments))
            block = block.Row($"{each.Column}: {each.Name}", StudyText.Whole(each.Rows), StudyText.Percent(each.MeanPd), Rate(each.Rate),
                Or(each.LevelQ), each.Auc.Value is null ? "too few" : StudyText.Interval(each.Auc),
                each.ImpliedAuc is { } promised ? StudyText.Number(promised) : "", Or(each.AucQ), Reading(each));
        return block;
    }

    static string Reading(CreditSegment segment) => (segment.LevelQ < 0.05, segment.AucQ < 0.05) switch
    {
        (false, false) => segment.LevelQ is null && segment.AucQ is null ? "too few to tell" : "as the others",
        (true, false) => segment.Rate.Value > segment.MeanPd ? "more defaults than expected" : "fewer defaults than expected",
        (false, true) => "ranks worse than its PDs promise",
        _ => "ranks worse than promised, and another level",
    };

    static IEnumerable<PageBlock> Characteristics(CreditValidation found)
    {
        if (found.Characteristics.Length == 0) yield break;
        TableBlock block = new TableBlock("The scorecard's characteristics in the test rows")
        {
            Caption = "CSI: Σ (a - e) ln(a / e) over the bins of the card, a the share of test rows and e that of training rows; by "
                + "custom below 0.10 stable, from 0.25 on shifted. Limit: the χ² quantile of 95 % times 1/N + 1/M, which samples of one "
                + "population exceed 1 time in 20. Shift: Σ (a - e) · points, what the change does to the mean points. "
                + Invariant($"Altogether {found.Characteristics.Sum(each => each.PointsShift ?? 0):+0.00;-0.00;0.00} points."),
        }.Column("characteristic").Column("CSI", number: true).Column("limit of chance", number: true)
            .Column("shift in points", number: true)
            .Column("reading");
        foreach (CharacteristicShift each in found.Characteristics)
            block = block.Row(each.Column, StudyText.Psi(each.Table.Psi), StudyText.Psi(each.Table.Limit),
                Invariant($"{each.PointsShift:+0.00;-0.00;0.00}"), Shifted(each));
        yield return block;
    }

    static TableBlock Bins(CharacteristicShift found)
    {
        TableBlock block = new TableBlock($"{found.Column}, on the plan's bins")
        {
            Caption = Invariant($"PSI {found.Table.Psi:0.000}, limit of chance {found.Table.Limit:0.000} ({found.Table.ExpectedRows:N0} ")
                + Invariant($"training and {found.Table.ActualRows:N0} test rows): {Shifted(found)}. PSI is Σ (a - e) ln(a / e); ")
                + "shares below 0.0001 count as that. Codes and missing cells are bins of their own.",
        }.Column("bin").Column("training rows", number: true).Column("test rows", number: true).Column("adds", number: true);
        foreach (StabilityBin bin in found.Table.Bins)
            block = block.Row(bin.Name, StudyText.Percent(bin.Expected), StudyText.Percent(bin.Actual), StudyText.Psi(bin.Psi));
        return block;
    }

    static string Shifted(CharacteristicShift found) =>
        StudyText.Reading(new StudyStability(found.Column, found.Table.Psi, found.Table.Limit));

    /// <summary>What the sections say of a plan that weighs its rows.</summary>
    internal static string Unweighted(CreditValidation found) => found.Weighted
        ? " The plan weighs its rows; here every row counts once." : "";

    static string Stressed(CreditValidation found) => "What the model says when inputs are other than they are; codes and missing "
        + "cells stay. A model's answer, not a forecast: what hangs together in life is moved apart. PDs are the policy's."
        + Unweighted(found)
        + (found.Stresses.Length == 0 ? " The plan asks for no stress of its own (credit: {validation: {stress: {income: -0.2}}})." : "");

    static PageBlock Sensitivities(CreditValidation found)
    {
        if (found.Sensitivities.Length == 0) return new TextBlock("No input can be moved.");
        InputChange first = found.Sensitivities[0];
        string[] shown = [.. found.Sensitivities.Select(each => each.Column).Distinct().Take(MostColumns)];
        TableBlock block = new TableBlock("When one input moves")
        {
            Caption = Invariant($"{first.Rows:N0} test rows: mean PD {StudyText.Percent(first.MeanBefore)}, AUC ")
                + Invariant($"{StudyText.Number(first.AucBefore)} as they are. SD: the standard deviation of the training rows; ")
                + "noise is even, with a tenth of it. Moved: mean of |PD after - PD before|. The inputs that move most come first"
                + (found.Sensitivities.Any(each => !shown.Contains(each.Column)) ? "; all stand in study.json." : "."),
        }.Column("input").Column("mean PD at +1 SD", number: true).Column("at -1 SD", number: true).Column("missing for all", number: true)
            .Column("moved at most", number: true).Column("moved by noise", number: true).Column("AUC with noise", number: true)
            .Column("AUC, missing for all", number: true);
        foreach (string column in shown)
        {
            InputChange[] own = [.. found.Sensitivities.Where(each => each.Column == column)];
            InputChange? up = One(own, InputStress.Up), down = One(own, InputStress.Down), noise = One(own, InputStress.Noise),
                gone = One(own, InputStress.Gone);
            block = block.Row(column, Mean(up), Mean(down), Mean(gone), StudyText.Percent(own.Max(each => each.Moved)),
                noise is null ? "no number" : StudyText.Percent(noise.Moved),
                noise is null ? "no number" : StudyText.Number(noise.AucAfter),
                gone is null ? "not tried" : StudyText.Number(gone.AucAfter));
        }

        return block;
    }

    static InputChange? One(InputChange[] changes, string change) => Array.Find(changes, each => each.Change == change);

    static string Mean(InputChange? change) => change is null ? "no number" : StudyText.Percent(change.MeanAfter);

    static IEnumerable<PageBlock> Stresses(CreditValidation found)
    {
        if (found.Stresses.Length == 0) yield break;
        TableBlock block = new TableBlock("The plan's stress")
        {
            Caption = Invariant($"All {found.Stresses[0].Rows:N0} test rows, each value times 1 + change. Expected defaults are the ")
                + "sum of PDs.",
        }.Column("input").Column("change", number: true).Column("mean PD before", number: true).Column("after", number: true)
            .Column("expected defaults before", number: true).Column("after", number: true).Column("AUC after", number: true);
        foreach (InputChange each in found.Stresses)
            block = block.Row(each.Column, each.Change, StudyText.Percent(each.MeanBefore), StudyText.Percent(each.MeanAfter),
                Invariant($"{each.DefaultsBefore:0.0}"), Invariant($"{each.DefaultsAfter:0.0}"), StudyText.Number(each.AucAfter));
        yield return block;
    }

    internal static string Rate(MetricValue rate) => rate.Value is not { } value ? "no rows"
        : $"{StudyText.Percent(value)} [{StudyText.Percent(rate.Low!.Value)}, {StudyText.Percent(rate.High!.Value)}]";

    internal static string Or(double? p) => p is null ? "not tested" : StudyText.PValue(p);

    internal static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
