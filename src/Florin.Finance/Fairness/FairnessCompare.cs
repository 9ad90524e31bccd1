namespace Florin;

using System.Collections.Immutable;

/// <summary>What mitigation cost and brought: the same network with and without it on the same rows.</summary>
static class FairnessCompare
{
    /// <summary>The price.</summary>
    /// <param name="method">What was done.</param>
    /// <param name="with">Judges the model with it.</param>
    /// <param name="context">What that judge was made from.</param>
    /// <param name="without">Scores of the model without it.</param>
    /// <param name="goodShare">As the judge has it.</param>
    /// <param name="cancellation">Ends the call.</param>
    public static FairnessPrice Of(Mitigation method, FairnessJudge with, FairnessContext context, double[] without, double goodShare,
        CancellationToken cancellation)
    {
        JudgedRows plain = context.Rows.With(without);
        var other = new FairnessJudge(context with { Rows = plain }, goodShare, cancellation);
        BinaryRows one = context.Rows.Binary(), two = plain.Binary();
        MetricValue change = Bootstrap.Difference(one, two, BinaryMetrics.Auc, context.Bootstrap, cancellation);
        var changes = ImmutableArray.CreateBuilder<FairnessChange>();
        foreach ((Divided now, Divided before) in with.Divisions().Zip(other.Divisions()))
            foreach (var group in now.Groups.Where(each => now.Reference is not null && each.Name != now.Reference))
                changes.AddRange(Changes(now, before, group.Name, (with, other), context, cancellation));
        return new FairnessPrice(method, Auc(two, context, cancellation), Auc(one, context, cancellation), change, changes.ToImmutable());
    }

    static MetricValue Auc(BinaryRows rows, FairnessContext context, CancellationToken cancellation) => rows.CountEqually
        ? DeLong.Interval(rows) : Bootstrap.Interval(rows, BinaryMetrics.Auc, context.Bootstrap, cancellation);

    static IEnumerable<FairnessChange> Changes(Divided now, Divided before, string name, (FairnessJudge Now, FairnessJudge Before) judges,
        FairnessContext context, CancellationToken cancellation)
    {
        (string _, int[] places, GroupRows own) = now.Groups.First(group => group.Name == name);
        (string _, int[] others, GroupRows its) = now.Groups.First(group => group.Name == now.Reference);
        GroupRows ownBefore = before.Groups.First(group => group.Name == name).Rows;
        GroupRows itsBefore = before.Groups.First(group => group.Name == now.Reference).Rows;
        double[] labels = context.Rows.Labels;
        (string Metric, Rate? Own, Rate? Its, Rate? OwnBefore, Rate? ItsBefore, Func<int, bool> Within)[] metrics =
        [
            ("selectionDifference", own.Selection, its.Selection, ownBefore.Selection, itsBefore.Selection, _ => true),
            ("equalOpportunity", own.TruePositive, its.TruePositive, ownBefore.TruePositive, itsBefore.TruePositive,
                row => labels[row] == context.GoodLabel),
        ];
        foreach (var metric in metrics)
        {
            if (metric is not { Own: { } a, Its: { } b, OwnBefore: { } c, ItsBefore: { } d }) continue;
            double? Gap(FairnessJudge judge, double[] drawn)
            {
                double Weight(int row) => metric.Within(row) ? drawn[row] * (context.Rows.Weights?[row] ?? 1) : 0;
                return Share(places, judge, Weight) - Share(others, judge, Weight);
            }

            MetricValue smaller = Bootstrap.Interval(labels.Length, drawn =>
            {
                double? left = Gap(judges.Before, drawn), right = Gap(judges.Now, drawn);
                return left is { } first && right is { } second ? Math.Abs(first) - Math.Abs(second) : null;
            }, context.Bootstrap with { Stratified = false }, cancellation);
            yield return new FairnessChange(now.Column, name, now.Reference!, metric.Metric, c.Less(d), a.Less(b), smaller);
        }
    }

    /// <summary>The favoured share of a sample of a group's rows.</summary>
    static double? Share(int[] rows, FairnessJudge judge, Func<int, double> weight)
    {
        (double all, double chosen) = (0, 0);
        foreach (int row in rows)
        {
            double own = weight(row);
            all += own;
            if (judge.Favoured[row]) chosen += own;
        }

        return all > 0 ? chosen / all : null;
    }
}
