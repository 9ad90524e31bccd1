namespace Florin;

using Florin.Graph;

/// <summary>The greatest number of each window along time, by feature: [batch, time, features] → [batch, windows, features].</summary>
/// <param name="Window">Steps, at least 1.</param>
/// <param name="Stride">Steps between windows; 0: as long as the window. Default 0.</param>
public sealed record MaxPool1D(int Window, int Stride = 0) : Layer
{
    /// <inheritdoc/>
    public override Node Build(Node x) => Pools.Along(x, Window, Stride, greatest: true);
}

/// <summary>The mean of each window along time, feature by feature: [batch, time, features] → [batch, windows, features].</summary>
/// <param name="Window">Steps, at least 1.</param>
/// <param name="Stride">Steps between windows; 0: as long as the window. Default 0.</param>
public sealed record AveragePool1D(int Window, int Stride = 0) : Layer
{
    /// <inheritdoc/>
    public override Node Build(Node x) => Pools.Along(x, Window, Stride, greatest: false);
}

/// <summary>The greatest number of each window over a plane: [batch, height, width, channels] → [batch, rows, columns, channels].</summary>
/// <param name="Window">Height and width, such as <c>[2, 2]</c>; one number for both.</param>
/// <param name="Stride">Places between windows, down and across; one number for both. Default: the window.</param>
public sealed record MaxPool2D(EquatableArray<int> Window, EquatableArray<int> Stride = default) : Layer
{
    /// <inheritdoc/>
    public override Node Build(Node x) => Pools.Over(x, Window, Stride, greatest: true);
}

/// <summary>The mean of each window over a plane: [batch, height, width, channels] → [batch, rows, columns, channels].</summary>
/// <param name="Window">Height and width, such as <c>[2, 2]</c>; one number for both.</param>
/// <param name="Stride">Places between windows, down and across; one number for both. Default: the window.</param>
public sealed record AveragePool2D(EquatableArray<int> Window, EquatableArray<int> Stride = default) : Layer
{
    /// <inheritdoc/>
    public override Node Build(Node x) => Pools.Over(x, Window, Stride, greatest: false);
}

/// <summary>The mean over all axes but the last, of the steps that exist: [batch, time, features] → [batch, features].</summary>
public sealed record GlobalAveragePool : Layer
{
    /// <inheritdoc/>
    public override Node Build(Node x)
    {
        Node inside = WithinLengths.Of(x), sum = Pools.Flat(inside).Sum(0).Reshape(x.Width);
        double places = x.Shape.Inner;
        return inside == x ? sum / places : sum / (x.Builder.Lengths!.Value.Node * (places / x.Shape[0]));
    }
}

/// <summary>The greatest number over all axes but the last, of the steps that exist: [batch, time, features] → [batch, features].</summary>
public sealed record GlobalMaxPool : Layer
{
    /// <inheritdoc/>
    public override Node Build(Node x)
    {
        Node flat = Pools.Flat(WithinLengths.Of(x, double.NegativeInfinity));
        return Pool.Of(WindowForm.Of(flat, [(flat.Shape[0], 1, 1)], Padding.Valid), flat, greatest: true).Reshape(x.Width);
    }
}

/// <summary>What pools share.</summary>
static class Pools
{
    public static Node Along(Node x, int window, int stride, bool greatest)
    {
        WindowForm form = WindowForm.Of(x, [(window, stride == 0 ? window : stride, 1)], Padding.Valid);
        Convolutions.CheckTime(x, form.Across);
        return Pool.Of(form, x, greatest);
    }

    public static Node Over(Node x, EquatableArray<int> window, EquatableArray<int> stride, bool greatest)
    {
        var (size, step) = (Plane.Pair(x, window), Plane.Pair(x, stride.Count == 0 ? window : stride));
        return Pool.Of(WindowForm.Of(x, [(size.Down, step.Down, 1), (size.Across, step.Across, 1)], Padding.Valid), x, greatest);
    }

    /// <summary>[batch, places, features].</summary>
    public static Node Flat(Node x) => x.Shape.Rank >= 2 && x.Shape.Size > 0 ? x.Reshape(x.Shape.Inner, x.Width)
        : throw GraphErrors.Shape(x, "a pool runs over axes before the last", x.Shape, "give [batch, time, features]");
}
