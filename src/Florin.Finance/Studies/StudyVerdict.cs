namespace Florin;

using System.Collections.Immutable;
using System.Globalization;

/// <summary>What a reader of the report sees first: the gates, a few numbers, a few sentences.</summary>
static class StudyVerdict
{
    public static VerdictBlock Of(Study study) => new(Words(study.Gates))
    {
        Passed = study.Gates.Length == 0 ? null : study.Passed,
        Figures = [.. Figures(study)],
        Checks = [.. study.Gates.Select(gate => new VerdictCheck(StudyText.Plain(gate.Metric), StudyText.Limit(gate.Limit),
            StudyText.Number(gate.Value), gate.Passed))],
        Points = [.. StudyText.Points(study).Select(Sentence)],
    };

    static string Words(ImmutableArray<StudyGate> gates) => (gates.Length, gates.Count(gate => !gate.Passed)) switch
    {
        (0, _) => "No gates were set",
        (1, 0) => "The gate is passed",
        (1, _) => "The gate is not passed",
        (2, 0) => "Both gates are passed",
        (var all, 0) => $"All {all} gates are passed",
        (var all, var failed) when failed == all => $"None of the {all} gates is passed",
        (var all, var failed) => $"{failed} of the {all} gates {(failed == 1 ? "is" : "are")} not passed",
    };

    static string Sentence(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    static IEnumerable<VerdictFigure> Figures(Study study)
    {
        MetricValue found = study.Test[study.Metric];
        yield return new VerdictFigure(StudyText.Label(study.Metric), StudyText.Number(found.Value), Limits(found));
        if (Best(study) is { } best)
            yield return new VerdictFigure(best.Name, StudyText.Number(best.Test[study.Metric].Value),
                Limits(best.Test[study.Metric]));
        if (study.Calibration is { } calibration)
            yield return new VerdictFigure("mean score", StudyText.Percent(calibration.MeanScore),
                $"{StudyText.Percent(study.Target.TestRate)} happened");
        else if (study.MeanScore is { } mean)
            yield return new VerdictFigure("mean score", StudyText.Mean(study, mean),
                $"{StudyText.Mean(study, study.Target.TestRate)} happened");
        if (study.Stability is [var score, ..])
            yield return new VerdictFigure("PSI of the score", StudyText.Psi(score.Psi), StudyText.Reading(score));
    }

    static string Limits(MetricValue value) => value is { Low: { } low, High: { } high }
        ? $"95 %: {StudyText.Number(low)} to {StudyText.Number(high)}"
        : string.Create(CultureInfo.InvariantCulture, $"{value.N:N0} rows");

    static StudyChallenger? Best(Study study)
    {
        IEnumerable<StudyChallenger> others = study.Challengers.Where(each => each.Name != StudyChallengers.BaseRate
            && each.Test[study.Metric].Value is not null);
        return ModelEvaluation.IsLoss(study.Metric) ? others.MinBy(each => each.Test[study.Metric].Value)
            : others.MaxBy(each => each.Test[study.Metric].Value);
    }
}
