namespace Florin;

using System.Collections.Immutable;

/// <summary>Share of the claims in the share of exposure whose predicted rate is lowest: both from 0 to 1, at most 400 points.</summary>
/// <param name="Exposure">Cumulated share of exposure, by rising rate.</param>
/// <param name="Claims">Cumulated share of claims there.</param>
/// <param name="Gini">1 - 2 × the area below: 0 for a rate without information, higher ranks better.</param>
/// <param name="Normalized">
/// <paramref name="Gini"/> / that of the order by the observed rate, 1 for the perfect order; null when that is 0.
/// </param>
public sealed record LorenzCurve(ImmutableArray<double> Exposure, ImmutableArray<double> Claims, double Gini, double? Normalized);

/// <summary>
/// How well predicted rates of counts or losses rank. Blind to their level: look at a deviance and the balance as well.
/// </summary>
public static class Lorenz
{
    /// <summary>
    /// The Lorenz curve of claims over exposure. Rows of equal rates are one straight piece. Null when there are no claims or no
    /// exposure.
    /// </summary>
    /// <param name="rates">Predicted claims for each unit of exposure, finite.</param>
    /// <param name="claims">Observed counts or losses of the row, 0 or more, as many.</param>
    /// <param name="exposure">0 or more, as many; none: 1 for each row. A row without exposure is left out.</param>
    /// <exception cref="FlorinException">FLR0601–FLR0603, FLR0606: claims below 0.</exception>
    public static LorenzCurve? Curve(ReadOnlySpan<double> rates, ReadOnlySpan<double> claims, ReadOnlySpan<double> exposure = default)
    {
        MetricCheck.Rows(rates, claims, exposure);
        MetricCheck.Domain("claims", claims, static claim => claim < 0, "claims are 0 or more");
        double[] observed = new double[claims.Length];
        for (int row = 0; row < observed.Length; row++)
            observed[row] = exposure.IsEmpty ? claims[row] : exposure[row] > 0 ? claims[row] / exposure[row] : 0;
        if (Cumulate(rates, claims, exposure) is not { } found) return null;
        double gini = Gini(found.X, found.Y);
        (double[] X, double[] Y) best = Cumulate(observed, claims, exposure)!.Value;
        double perfect = Gini(best.X, best.Y);
        int[] kept = Thinning.Of([found.X, found.Y]);
        return new LorenzCurve(Thinning.Take(found.X, kept), Thinning.Take(found.Y, kept), gini,
            perfect > 1e-12 ? gini / perfect : null);
    }

    /// <summary>The <see cref="LorenzCurve.Gini"/> of the curve. -1 to 1; null where the curve is.</summary>
    /// <inheritdoc cref="Curve"/>
    public static double? Gini(ReadOnlySpan<double> rates, ReadOnlySpan<double> claims, ReadOnlySpan<double> exposure = default)
    {
        MetricCheck.Rows(rates, claims, exposure);
        MetricCheck.Domain("claims", claims, static claim => claim < 0, "claims are 0 or more");
        return Cumulate(rates, claims, exposure) is { } found ? Gini(found.X, found.Y) : null;
    }

    static double Gini(double[] x, double[] y)
    {
        double area = 0;
        for (int i = 1; i < x.Length; i++) area += (x[i] - x[i - 1]) * (y[i] + y[i - 1]);
        return 1 - area;
    }

    static (double[] X, double[] Y)? Cumulate(ReadOnlySpan<double> rates, ReadOnlySpan<double> claims, ReadOnlySpan<double> exposure)
    {
        double[] keys = rates.ToArray();
        int[] order = [.. Enumerable.Range(0, keys.Length)];
        Array.Sort(keys, order);
        List<double> x = [0], y = [0];
        (double years, double total) = (0, 0);
        for (int i = 0; i < order.Length; i++)
        {
            double own = exposure.IsEmpty ? 1 : exposure[order[i]];
            if (own > 0) (years, total) = (years + own, total + claims[order[i]]);
            if (i + 1 < keys.Length && keys[i + 1] == keys[i]) continue;
            x.Add(years);
            y.Add(total);
        }

        return years > 0 && total > 0 ? ([.. x.Select(value => value / years)], [.. y.Select(value => value / total)]) : null;
    }
}
