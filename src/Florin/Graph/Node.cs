namespace Florin;

using Florin.Graph;

/// <summary>A value in a graph: what an operation gives, before any number is known. Immutable.</summary>
/// <remarks>Arithmetic on nodes builds the graph; shapes are checked as it is built, and an error names the layer that built it.</remarks>
public sealed partial class Node
{
    internal Node(Operation origin, int index, Shape shape)
    {
        Origin = origin;
        Index = index;
        Shape = shape;
    }

    /// <summary>The extent of the value.</summary>
    public Shape Shape { get; }

    /// <summary>The extent of the last axis: features.</summary>
    public int Width => Shape.Rank == 0 ? 1 : Shape[^1];

    /// <summary>The layer that made this value, such as <c>lstm1</c> or <c>transformerBlock1.attention</c>.</summary>
    public string Path => Origin.Path;

    /// <summary>
    /// Whether the graph being built is the one for training (dropout acts, batch statistics are used) or for prediction.
    /// </summary>
    public bool Training => Origin.Builder.Training;

    internal Operation Origin { get; }

    internal int Index { get; }

    internal GraphBuilder Builder => Origin.Builder;

    /// <inheritdoc/>
    public override string ToString() => $"{Origin.Op.Name}{(Path.Length > 0 ? " of " + Path : "")} {Shape}";
}
