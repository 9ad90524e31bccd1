namespace Florin;

/// <summary>
/// Layers as methods of a node, for layers and nets of your own: <c>x.Dense(8)</c> is <c>new Dense(8).Apply(x)</c>, with the same name in
/// paths, the same parameters and the same errors.
/// </summary>
/// <remarks>Any other layer applies in the same chain by <see cref="Then"/>; arrays side by side are <see cref="Node.Concat"/>.</remarks>
/// <example><code>
/// sealed record Gated(int Width) : Layer
/// {
///     public override Node Build(Node x) => x + x.LayerNorm().Dense(Width, Activation.Gelu).Dropout(0.1).Dense(x.Width);
/// }
/// </code></example>
public static class NodeLayers
{
    /// <summary>A layer of any kind, such as <c>x.Then(new PRelu())</c>.</summary>
    public static Node Then(this Node x, Layer layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        return layer.Apply(x);
    }

    /// <summary>f(x W + b) over the last axis: see <see cref="Florin.Dense"/>.</summary>
    /// <param name="x">[batch, …, inputs].</param>
    /// <param name="units">Outputs, at least 1.</param>
    /// <param name="activation">f; none by default.</param>
    /// <param name="bias">Whether there is b. Default true.</param>
    public static Node Dense(this Node x, int units, Activation activation = Activation.None, bool bias = true) =>
        new Dense(units, activation, bias).Apply(x);

    /// <summary>Zeros with this probability in training, nothing in prediction: see <see cref="Florin.Dropout"/>.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="rate">In [0, 1).</param>
    public static Node Dropout(this Node x, double rate) => new Dropout(rate).Apply(x);

    /// <summary>Mean 0 and variance 1 in each row and step: see <see cref="Florin.LayerNorm"/>.</summary>
    /// <param name="x">Features last.</param>
    /// <param name="epsilon">Added to the variance, above 0. Default 1e-5.</param>
    public static Node LayerNorm(this Node x, double epsilon = 1e-5) => new LayerNorm(epsilon).Apply(x);

    /// <summary>Mean 0 and variance 1 of each feature over the batch: see <see cref="Florin.BatchNorm"/>.</summary>
    /// <param name="x">Features last.</param>
    /// <param name="momentum">Share of a batch in the running statistics, in [0, 1]. Default 0.1.</param>
    /// <param name="epsilon">Added to the variance, above 0. Default 1e-5.</param>
    public static Node BatchNorm(this Node x, double momentum = 0.1, double epsilon = 1e-5) => new BatchNorm(momentum, epsilon).Apply(x);

    /// <summary>A learned vector for each code: see <see cref="Florin.Embedding"/>.</summary>
    /// <param name="codes">0 for the unknown, 1 to <paramref name="levels"/>.</param>
    /// <param name="levels">Known categories, at least 1.</param>
    /// <param name="width">Numbers of a vector, at least 1.</param>
    public static Node Embedding(this Node codes, int levels, int width) => new Embedding(levels, width).Apply(codes);

    /// <summary>Filters along time: see <see cref="Florin.Conv1D"/>.</summary>
    /// <param name="x">[batch, time, features].</param>
    /// <param name="filters">Outputs of a step, at least 1.</param>
    /// <param name="kernel">Steps that a filter reads, at least 1.</param>
    /// <param name="padding">What stands beside the sequence. Default nothing.</param>
    /// <param name="activation">Applied to the output; none by default.</param>
    public static Node Conv1D(
        this Node x, int filters, int kernel, Padding padding = Padding.Valid, Activation activation = Activation.None) =>
        new Conv1D(filters, kernel, Padding: padding, Activation: activation).Apply(x);

    /// <summary>A recurrent layer with a cell: see <see cref="Florin.Lstm"/>.</summary>
    /// <param name="x">[batch, time, features].</param>
    /// <param name="units">Numbers of the state, at least 1.</param>
    /// <param name="returns">The last state (default) or all.</param>
    public static Node Lstm(this Node x, int units, Returns returns = Returns.Last) => new Lstm(units, Returns: returns).Apply(x);

    /// <summary>A recurrent layer with gates: see <see cref="Florin.Gru"/>.</summary>
    /// <param name="x">[batch, time, features].</param>
    /// <param name="units">Numbers of the state, at least 1.</param>
    /// <param name="returns">The last state (default) or all.</param>
    public static Node Gru(this Node x, int units, Returns returns = Returns.Last) => new Gru(units, Returns: returns).Apply(x);

    /// <summary>Self-attention among steps: see <see cref="MultiHeadAttention"/>.</summary>
    /// <param name="x">[batch, time, features].</param>
    /// <param name="heads">Independent attentions; features must be a multiple of it.</param>
    /// <param name="causal">Whether a step sees only itself and those before it. Default false.</param>
    public static Node Attention(this Node x, int heads, bool causal = false) => new MultiHeadAttention(heads, causal).Apply(x);

    /// <summary>The mean over all axes but the last, of the steps that exist: see <see cref="GlobalAveragePool"/>.</summary>
    /// <param name="x">[batch, time, features].</param>
    public static Node AveragePool(this Node x) => new GlobalAveragePool().Apply(x);

    /// <summary>The greatest number over all axes but the last, of the steps that exist: see <see cref="GlobalMaxPool"/>.</summary>
    /// <param name="x">[batch, time, features].</param>
    public static Node MaxPool(this Node x) => new GlobalMaxPool().Apply(x);
}
