namespace Florin;

using System.Collections.Immutable;

/// <summary>Whether score and inputs are distributed in the test rows of a fold as in its training rows.</summary>
static class StudyStabilities
{
    public static ImmutableArray<StudyStability> Of(SplitTable split, Model model, JudgedRows test, int threads)
    {
        var found = ImmutableArray.CreateBuilder<StudyStability>();
        JudgedRows train = test with
        {
            Scores = model.Score(split.Train.Table, threads),
            Labels = split.Target.Labels(split.Train.Table),
            Exposures = StudyEvidence.Exposures(split.Target, split.Train.Table),
        };
        found.Add(Compared("score", split.Target is ClassTarget classes
            ? PopulationStability.OfCategories(Names(train, classes)).Compare(Names(test, classes))
            : PopulationStability.Of(train.Rates()).Compare(test.Rates())));
        foreach (ColumnEncoder encoder in model.Features.Encoders)
        {
            if (!split.Test.Contains(encoder.Column)) continue;
            Column before = split.Train.Table[encoder.Column], after = split.Test[encoder.Column];
            found.Add(Compared(encoder.Column, encoder is CategoryEncoder
                ? PopulationStability.OfCategories(Texts(before)).Compare(Texts(after))
                : PopulationStability.Of(Amounts(before)).Compare(Amounts(after))));
        }

        return found.ToImmutable();
    }

    static string[] Names(JudgedRows rows, ClassTarget target) => [.. rows.Decided().Select(code => target.Levels[code])];

    static StudyStability Compared(string name, StabilityTable table) => new(name, table.Psi, table.Limit);

    static string[] Texts(Column column) => [.. Enumerable.Range(0, column.Count).Select(row => column.TextAt(row) ?? "(missing)")];

    static double[] Amounts(Column column) => column switch
    {
        DateColumn dates => [.. Enumerable.Range(0, dates.Count).Where(row => !dates.IsMissing(row))
            .Select(row => (dates.Values[row] - DateTime.UnixEpoch).TotalDays)],
        NumberColumn numbers => [.. numbers.Values.ToArray().Where(value => !double.IsNaN(value))],
        _ => [],
    };
}
