namespace Florin;

/// <summary>The extent of a value: its axes after the batch, and whether it has a row for every row of the batch.</summary>
/// <remarks>Printed as <c>[batch, 60, 20]</c>; a parameter of the same extent prints as
/// <c>[60, 20]</c>. The batch itself is symbolic.</remarks>
public sealed class Shape : IEquatable<Shape>
{
    readonly int[] axes;

    Shape(bool batched, int[] axes)
    {
        Batched = batched;
        this.axes = axes;
        int size = 1;
        foreach (int axis in axes)
        {
            if (axis < 0) throw new FlorinException("FLR0101", "an axis of a shape is negative", found: string.Join(", ", axes));
            size = checked(size * axis);
        }
        Size = size;
    }

    /// <summary>One value of this extent for every row of the batch.</summary>
    public static Shape Rows(params int[] axes) => new(true, (int[])axes.Clone());

    /// <summary>One value for the whole batch: a parameter, a constant, a sum over rows.</summary>
    public static Shape Fixed(params int[] axes) => new(false, (int[])axes.Clone());

    /// <summary>Whether each row of the batch has its own value.</summary>
    public bool Batched { get; }

    /// <summary>Numbers per row (or in all, when not batched).</summary>
    public int Size { get; }

    /// <summary>Axes, the batch not counted.</summary>
    public int Rank => axes.Length;

    /// <summary>The extent of an axis after the batch; <c>^1</c> is the last.</summary>
    public int this[Index axis] => axes[axis];

    /// <summary>The axes after the batch.</summary>
    public ReadOnlySpan<int> Axes => axes;

    internal Shape WithLast(int width)
    {
        int[] copy = (int[])axes.Clone();
        copy[^1] = width;
        return new Shape(Batched, copy);
    }

    internal Shape With(bool batched) => batched == Batched ? this : new Shape(batched, axes);

    /// <summary>Numbers before the last axis: what a dense layer sees as rows within a row.</summary>
    internal int Inner => Rank == 0 ? 1 : Size == 0 ? 0 : Size / axes[^1];

    /// <inheritdoc/>
    public bool Equals(Shape? other) => other is not null && Batched == other.Batched && axes.AsSpan().SequenceEqual(other.axes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Shape);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(Batched);
        foreach (int axis in axes) hash.Add(axis);
        return hash.ToHashCode();
    }

    /// <summary>The shape as users read it: <c>[batch, 60, 20]</c>.</summary>
    public override string ToString()
    {
        var parts = new List<string>();
        if (Batched) parts.Add("batch");
        foreach (int axis in axes) parts.Add(axis.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return $"[{string.Join(", ", parts)}]";
    }
}
