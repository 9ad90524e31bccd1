namespace Florin;

using System.Collections.Immutable;

/// <summary>A range of points and the rows in it.</summary>
/// <param name="From">Its fewest points.</param>
/// <param name="To">Below this many.</param>
/// <param name="Goods">Share of the goods, by weight.</param>
/// <param name="Bads">Share of the bads, by weight.</param>
public sealed record PointsRange(double From, double To, double Goods, double Bads);

/// <summary>What points say of the test rows, and what rounding them to whole points costs.</summary>
/// <param name="Rows">Test rows.</param>
/// <param name="Ranges">From few points to many, all of one width.</param>
/// <param name="Exact">By the PDs of the model.</param>
/// <param name="Whole">By the PDs of whole points.</param>
/// <param name="LargestPdChange">The largest difference of a row's two PDs.</param>
public sealed record PointsStudy(int Rows, ImmutableArray<PointsRange> Ranges, ScorecardMetrics Exact, ScorecardMetrics Whole,
    double LargestPdChange)
{
    const int MostRanges = 30;

    static readonly double[] Widths = [1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000];

    /// <summary>The points of the test rows of a study.</summary>
    internal static PointsStudy? Of(CreditContext context, CreditPolicy policy)
    {
        double[] pds = context.Pds, bad = context.Rows.Labels;
        if (pds.Length == 0) return null;
        double[] weights = context.Rows.Weights ?? [.. pds.Select(_ => 1.0)], points = policy.Points.Points(pds);
        double[] whole = [.. points.Select(each => policy.Points.Pd(Math.Round(each, MidpointRounding.AwayFromZero)))];
        return new PointsStudy(pds.Length, Split(points, bad, weights), Scorecard.Judge(pds, bad, weights),
            Scorecard.Judge(whole, bad, weights), pds.Zip(whole, (one, other) => Math.Abs(one - other)).Max());
    }

    static ImmutableArray<PointsRange> Split(double[] points, double[] bad, double[] weights)
    {
        double low = points.Min(), high = points.Max();
        double width = Widths.FirstOrDefault(each => (high - low) / each < MostRanges, Math.Ceiling((high - low) / MostRanges));
        double first = Math.Floor(low / width) * width;
        int count = (int)Math.Floor((high - first) / width) + 1;
        double[] goods = new double[count], bads = new double[count];
        for (int row = 0; row < points.Length; row++)
            (bad[row] == 1 ? bads : goods)[Math.Min(count - 1, (int)((points[row] - first) / width))] += weights[row];
        double allGoods = Math.Max(goods.Sum(), double.Epsilon), allBads = Math.Max(bads.Sum(), double.Epsilon);
        return [.. Enumerable.Range(0, count).Select(at => new PointsRange(first + at * width, first + (at + 1) * width,
            goods[at] / allGoods, bads[at] / allBads))];
    }
}

/// <summary>The points of a study, drawn.</summary>
static class PointsBlocks
{
    public static IEnumerable<PageBlock> Of(CreditStudy credit)
    {
        if (credit.PointsOfNet is not { Ranges: [var first, ..] } points) yield break;
        double[] x = [.. points.Ranges.Select(range => range.From), points.Ranges[^1].To];
        yield return new Chart("Points of goods and of bads")
        {
            XLabel = "points",
            YLabel = "share of the goods, of the bads",
            YPercent = true,
            Caption = FormattableString.Invariant($"The {points.Rows:N0} test rows in ranges of {first.To - first.From:0} points. ")
                + "The further the two lines stand apart, the better the model ranks. " + Meaning(credit.Policy.Points),
        }.Steps(x, [.. points.Ranges.Select(range => range.Goods), points.Ranges[^1].Goods], "goods")
            .Steps(x, [.. points.Ranges.Select(range => range.Bads), points.Ranges[^1].Bads], "bads");
        TableBlock table = new TableBlock("Whole points")
        {
            Caption = FormattableString.Invariant($"The same {points.Rows:N0} test rows by the model's own PD and by the PD that the ")
                + "scale gives for points rounded to whole numbers. No PD moves by more than "
                + FormattableString.Invariant($"{100 * points.LargestPdChange:0.00} percentage points. ")
                + "Intervals of the first column stand beside the metrics above.",
        }.Column("metric").Column("exact", number: true).Column("whole points", number: true);
        foreach ((string name, Func<ScorecardMetrics, double?> value) in new (string, Func<ScorecardMetrics, double?>)[]
            { ("AUC", each => each.Auc), ("KS", each => each.Ks), ("Brier score", each => each.Brier), ("log-loss", each => each.LogLoss) })
            table = table.Row(name, Text(value(points.Exact)), Text(value(points.Whole)));
        yield return table;
    }

    static string Meaning(PointsScale scale) => FormattableString.Invariant($"{scale.BasePoints:0.##} points are a PD of ")
        + FormattableString.Invariant($"{scale.Pd(scale.BasePoints):P2}, {scale.BasePoints - scale.PointsToDouble:0.##} points one of ")
        + FormattableString.Invariant($"{scale.Pd(scale.BasePoints - scale.PointsToDouble):P2}.");

    static string Text(double? value) => value is { } number ? FormattableString.Invariant($"{number:0.0000}") : "not defined";
}
