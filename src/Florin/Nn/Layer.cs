namespace Florin;

using System.ComponentModel;

/// <summary>A step of a network, as data: sizes and choices, no learned numbers. Equal settings are equal layers.</summary>
/// <remarks>A layer of your own is a record with a <see cref="Build"/>: it computes with
/// nodes, asks for parameters by name, and is done.</remarks>
public abstract partial record Layer
{
    /// <summary>The name in paths; left out, kind and ordinal (<c>dense1</c>, <c>lstm2</c>).</summary>
    public string? Name { get; init; }

    /// <summary>Multiplies the learning rate of the layer's parameters. Default 1.</summary>
    [DefaultValue(1.0)]
    public double LearningRate { get; init; } = 1;

    /// <summary>Whether weight decay, L1 and L2 act on the layer's parameters. Default true.</summary>
    [DefaultValue(true)]
    public bool Decay { get; init; } = true;

    /// <summary>The layer's computation; runs once, when the graph is built. Shapes are known, numbers are not.</summary>
    /// <param name="x">What comes in, such as [batch, features] or [batch, time, features].</param>
    public abstract Node Build(Node x);

    /// <summary>Builds the layer under its own path.</summary>
    public Node Apply(Node x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Builder.Within(Kind, Name, LearningRate, Decay, () => Build(x));
    }

    internal string Kind => char.ToLowerInvariant(GetType().Name[0]) + GetType().Name[1..];
}
