namespace Florin;

/// <summary>A leaf of a tree in growth: a range of the grower's rows, the sums of their derivatives, and the best way to split it.</summary>
sealed class TreeLeaf(int node, int depth, int begin, int end, GradientSums sums)
{
    public int Node { get; } = node;

    public int Depth { get; } = depth;

    public int Begin { get; } = begin;

    public int End { get; } = end;

    public int Rows => End - Begin;

    public GradientSums Sums { get; } = sums;

    /// <summary>Its value before the learning rate.</summary>
    public double Weight { get; init; }

    /// <summary>Limits that monotone splits above it set.</summary>
    public double Low { get; set; } = double.NegativeInfinity;

    /// <inheritdoc cref="Low"/>
    public double High { get; set; } = double.PositiveInfinity;

    /// <summary>Sums by bin of all groups, first and second derivative in turn; null: it is not to be split.</summary>
    public double[]? Histogram { get; set; }

    public TreeSplit Best { get; set; }
}

/// <summary>Sums of first and second derivatives.</summary>
readonly record struct GradientSums(double First, double Second)
{
    public static GradientSums operator +(GradientSums a, GradientSums b) => new(a.First + b.First, a.Second + b.Second);

    public static GradientSums operator -(GradientSums a, GradientSums b) => new(a.First - b.First, a.Second - b.Second);
}

/// <summary>A way to split a leaf; bins up to <paramref name="Bin"/> of the slot go left.</summary>
readonly record struct TreeSplit(double Gain, int Group, int Slot, int Bin, bool MissingLeft, GradientSums Left);
