namespace Florin;

using System.Globalization;

/// <summary>What must be said of declined applicants wherever something is said of them.</summary>
static class RejectText
{
    public static IEnumerable<string> Warnings(RejectStudy study)
    {
        yield return "Nobody knows what became of the declined. No number here says how well the model does for them: nothing in these "
            + "data can check it. Loans given to some of the declined at random, or their later loans elsewhere, could.";
        yield return study.Method switch
        {
            RejectMethod.None => "The model learned from accepted applicants alone and is applied to all who come. Its PDs of the declined "
                + "are right as far as accepted and declined with the same columns default alike.",
            RejectMethod.Augmentation => "Augmentation assumes that nothing but the columns of the model decided who was accepted (missing "
                + "at random). Where a person, or a column that is not here, decided too, the declined are worse than it says.",
            RejectMethod.Parcelling => $"Parcelling takes for granted that the declined default {Times(study)} as the accepted of the same "
                + "score. The factor is an assumption of the plan; what the model says of the declined follows from it.",
            _ => $"Fuzzy augmentation takes for granted that the declined default {Times(study)} as the model of known outcomes says of "
                + "them. With a factor of 1 it teaches the model what it said before: it has no theoretical gain.",
        };
        yield return "Published comparisons with known outcomes of the declined found little gain from reject inference, or none (Crook "
            + "and Banasik, 2004; the manual of scoringTools, Ehrhardt and others). A gain on the known test rows is none for the declined "
            + "either: those rows were accepted.";
        if (study.Factor is > 1)
            yield return "With a factor above 1 the model's PDs are those of all who come. Among the accepted they lie above what happens: "
                + "tests of their level on known rows find them too high, by design.";
        if (study.Unlike.Value is > 0.1)
            yield return $"{StudyText.Percent(study.Unlike.Value.Value)} of the declined had less than 5 % probability of having been "
                + "accepted. Hardly anybody like them has a known outcome: their PDs are extrapolated, by any method.";
    }

    /// <summary>One sentence for the verdict.</summary>
    public static IEnumerable<string> Points(Study study)
    {
        if (study.Credit?.Rejects is not { } rejects) yield break;
        string mean = rejects.MeanPdWithout?.Value is { } before
            ? $"a mean PD of {StudyText.Percent(rejects.MeanPd.Value!.Value)} (without inference {StudyText.Percent(before)})"
            : $"a mean PD of {StudyText.Percent(rejects.MeanPd.Value!.Value)}";
        yield return $"{StudyText.Whole(rejects.Rows)} declined applicants have {mean}, which these data cannot check: {Assumes(rejects)}.";
    }

    static string Assumes(RejectStudy study) => study.Method switch
    {
        RejectMethod.None => "the model learned from accepted applicants alone",
        RejectMethod.Augmentation => "augmentation assumes that the columns alone decided who was accepted",
        var method => $"{RejectRules.Name(method)} assumes that they default {Times(study)} as accepted ones of the same score",
    };

    static string Times(RejectStudy study) => study.Factor == 1 ? "as often"
        : string.Create(CultureInfo.InvariantCulture, $"{study.Factor:0.##} times as often");
}
