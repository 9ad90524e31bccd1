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

    /// <summary>Seed of the noise that breaks ties between equal numbers before quantiles are taken.</summary>
    public ulong Seed { get; init; }
}
