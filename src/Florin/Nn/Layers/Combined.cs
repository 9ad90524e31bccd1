namespace Florin;

using Florin.Graph;

/// <summary>x + f(x), where f are layers in order that keep the shape (He et al. 2016).</summary>
/// <param name="Layers">f; inside the path of this layer.</param>
public sealed record Residual(EquatableArray<Layer> Layers) : Layer
{
    /// <inheritdoc/>
    public override Node Build(Node x)
    {
        Node y = x;
        foreach (Layer layer in Layers) y = layer.Apply(y);
        return y.Shape.Equals(x.Shape) ? x + y
            : throw GraphErrors.Shape(x, $"what is added to {x.Shape} must have its shape", y.Shape, "end with as many units as come in");
    }
}

/// <summary>Lists of layers that read the same input, their outputs side by side along the last axis.</summary>
/// <param name="Lists">The lists, at least one; an empty list passes the input on. Paths are <c>branch1</c>, <c>branch2</c>, …</param>
/// <example><code>new Branches([[new Dense(16, Activation.Relu)], []])  // a hidden layer beside the features themselves</code></example>
public sealed record Branches(EquatableArray<EquatableArray<Layer>> Lists) : Layer
{
    /// <inheritdoc/>
    public override Node Build(Node x)
    {
        if (Lists.Count == 0) throw GraphErrors.Argument(x.Builder.Path, "branches need at least one list of layers", 0, "give a list");
        return Concat.Of(-1, [.. Lists.Select(list => x.Builder.Within("branch", null, 1, true, () => Branch(x, list)))]);
    }

    static Node Branch(Node x, EquatableArray<Layer> layers) => layers.Aggregate(x, (y, layer) => layer.Apply(y));
}
