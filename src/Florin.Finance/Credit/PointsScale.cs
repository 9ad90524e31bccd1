namespace Florin;

using System.Text.Json.Serialization;
using Florin.Kernels;

/// <summary>
/// Points for a probability of default (PD): a straight line through its log odds. Odds are goods to bads, (1 - PD) / PD, and more points
/// are better: points = offset + factor · ln(odds). It serves the PD of any model, a net's or a scorecard's.
/// </summary>
/// <remarks>Some tools write the same line with the odds of bads to goods, points = a - b · ln(PD / (1 - PD)): then a is the offset and b
/// the factor (<see cref="OfBadOdds"/>).</remarks>
public sealed record PointsScale
{
    /// <summary>PDs are kept this far from 0 and 1, as a number of points must be finite.</summary>
    const double Edge = 1e-15;

    /// <summary>Points at <see cref="BaseOdds"/>. Default 600.</summary>
    public double BasePoints { get; init; } = 600;

    /// <summary>Goods for each bad at <see cref="BasePoints"/>, above 0. Default 50: a PD of 1 / 51.</summary>
    public double BaseOdds { get; init; } = 50;

    /// <summary>Points that double the odds (PDO), above 0. Default 20.</summary>
    public double PointsToDouble { get; init; } = 20;

    /// <summary>Points for a factor e of the odds: PDO / ln 2.</summary>
    [JsonIgnore]
    public double Factor => PointsToDouble / Elementary.Log(2.0);

    /// <summary>Points at even odds.</summary>
    [JsonIgnore]
    public double Offset => BasePoints - Factor * Elementary.Log(BaseOdds);

    /// <summary>The scale of tools that state the odds as bads to goods, such as 600 points at 1 to 19 with a PDO of 50.</summary>
    /// <param name="points">Points at these odds.</param>
    /// <param name="badOdds">Bads for each good, above 0.</param>
    /// <param name="pointsToDouble">Points that halve the odds of a bad, above 0.</param>
    public static PointsScale OfBadOdds(double points, double badOdds, double pointsToDouble) =>
        new() { BasePoints = points, BaseOdds = 1 / badOdds, PointsToDouble = pointsToDouble };

    /// <summary>The points of a PD.</summary>
    /// <param name="pd">0 to 1; nearer to either than 1e-15 counts as that far away.</param>
    /// <exception cref="FlorinException">FLR1502: the scale; FLR1507: no probability.</exception>
    public double Points(double pd)
    {
        Check();
        if (!(pd >= 0 && pd <= 1))
            throw new FlorinException("FLR1507", "this is no probability", "PointsScale.Points", FormattableString.Invariant($"{pd}"),
                "give a PD of 0 to 1");
        double inside = Math.Clamp(pd, Edge, 1 - Edge);
        return Offset + Factor * Elementary.Log((1 - inside) / inside);
    }

    /// <summary>The points of many PDs, such as the scores of a model.</summary>
    /// <inheritdoc cref="Points(double)"/>
    public double[] Points(IEnumerable<double> pds) => [.. pds.Select(Points)];

    /// <summary>The PD of a number of points.</summary>
    /// <exception cref="FlorinException">FLR1502: the scale; FLR1507: points that are NaN.</exception>
    public double Pd(double points)
    {
        Check();
        if (double.IsNaN(points))
            throw new FlorinException("FLR1507", "these are no points", "PointsScale.Pd", "NaN", "give a number");
        return Elementary.Sigmoid((Offset - points) / Factor);
    }

    /// <summary>"600 points at 50 goods to 1 bad, 20 more double the odds".</summary>
    public override string ToString() => FormattableString.Invariant($"{BasePoints:0.##} points at {BaseOdds:0.##} goods to 1 bad, ")
        + FormattableString.Invariant($"{PointsToDouble:0.##} more double the odds");

    internal void Check()
    {
        // Checked for every row: the demands below write texts before they look.
        bool sound = BaseOdds > 0 && double.IsFinite(BaseOdds) && PointsToDouble > 0 && double.IsFinite(PointsToDouble);
        if (sound && double.IsFinite(BasePoints)) return;
        const string place = nameof(PointsScale);
        BinningOptions.Demand(double.IsFinite(BasePoints), place, nameof(BasePoints), $"{BasePoints}", "a number");
        BinningOptions.Demand(BaseOdds > 0 && double.IsFinite(BaseOdds), place, nameof(BaseOdds), $"{BaseOdds}", "a number above 0");
        BinningOptions.Demand(PointsToDouble > 0 && double.IsFinite(PointsToDouble), place, nameof(PointsToDouble), $"{PointsToDouble}",
            "a number above 0");
    }
}
