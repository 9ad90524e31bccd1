namespace Florin;

using System.Collections.Immutable;

/// <summary>How often a reason is given.</summary>
/// <param name="Code">From the list.</param>
/// <param name="First">Declines whose first reason it is.</param>
/// <param name="Any">Declines that get it at all.</param>
public sealed record ReasonCount(string Code, int First, int Any);

/// <summary>A reason of the average declined applicant, who is no customer.</summary>
/// <param name="Code">From the list.</param>
/// <param name="Declined">What the declined are like on average, by column: the mean of amounts, the share of the most frequent
/// level.</param>
/// <param name="Reference">The same of those whom applicants are compared with.</param>
/// <param name="Points">Points that it costs; below 0 it helps.</param>
public sealed record ArchetypeReason(string Code, string Declined, string Reference, double Points);

/// <summary>A share of rows, with its interval (Wilson, 95 %).</summary>
/// <param name="Rows">Rows.</param>
/// <param name="Value">0 to 1.</param>
/// <param name="Low">Where the interval begins.</param>
/// <param name="High">Where it ends.</param>
public sealed record RowShare(int Rows, double Value, double Low, double High)
{
    internal static RowShare Of(IReadOnlyCollection<bool> rows)
    {
        MetricValue share = new Rate((double)rows.Count(row => row) / rows.Count, rows.Count).Interval();
        return new RowShare(rows.Count, share.Value!.Value, share.Low!.Value, share.High!.Value);
    }
}

/// <summary>Which reasons the test rows would get, and how far they can be relied upon. It holds no applicant.</summary>
public sealed record ReasonStudy
{
    const int MostRows = 100, MostShapley = 25;

    /// <summary>Test rows.</summary>
    public required int Rows { get; init; }

    /// <summary>Of them, those that are declined.</summary>
    public required int Declined { get; init; }

    /// <summary>The policy's PD of the average of those whom applicants are compared with: of average inputs, not the average of
    /// PDs.</summary>
    public required double ReferencePd { get; init; }

    /// <summary>Declines that were explained.</summary>
    public required int Explained { get; init; }

    /// <summary>How many reasons a decline gets, on average.</summary>
    public required double MeanReasons { get; init; }

    /// <summary>By reason, the one that comes first most often.</summary>
    public required ImmutableArray<ReasonCount> Counts { get; init; }

    /// <summary>Declines whose first reason is the same by Shapley values.</summary>
    public required RowShare SameByShapley { get; init; }

    /// <summary>Declines of which the log odds fall by at least half of the first reason's contribution when its columns alone are moved
    /// to the reference.</summary>
    public required RowShare HalfKept { get; init; }

    /// <summary>The reasons of the average declined applicant.</summary>
    public required ImmutableArray<ArchetypeReason> Archetype { get; init; }

    internal static ReasonStudy? Of(CreditContext context, CreditPolicy policy, CancellationToken cancellation)
    {
        if (policy.Reasons is not { } reasons) return null;
        EncodedRows all = context.Model.Features.Encode(context.Cells);
        double[] scores = context.Model.Score(all, context.Threads);
        int[] declined = [.. Enumerable.Range(0, scores.Length).Where(row => reasons.CutOff.Declines(policy.Pd(scores[row])))];
        if (declined.Length < ReferenceRow.FewestRows) return null;
        EncodedRows[] rows = [.. Evenly(declined, MostRows).Select(row => Row(all, row))];
        var gradients = new ReasonExplainer(context.Model);
        var shapley = new ReasonExplainer(context.Model, AttributionMethod.Shapley);
        ReasonSet[] found = ReasonsOf(gradients, rows, context.Threads, cancellation);
        int[] compared = Evenly([.. Enumerable.Range(0, rows.Length)], MostShapley);
        return new ReasonStudy
        {
            Rows = scores.Length,
            Declined = declined.Length,
            ReferencePd = Kernels.Elementary.Sigmoid(gradients.ReferenceLogOdds),
            Explained = rows.Length,
            MeanReasons = found.Average(set => set.Reasons.Length),
            Counts = Counted(reasons, found),
            SameByShapley = RowShare.Of([.. ReasonsOf(shapley, [.. compared.Select(at => rows[at])], context.Threads, cancellation)
                .Zip(compared, (set, at) => set.Reasons.FirstOrDefault()?.Code == found[at].Reasons.FirstOrDefault()?.Code)]),
            HalfKept = RowShare.Of([.. rows.Zip(found, (row, set) => KeepsHalf(context.Model, reasons, row, set))]),
            Archetype = Average(context, policy, declined, gradients),
        };
    }

