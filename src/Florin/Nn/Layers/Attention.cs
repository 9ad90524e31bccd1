namespace Florin;

using Florin.Graph;

/// <summary>Self-attention (Vaswani et al. 2017), where every step sees every other: [batch, time, features] → the same.</summary>
/// <param name="Heads">Independent attentions, at least 1; features must be a multiple of it.</param>
/// <param name="Causal">Whether a step sees only itself and those before it. Default false.</param>
/// <remarks>
/// Queries, keys and values stand side by side in <c>inWeight</c> [features, 3 features] (Glorot uniform) and <c>inBias</c> (0);
/// <c>outWeight</c> [features, features] starts uniform in ±1/sqrt(features), <c>outBias</c> at 0, as in PyTorch. In rows with lengths of
/// their own, steps past the end are not seen, and what the layer gives there means nothing.
/// </remarks>
public sealed record MultiHeadAttention(int Heads, bool Causal = false) : Layer
{
    /// <inheritdoc/>
    public override Node Build(Node x)
    {
        if (Heads < 1) throw GraphErrors.Argument(x.Builder.Path, "attention needs at least one head", Heads, "give Heads of 1 or more");
        if (x.Shape.Rank != 2 || x.Shape.Size == 0 || x.Width % Heads != 0)
            throw GraphErrors.Shape(x, $"attention reads [batch, time, features] with features a multiple of its {Heads} heads", x.Shape,
                "put a dense layer of a fitting width before it, or change Heads");
        int d = x.Width;
        Node? lengths = x.Builder.Lengths is { } known && known.Steps == x.Shape[0] ? known.Node : null;
        Node inputs = MatMul.Of(x, x.Parameter("inWeight", Init.Glorot(d, 3 * d), d, 3 * d), x.Parameter("inBias", Init.Zeros, 3 * d));
        Node seen = Graph.Attention.Of(inputs, Heads, Causal, lengths);
        return MatMul.Of(seen, x.Parameter("outWeight", Init.FanIn(d), d, d), x.Parameter("outBias", Init.Zeros, d));
    }
}
