namespace Florin;

using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;

/// <summary>A fitted change of scale for one column of numbers.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(StandardScale), "standard")]
[JsonDerivedType(typeof(RobustScale), "robust")]
[JsonDerivedType(typeof(QuantileScale), "quantile")]
[JsonDerivedType(typeof(TwoValueScale), "twoValues")]
[JsonDerivedType(typeof(NoScale), "none")]
public abstract record NumberScale
{
    /// <summary>The scaled number.</summary>
    public abstract double Apply(double x);

    /// <summary>What stands for a missing number.</summary>
    internal virtual double Absent => 0;

    /// <summary>Fits a scale to numbers, none of them missing; at least one.</summary>
    internal static NumberScale Fit(NumberScaling scaling, double[] values, ulong seed, uint column) => scaling switch
    {
        NumberScaling.Standard => StandardScale.Fit(values),
        NumberScaling.Robust => RobustScale.Fit(values),
        NumberScaling.None => new NoScale(),
        _ => QuantileScale.Fit(values, seed, column),
    };
}

/// <summary>The number as it is; NaN stands for a missing one.</summary>
public sealed record NoScale : NumberScale
{
    /// <inheritdoc/>
    public override double Apply(double x) => x;

    internal override double Absent => double.NaN;
}

/// <summary>A column of two values, a yes or a no: the lower is -1, the higher 1, with a straight line between.</summary>
public sealed record TwoValueScale(double Low, double High) : NumberScale
{
    /// <inheritdoc/>
    public override double Apply(double x) => Math.Clamp((x - Low) / (High - Low) * 2 - 1, -1, 1);

    /// <summary>Null where there are not two values, or too few rows have one of them.</summary>
    internal static TwoValueScale? Fit(double[] values, FeatureOptions options)
    {
        double low = values.Min(), high = values.Max();
        int least = values.Count(value => value == low), most = values.Count(value => value == high);
        return options.Scaling == NumberScaling.None || least + most < values.Length || Math.Min(least, most) < options.RareBelow
            ? null : new TwoValueScale(low, high);
    }
}

/// <summary>Less the mean, over the standard deviation; a constant column becomes 0.</summary>
public sealed record StandardScale(double Mean, double Factor) : NumberScale
{
    /// <inheritdoc/>
    public override double Apply(double x) => (x - Mean) * Factor;

    internal static StandardScale Fit(double[] values)
    {
        double mean = values.Sum() / values.Length, squares = values.Sum(value => (value - mean) * (value - mean)) / values.Length;
        return new StandardScale(mean, squares > 0 ? 1 / Math.Sqrt(squares) : 0);
    }
}

/// <summary>
/// Less the median, over the distance of the quartiles (half the range where those are equal), then x / sqrt(1 + (x/3)²) (RealMLP,
/// Holzmüller et al. 2024).
/// </summary>
public sealed record RobustScale(double Median, double Factor) : NumberScale
{
    internal const double Bound = 3;

    /// <summary>The square of what is larger may be infinite; here the bound is reached to the last bit.</summary>
    const double Far = 1e100;

    /// <inheritdoc/>
    public override double Apply(double x)
    {
        double scaled = Math.Clamp((x - Median) * Factor, -Far, Far);
        return scaled / Math.Sqrt(1 + scaled / Bound * (scaled / Bound));
    }

    internal static RobustScale Fit(double[] values)
    {
        double[] sorted = [.. values.Order()];
        double quartiles = Quartiles.At(sorted, 0.75) - Quartiles.At(sorted, 0.25), range = sorted[^1] - sorted[0];
        return new RobustScale(Quartiles.At(sorted, 0.5), quartiles > 0 ? 1 / quartiles : range > 0 ? 2 / range : 0);
    }
}

/// <summary>
/// Knots (x, z) with straight lines between: quantiles of the training rows and of the normal distribution. The first and the last knot are
/// means of 20 rows, so that no knot tells the largest amount of a customer; beyond them z stays.
/// </summary>
public sealed record QuantileScale(ImmutableArray<double> X, ImmutableArray<double> Z) : NumberScale
{
    const int RowsAKnot = 30, FewestKnots = 10, MostKnots = 1000, EndRows = 20;

    /// <summary>Ties are broken by noise of this share of the standard deviation: a spike then takes its share of the scale.</summary>
    const double Noise = 1e-5;

    /// <summary>In the first and the last interval z is far from straight: knots at halves, quarters, eighths of its share follow
    /// it.</summary>
    const int TailKnots = 12;

    /// <inheritdoc/>
    public override double Apply(double x)
    {
        ReadOnlySpan<double> knots = X.AsSpan();
        if (!(x > knots[0])) return Z[0];
        if (x >= knots[^1]) return Z[^1];
        // By halves without a branch, which the processor could not foresee: the last knot that is not above x.
        int below = 0;
        for (int rest = knots.Length; rest > 1;)
        {
            int half = rest >> 1;
            below += half * Unsafe.BitCast<bool, byte>(knots[below + half] <= x);
            rest -= half;
        }

        if (knots[below] == x) return Z[below];
        int above = below + 1;
        // The sum may round to just above the knot: then the scale would fall at it.
        return Math.Min(Z[above], Z[below] + (x - knots[below]) / (knots[above] - knots[below]) * (Z[above] - Z[below]));
    }

    internal static QuantileScale Fit(double[] values, ulong seed, uint column)
    {
        double mean = values.Sum() / values.Length;
        double spread = Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / values.Length);
        if (!(spread > 0)) return new QuantileScale([values[0]], [0]);
        double[] sorted = [.. values.Select((value, row) => value + Noise * spread * Normal(row, seed, column)).Order()];
        int count = Math.Max(Math.Min(values.Length / RowsAKnot, MostKnots), FewestKnots);
        int ends = Math.Min(EndRows, (sorted.Length + 1) / 2);
        double end = ends / 2.0 / sorted.Length, lowest = sorted[..ends].Average(), highest = sorted[^ends..].Average();
        var x = new List<double> { lowest };
        var z = new List<double> { NormalQuantile.Of(end) };
        void Add(double at, double level)
        {
            if (at <= x[^1]) return;
            x.Add(at);
            z.Add(NormalQuantile.Of(level));
        }

        foreach (double level in Levels(count).Where(level => level > end && level < 1 - end))
            if (Quartiles.At(sorted, level) is var at && at < highest) Add(at, level);
        Add(highest, 1 - end);
        return new QuantileScale([.. x], [.. z]);
    }

    static double Normal(int row, ulong seed, uint column)
    {
        const double Half = 0.5, Range = 4294967296;
        return NormalQuantile.Of((Kernels.Philox.At(row, seed, 0, 0, column) + Half) / Range);
    }

    static IEnumerable<double> Levels(int count)
    {
        double step = 1.0 / (count - 1);
        for (int i = TailKnots; i > 0; i--) yield return step / (1 << i);
        for (int i = 1; i < count - 1; i++) yield return i * step;
        for (int i = 1; i <= TailKnots; i++) yield return 1 - step / (1 << i);
    }
}
