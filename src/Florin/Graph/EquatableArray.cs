namespace Florin;

using System.Collections;
using System.Runtime.CompilerServices;

/// <summary>A read-only list that is equal to another when its elements are: records that hold one keep value equality.</summary>
/// <typeparam name="T">The element.</typeparam>
[CollectionBuilder(typeof(EquatableArray), nameof(EquatableArray.Create))]
public readonly struct EquatableArray<T> : IReadOnlyList<T>, IEquatable<EquatableArray<T>>
{
    readonly T[]? items;

    internal EquatableArray(T[] items) => this.items = items;

    T[] Items => items ?? [];

    /// <inheritdoc/>
    public T this[int index] => Items[index];

    /// <inheritdoc/>
    public int Count => Items.Length;

    /// <summary>The elements as a span.</summary>
    public ReadOnlySpan<T> Span => Items;

    /// <inheritdoc/>
    public bool Equals(EquatableArray<T> other)
    {
        if (Count != other.Count) return false;
        for (int i = 0; i < Count; i++)
            if (!EqualityComparer<T>.Default.Equals(Items[i], other.Items[i])) return false;
        return true;
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is EquatableArray<T> other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (T item in Items) hash.Add(item);
        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)Items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => Items.GetEnumerator();

    /// <summary>As a collection expression: <c>[1, 2, 3]</c>.</summary>
    public override string ToString() =>
        $"[{string.Join(", ", Items.Select(item => Convert.ToString(item, System.Globalization.CultureInfo.InvariantCulture)))}]";

    /// <summary>Equal element by element.</summary>
    public static bool operator ==(EquatableArray<T> left, EquatableArray<T> right) => left.Equals(right);

    /// <summary>Different in length or in an element.</summary>
    public static bool operator !=(EquatableArray<T> left, EquatableArray<T> right) => !left.Equals(right);
}

/// <summary>Makes lists with value equality.</summary>
public static class EquatableArray
{
    /// <summary>A list of these elements.</summary>
    public static EquatableArray<T> Create<T>(ReadOnlySpan<T> items) => new(items.ToArray());
}
