namespace Florin;

using System.Collections.Immutable;

/// <summary>How a row's score is divided among its columns.</summary>
public enum AttributionMethod
{
    /// <summary>
    /// Integrated gradients (Sundararajan, Taly and Yan 2017): the gradient along the straight line from the reference to the row.
    /// Fast, without chance. Default.
    /// </summary>
    Gradients,

    /// <summary>
    /// Shapley values (Shapley 1953; Štrumbelj and Kononenko 2010): what a column adds on average when the reference's cells are replaced
    /// by the row's in any order. Exact up to ten columns that differ from the reference; above, orders are sampled in opposite pairs and
    /// each share has a standard error.
    /// </summary>
    Shapley,
}

/// <summary>What is divided among the columns.</summary>
public enum AttributionScale
{
    /// <summary>The score itself: a probability, an amount, an expected count. Default.</summary>
    Score,

    /// <summary>
    /// The log odds of a probability. They add up where probabilities saturate, and points of credit are a straight line through them, so
    /// that shares of points are the same shares. Only for targets of two values.
    /// </summary>
    LogOdds,
}

/// <summary>How rows are explained.</summary>
public sealed record ExplainOptions
{
    /// <summary>Integrated gradients or Shapley values. Default: gradients.</summary>
    public AttributionMethod Method { get; init; } = AttributionMethod.Gradients;

    /// <summary>What is divided: the score or its log odds. Default: the score. With log odds every number of an explanation is in
    /// them.</summary>
    public AttributionScale Scale { get; init; } = AttributionScale.Score;

    /// <summary>Of several classes the one to explain; null: the likeliest of each row.</summary>
    public string? Class { get; init; }

    /// <summary>Columns that are explained together, by the name of the group: those that say the same, or that belong to one
    /// subject.</summary>
    public ImmutableSortedDictionary<string, ImmutableArray<string>> Groups { get; init; } =
        ImmutableSortedDictionary<string, ImmutableArray<string>>.Empty;

    /// <summary>Orders that are sampled for Shapley values, an even number. Default 128.</summary>
    public int Orders { get; init; } = 128;

    /// <summary>Keys the sampled orders.</summary>
    public ulong Seed { get; init; }
}
