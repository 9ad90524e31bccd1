namespace Florin;

using System.Collections.Immutable;

/// <summary>How numbers are brought to the range in which nets learn.</summary>
public enum NumberScaling
{
    /// <summary>Less the mean, over the standard deviation.</summary>
    Standard,

    /// <summary>Less the median, over the distance of the quartiles, clipped smoothly at ±3: order of magnitude is kept, outliers are
    /// not.</summary>
    Robust,

    /// <summary>Quantiles mapped to those of the normal distribution: only the order is kept. The best for most nets.</summary>
    Quantile,

    /// <summary>As they are, NaN where one is missing: for trees, which ask for the order alone.</summary>
    None,
}

/// <summary>How the columns of a table become the inputs of a net.</summary>
public sealed record FeatureOptions
{
    /// <summary>How numbers are scaled. Default: quantiles to normal.</summary>
    public NumberScaling Scaling { get; init; } = NumberScaling.Quantile;

    /// <summary>Number columns whose values are codes, not amounts.</summary>
    public ImmutableArray<string> Categorical { get; init; } = [];

    /// <summary>Values of number columns that are codes, such as -9 for "no record": each becomes an input of its own. "*" is every
    /// column.</summary>
    public ImmutableDictionary<string, ImmutableArray<double>> Special { get; init; } =
        ImmutableDictionary<string, ImmutableArray<double>>.Empty;

    /// <summary>
    /// Levels and codes seen in fewer training rows become "other": no model file then tells of a single customer. Default 5.
    /// </summary>
    public int RareBelow { get; init; } = 5;

    /// <summary>The most levels that a category column may have; the rarer ones become "other". Default 64.</summary>
    public int MaximumLevels { get; init; } = 64;

    /// <summary>Columns that may be absent when rows are scored: their cells then count as missing.</summary>
    public ImmutableArray<string> Optional { get; init; } = [];

    /// <summary>
    /// Amounts beyond these quantiles of the training rows, and beyond as many at the other end, count as the quantile: 0.01 is the 1st
    /// and the
    /// 99th percentile. 0 to 0.25; default 0, none. A quantile lies at least 5 rows from the end.
    /// </summary>
    public double Winsor { get; init; }

    /// <summary>What a missing number counts as, by column; else it counts as the middle of the scale. The input that says "missing"
    /// stays.</summary>
    public ImmutableDictionary<string, double> Fill { get; init; } = ImmutableDictionary<string, double>.Empty;

    /// <summary>Columns of dates of which the time of year and the day of the week count too, as sine and cosine.</summary>
    public ImmutableArray<string> Cycles { get; init; } = [];

    /// <summary>
    /// Columns of categories that become one number, the mean target of their level, drawn towards that of all by 20 rows. Training rows
    /// are
    /// encoded by the means of other rows, so that none tells its own outcome. For columns with more levels than
    /// <see cref="MaximumLevels"/>.
    /// </summary>
    public ImmutableArray<string> TargetMean { get; init; } = [];

    /// <summary>Seed of the noise that breaks ties between equal numbers before quantiles are taken.</summary>
    public ulong Seed { get; init; }
}
