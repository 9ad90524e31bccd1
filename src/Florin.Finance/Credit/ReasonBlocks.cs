namespace Florin;

/// <summary>The reasons of a study's declines, for a report.</summary>
static class ReasonBlocks
{
    const int MostArchetype = 8;

    public static IEnumerable<PageBlock> Of(CreditStudy credit)
    {
        if (credit.Policy.Reasons is not { } policy)
        {
            yield return new SectionBlock("Reasons")
            {
                Caption = "Not shown: fewer than 20 training rows are approved, and an average of fewer would tell of single customers.",
            };
            yield break;
        }

        yield return new SectionBlock("Reasons") { Caption = Compared(credit.Policy, policy, credit.Reasons) };
        if (credit.Reasons is not { } study) yield break;
        yield return Counts(study, policy);
        yield return Archetype(study);
        yield return new ListBlock("How far the reasons can be relied upon") { Items = [.. Trust(study)] };
        if (credit.Policy.Changes is { } changes) yield return Changes(changes);
    }

    static string Compared(CreditPolicy credit, ReasonPolicy policy, ReasonStudy? study) =>
        Text($"An applicant with a PD {policy.CutOff.Declined} would be declined ({policy.CutOff.Rule}) and gets at most {policy.Most} ")
        + Text($"reasons: what makes the log odds of default differ from those of {policy.Reference.Name}, ")
        + Text($"{policy.Reference.Rows} of them. ")
        + (study is null ? "Fewer than 20 test rows would be declined, so nothing is counted."
            : Text($"Inputs at their average have a PD of {study.ReferencePd:P2}. Of {study.Rows:N0} test rows {study.Declined:N0} ")
                + "would be declined.")
        + (credit.Shift is not { } shift ? "" : Text($" PDs are the policy's: the score with {shift.Shift:+0.000;-0.000} added to its log ")
            + "odds, the same for all, so the reasons are those of the score.");

    static TableBlock Counts(ReasonStudy study, ReasonPolicy policy)
    {
        TableBlock block = new TableBlock("Reasons that the declined would get")
        {
            Caption = Text($"{study.Explained:N0} declined test rows, {study.MeanReasons:0.0} reasons each on average. Reasons with less ")
                + "than 2 % of what speaks against an applicant are not told.",
            Bars = [.. study.Counts.Where(count => count.Any > 0).Select(count => (double)count.Any)],
            FullBar = study.Explained,
        }.Column("reason").Column("columns").Column("first", number: true).Column("at all", number: true);
        foreach (ReasonCount count in study.Counts.Where(count => count.Any > 0))
            block = block.Row(count.Code, string.Join(", ", policy.Groups.First(group => group.Code == count.Code).Columns),
                Text($"{(double)count.First / study.Explained:P1}"), Text($"{(double)count.Any / study.Explained:P1}"));
        return block;
    }

    static TableBlock Archetype(ReasonStudy study)
    {
        TableBlock block = new TableBlock("The average declined applicant")
        {
            Caption = "Nobody: the average of all declined test rows beside that of the approved ones next to the cut-off. "
                + "Amounts are means with three digits of the cells that have one, levels the most frequent with their share. Points are "
                + "of the average of what the net reads: of scaled amounts, and of all levels. Points below 0 are in favour.",
        }.Column("reason").Column("declined").Column("next to the cut-off").Column("points lost", number: true);
        foreach (ArchetypeReason reason in study.Archetype.OrderByDescending(each => Math.Abs(each.Points)).Take(MostArchetype)
            .OrderByDescending(each => each.Points))
            block = block.Row(reason.Code, reason.Declined, reason.Reference, Text($"{reason.Points:0.0}"));
        return block;
    }

    static IEnumerable<string> Trust(ReasonStudy study)
    {
        yield return "The first reason is the same by integrated gradients, which give the reasons, and by Shapley values in "
            + Share(study.SameByShapley) + ".";
        yield return "When the columns of the first reason alone are set to those of the reference, the log odds fall by at least half of "
            + "what is said to come from it in " + Share(study.HalfKept) + ". A model of 95 % or more says what it does.";
    }

    static ListBlock Changes(ChangeRules rules) => new("What an applicant could change")
    {
        Items =
        [
            Text($"Changes of at most {rules.MostColumns} columns are searched by rising cost, so that the first is proved to be the ")
                + "cheapest on the grid: florin explain --what-if.",
            .. rules.Columns.Select(column => column.Column + ": " + (column.Levels.Length > 0 ? "to " + string.Join(", ", column.Levels)
                : Text($"{Way(column.Direction)} within {Numbers.Text(column.Low ?? 0)} to {Numbers.Text(column.High ?? 0)}")
                    + (column.Unit > 0 ? ", in steps of " + Numbers.Text(column.Unit) : ""))),
            .. rules.Coupled.Select(pair => $"{pair.Less} is never above {pair.More}"),
        ],
    };

    static string Way(ChangeDirection direction) => direction switch
    {
        ChangeDirection.Up => "only up,",
        ChangeDirection.Down => "only down,",
        _ => "either way,",
    };

    static string Share(RowShare share) =>
        Text($"{share.Value:P1} of {share.Rows} declines (95 % interval {share.Low:P1} to {share.High:P1})");

    static string Text(FormattableString text) => FormattableString.Invariant(text);
}