    /// <summary>Rows have nothing to do with each other: their reasons are the same on any number of threads.</summary>
    static ReasonSet[] ReasonsOf(ReasonExplainer explainer, EncodedRows[] rows, int threads, CancellationToken cancellation)
    {
        var sets = new ReasonSet[rows.Length];
        Parallel.For(0, rows.Length, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation },
            row => sets[row] = explainer.Explain(rows[row], false, cancellation));
        return sets;
    }

    /// <summary>Whether moving the first reason's columns to the reference lowers the log odds by half of its contribution.</summary>
    static bool KeepsHalf(Model model, ReasonPolicy policy, EncodedRows row, ReasonSet set)
    {
        if (set.Reasons is not [var first, ..]) return false;
        EncodedRows moved = Row(row, 0);
        foreach (string column in policy.Groups.First(group => group.Code == first.Code).Columns)
        {
            (int from, int count) = model.Features.InputsOf(column);
            for (int input = from; input < from + count; input++) moved.Numbers[input] = policy.Reference.Inputs[input];
        }

        return LogOdds(model.Score(row)[0]) - LogOdds(model.Score(moved)[0]) >= first.LogOdds / 2;
    }

    static ImmutableArray<ReasonCount> Counted(ReasonPolicy policy, ReasonSet[] found) =>
    [
        .. policy.Groups.Select(group => new ReasonCount(group.Code, found.Count(set => set.Reasons is [var first, ..]
                && first.Code == group.Code), found.Count(set => set.Reasons.Any(reason => reason.Code == group.Code))))
            .OrderByDescending(count => count.First).ThenByDescending(count => count.Any)
            .ThenBy(count => count.Code, StringComparer.Ordinal),
    ];

    static ImmutableArray<ArchetypeReason> Average(CreditContext context, CreditPolicy policy, int[] declined, ReasonExplainer explainer)
    {
        Table rows = context.Cells.Rows(declined);
        ReferenceRow average = ReferenceRow.Of("the average declined applicant", rows, context.Model.Features,
            context.Model.Features.Encode(rows))!;
        var one = new EncodedRows(1, context.Model.Features.Width);
        average.Inputs.CopyTo(one.Numbers);
        ReasonSet set = explainer.Explain(one, true, default);
        ImmutableSortedDictionary<string, string> declinedAre = ColumnAverages.Of(rows, context.Model.Features);
        return
        [
            .. explainer.Policy.Groups.Zip(set.Shares, (group, share) => new ArchetypeReason(group.Code,
                Average(average, declinedAre, group), Average(explainer.Policy.Reference, explainer.Policy.Averages, group),
                policy.Points.Factor * share.LogOdds)).OrderByDescending(each => each.Points),
        ];
    }

    /// <summary>Of a reason of several columns with their names; what has no average has what is typical.</summary>
    static string Average(ReferenceRow row, ImmutableSortedDictionary<string, string>? averages, ReasonGroup group) => string.Join("; ",
        from column in @group.Columns
        let text = averages?.GetValueOrDefault(column) ?? row.Typical.GetValueOrDefault(column)
        where text is not null
        select @group.Columns.Length == 1 ? text : $"{column} {text}");

    static int[] Evenly(int[] rows, int most) =>
        rows.Length <= most ? rows : [.. Enumerable.Range(0, most).Select(at => rows[(int)((long)at * rows.Length / most)])];

    static EncodedRows Row(EncodedRows all, int row)
    {
        var one = new EncodedRows(1, all.Width);
        Array.Copy(all.Numbers, row * all.Width, one.Numbers, 0, all.Width);
        return one;
    }

    static double LogOdds(double pd) => Explain.RowScores.LogOdds(pd);
}
