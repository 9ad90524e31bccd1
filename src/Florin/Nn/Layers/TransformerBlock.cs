namespace Florin;

using Florin.Graph;

/// <summary>
/// Attention, then two dense layers on every step, each added to what came in and normalised: [batch, time, features] → the same.
/// </summary>
/// <param name="Heads">Heads of the attention; features must be a multiple of it.</param>
/// <param name="FeedForward">Units of the inner dense layer, at least 1; twice to four times the features is usual.</param>
/// <param name="Activation">Of the inner dense layer. Default relu.</param>
/// <param name="PreNorm">Whether norms stand before attention and dense layers (Xiong et al. 2020), not after the sums. Default
/// false.</param>
/// <param name="Dropout">Rate on what is added, and within the dense layers; in [0, 1). Default 0.</param>
/// <param name="Causal">Whether a step sees only itself and those before it. Default false.</param>
/// <remarks>
/// PyTorch's <c>TransformerEncoderLayer</c>, save that probabilities of attention are not dropped (Vaswani et al. 2017). Parts are
/// <c>attention</c>, <c>norm1</c>, <c>dense1</c>, <c>dense2</c> and <c>norm2</c>.
/// </remarks>
public sealed record TransformerBlock(
    int Heads, int FeedForward, Activation Activation = Activation.Relu, bool PreNorm = false, double Dropout = 0, bool Causal = false)
    : Layer
{
    /// <inheritdoc/>
    public override Node Build(Node x)
    {
        var norm1 = new LayerNorm { Name = "norm1" };
        var norm2 = new LayerNorm { Name = "norm2" };
        if (PreNorm)
        {
            x += Attend(norm1.Apply(x));
            return x + Feed(norm2.Apply(x));
        }

        x = norm1.Apply(x + Attend(x));
        return norm2.Apply(x + Feed(x));
    }

    Node Attend(Node x) => Drop(new MultiHeadAttention(Heads, Causal) { Name = "attention" }.Apply(x));

    Node Feed(Node x)
    {
        Node inner = new Dense(FeedForward, Activation) { Name = "dense1" }.Apply(x);
        return Drop(new Dense(x.Width) { Name = "dense2" }.Apply(Drop(inner)));
    }

    Node Drop(Node x) => new Dropout(Dropout).Apply(x);
}
