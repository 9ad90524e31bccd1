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
            Exposures = split.Target.ExposuresOf(split.Train.Table),
        };
        found.Add(Compared("score", split.Target is ClassTarget classes
            ? PopulationStability.OfCategories(Names(train, classes)).Compare(Names(test, classes))
            : PopulationStability.Of(train.Rates()).Compare(test.Rates())));
        foreach (ColumnEncoder encoder in model.Features.Encoders)
        {
            if (!split.Test.Contains(encoder.Column)) continue;
            Column before = split.Train.Table[encoder.Column], after = split.Test[encoder.Column];
            found.Add(Compared(encoder.Column, encoder is CategoryEncoder
                ? PopulationStability.OfCategories(ColumnCells.Texts(before)).Compare(ColumnCells.Texts(after)) : Amounts(before, after)));
        }

        return found.ToImmutable();
    }

    static string[] Names(JudgedRows rows, ClassTarget target) => [.. rows.Decided().Select(code => target.Levels[code])];

    static StudyStability Compared(string name, StabilityTable table) => new(name, table.Psi, table.Limit);

    /// <summary>Deciles of the training rows, and missing cells as a bin of their own: the shares are those of all rows.</summary>
    internal static StabilityTable Amounts(Column before, Column after) =>
        PopulationStability.Of(ColumnCells.Amounts(before)).Compare(ColumnCells.Amounts(after));
}
