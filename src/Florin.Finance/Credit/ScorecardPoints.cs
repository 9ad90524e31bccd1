namespace Florin;

/// <summary>From coefficients to points.</summary>
static class ScorecardPoints
{
    /// <summary>
    /// Exact points: log odds of a bad = intercept + Σ coefficient · WoE, and points = offset - factor · log odds, divided among base
    /// and bins by the layout.
    /// </summary>
    public static Scorecard Placed(Scorecard card)
    {
        double factor = card.Scale.Factor, constant = card.Scale.Offset - factor * card.Intercept;
        int count = card.Characteristics.Length;
        double[][] points = [.. card.Characteristics.Select(each =>
            each.Binning.Bins.Select(bin => -factor * each.Coefficient * bin.Woe).ToArray())];
        double[] moved = card.Layout switch
        {
            PointsLayout.Spread => [.. points.Select(_ => constant / count)],
            PointsLayout.FromZero => [.. points.Select(own => -own.Min())],
            _ => new double[count],
        };
        return card with
        {
            Rounded = false,
            BasePoints = card.Layout == PointsLayout.Spread && count > 0 ? 0 : constant - moved.Sum(),
            Characteristics = [.. card.Characteristics.Select((each, at) => each with
            {
                Points = [.. points[at].Select(own => own + moved[at] + 0.0)],
            })],
        };
    }

    /// <summary>Every number of points rounded, halves away from 0.</summary>
    public static Scorecard Whole(Scorecard card) => card with
    {
        Rounded = true,
        BasePoints = Rounded(card.BasePoints),
        Characteristics = [.. card.Characteristics.Select(each => each with { Points = [.. each.Points.Select(Rounded)] })],
    };

    /// <summary>Without a minus before a zero.</summary>
    static double Rounded(double points) => Math.Round(points, MidpointRounding.AwayFromZero) + 0.0;
}
