namespace Florin;

using System.Collections.Immutable;

/// <summary>The best offer for a made-up applicant.</summary>
/// <param name="Applicant">Who it is: the typical one of all rows, or of a fifth of them by PD.</param>
/// <param name="Rows">Test rows whose medians and most frequent levels make the applicant; at least 20.</param>
/// <param name="Best">The best offer; null: none earns, or none is within the policy's highest PD.</param>
public sealed record OfferExample(string Applicant, int Rows, Offer? Best);

/// <summary>Best offers for typical applicants, none of whom is a customer.</summary>
/// <param name="Plan">The bounds.</param>
/// <param name="Examples">The typical applicant, then those of fifths by rising PD; empty where a group would have fewer than 20
/// rows.</param>
public sealed record OfferStudy(OfferPlan Plan, ImmutableArray<OfferExample> Examples)
{
    const int Groups = 5;

    static readonly string[] Names = ["the typical applicant", "of the safest fifth", "of the second fifth", "of the middle fifth",
        "of the fourth fifth", "of the riskiest fifth"];

    internal static OfferStudy? Of(CreditContext context)
    {
        if (context.Plan.Credit?.Offer is not { } plan) return null;
        int[] order = [.. Enumerable.Range(0, context.Rows.Count).OrderBy(row => context.Pds[row])];
        if (order.Length < Groups * ReferenceRow.FewestRows) return new OfferStudy(plan, []);
        int[][] groups = [order, .. Enumerable.Range(0, Groups).Select(group =>
            order[(group * order.Length / Groups)..((group + 1) * order.Length / Groups)])];
        var search = new OfferSearch(plan, rows => context.Model.Score(rows, context.Threads));
        return new OfferStudy(plan, [.. groups.Select((rows, group) =>
            new OfferExample(Names[group], rows.Length, search.Best(Typical(context, rows))[0]))]);
    }

    /// <summary>One row of medians and most frequent levels.</summary>
    static Table Typical(CreditContext context, int[] rows) => Table.From([.. context.Model.Columns
        .Where(spec => context.Cells.Contains(spec.Name)).Select(spec => Typical(context.Cells[spec.Name], rows))]);

    static Column Typical(Column column, int[] rows)
    {
        int[] present = [.. rows.Where(row => !column.IsMissing(row))];
        return column switch
        {
            NumberColumn numbers => new NumberColumn(column.Name, [present.Length == 0 ? double.NaN
                : present.Select(row => numbers.Values[row]).Order().ElementAt(present.Length / 2)]),
            DateColumn dates => new DateColumn(column.Name, [present.Length == 0 ? null
                : present.Select(row => dates.Values[row]).Order().ElementAt(present.Length / 2)]),
            _ => CategoryColumn.From(column.Name, [present.Select(row => column.TextAt(row)).GroupBy(text => text)
                .OrderByDescending(level => level.Count()).ThenBy(level => level.Key, StringComparer.Ordinal).FirstOrDefault()?.Key]),
        };
    }
}
