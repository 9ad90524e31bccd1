namespace Florin;

/// <content>Ready nets: known good sizes, few choices.</content>
public sealed partial record Net
{
    /// <summary>Dense layers with relu and a last one without: the plain net for tables, [batch, features] → [batch, outputs].</summary>
    /// <param name="outputs">Numbers that come out: 1 for a probability or a value, else one for each class or target.</param>
    /// <param name="hidden">Units of the hidden layers; 128 and 64 when left out.</param>
    public static Net Mlp(int outputs, params int[] hidden) => Mlp(outputs, hidden, Activation.Relu);

    /// <summary>Dense layers with an activation and dropout, and a last one without.</summary>
    /// <param name="outputs">Numbers that come out.</param>
    /// <param name="hidden">Units of the hidden layers; 128 and 64 when empty.</param>
    /// <param name="activation">Of the hidden layers.</param>
    /// <param name="dropout">Rate after each hidden layer, in [0, 1). Default 0; 0.1 to 0.3 helps with few rows.</param>
    public static Net Mlp(int outputs, int[] hidden, Activation activation, double dropout = 0)
    {
        ArgumentNullException.ThrowIfNull(hidden);
        var layers = new List<Layer>();
        foreach (int units in hidden.Length == 0 ? [128, 64] : hidden)
        {
            layers.Add(new Dense(units, activation));
            if (dropout != 0) layers.Add(new Dropout(dropout));
        }

        return [.. layers, new Dense(outputs)];
    }

    /// <summary>
    /// Convolutions over time, each followed by relu, then the mean over time and a dense layer: [batch, time, features] → [batch,
    /// outputs].
    /// </summary>
    /// <param name="outputs">Numbers that come out.</param>
    /// <param name="filters">Filters of the first convolution; the second has twice as many. Default 32.</param>
    /// <param name="kernel">Steps that a filter sees. Default 5.</param>
    /// <param name="dropout">Rate before the dense layer, in [0, 1). Default 0.1.</param>
    public static Net Cnn(int outputs, int filters = 32, int kernel = 5, double dropout = 0.1) =>
    [
        new Conv1D(filters, kernel, Padding: Padding.Same, Activation: Activation.Relu),
        new Conv1D(2 * filters, kernel, Padding: Padding.Same, Activation: Activation.Relu),
        new GlobalAveragePool(), new Dropout(dropout), new Dense(outputs),
    ];

    /// <summary>
    /// A transformer for sequences: each step as a vector with its position, blocks of attention, the mean over time and a dense layer:
    /// [batch, time, features] → [batch, outputs].
    /// </summary>
    /// <param name="outputs">Numbers that come out.</param>
    /// <param name="width">Numbers of a step within the net, a multiple of the 4 heads. Default 64.</param>
    /// <param name="blocks">Blocks of attention, each with dense layers of twice the width. Default 2.</param>
    /// <param name="dropout">Rate within the blocks, in [0, 1). Default 0.1.</param>
    /// <param name="causal">Whether a step sees only itself and those before it. Default false.</param>
    public static Net Transformer(int outputs, int width = 64, int blocks = 2, double dropout = 0.1, bool causal = false) =>
    [
        new Dense(width), new PositionalEncoding(), .. Blocks(blocks, width, dropout, causal), new LayerNorm(), new GlobalAveragePool(),
        new Dense(outputs),
    ];

    /// <summary>
    /// FT-Transformer (Gorishniy et al. 2021): each number of a table as a vector, and blocks of attention among them: [batch, features] →
    /// [batch, outputs].
    /// </summary>
    /// <param name="outputs">Numbers that come out.</param>
    /// <param name="width">Numbers of a vector, a multiple of the 4 heads. Default 32.</param>
    /// <param name="blocks">Blocks of attention. Default 2.</param>
    /// <param name="dropout">Rate within the blocks, in [0, 1). Default 0.1.</param>
    public static Net FtTransformer(int outputs, int width = 32, int blocks = 2, double dropout = 0.1) =>
    [
        new FeatureTokenizer(width), new ClassToken(), .. Blocks(blocks, width, dropout), new SelectStep(0), new LayerNorm(),
        new Activate(Activation.Relu), new Dense(outputs),
    ];

    static IEnumerable<Layer> Blocks(int count, int width, double dropout, bool causal = false) =>
        Enumerable.Repeat(new TransformerBlock(4, 2 * width, Activation.Gelu, PreNorm: true, dropout, causal), count);

    /// <summary>
    /// A recurrent net for sequences: LSTM, then a dense layer on its last state, [batch, time, features] → [batch, outputs].
    /// </summary>
    /// <param name="outputs">Numbers that come out.</param>
    /// <param name="units">Numbers of the state. Default 64.</param>
    /// <param name="layers">Recurrent layers one on the other. Default 1.</param>
    /// <param name="dropout">Rate on the last state, in [0, 1). Default 0.1.</param>
    public static Net Rnn(int outputs, int units = 64, int layers = 1, double dropout = 0.1) =>
        [new Lstm(units, layers), new Dropout(dropout), new Dense(outputs)];

    /// <summary>
    /// Dense layers down to a code and back up: trained to give back its input, it finds rows unlike the others (fraud, bad data). The
    /// code is linear, so that none of its few numbers can die; the layers around it have relu.
    /// </summary>
    /// <param name="features">Numbers of a row, in and out.</param>
    /// <param name="sizes">Units from the first layer to the code; half, a quarter and an eighth of the features when left out.</param>
    public static Net Autoencoder(int features, params int[] sizes)
    {
        ArgumentNullException.ThrowIfNull(sizes);
        if (sizes.Length == 0) sizes = [Math.Max(1, features / 2), Math.Max(1, features / 4), Math.Max(1, features / 8)];
        Layer[] hidden = [.. sizes[..^1].Select(units => new Dense(units, Activation.Relu))];
        return [.. hidden, new Dense(sizes[^1]), .. hidden.Reverse(), new Dense(features)];
    }

    /// <summary>
    /// TabM (Gorishniy et al. 2025), the net to try first on tables: an ensemble of nets that share their weights up to scales, over
    /// piecewise linear embeddings of the numbers. [batch, features] → [batch, members, outputs].
    /// </summary>
    /// <param name="outputs">Numbers that each member gives.</param>
    /// <param name="members">Nets in the ensemble. Default 16; 32 is the paper's and twice as slow.</param>
    /// <param name="units">Units of each hidden layer. Default 256; 512 is the paper's.</param>
    /// <param name="layers">Hidden layers. Default 2.</param>
    /// <param name="dropout">Rate after each hidden layer, in [0, 1). Default 0.1.</param>
    /// <param name="amounts">Of each feature, whether it is an amount, or else a yes or no, which needs no embedding; null: all are
    /// amounts.</param>
    /// <remarks>
    /// Expects scaled numbers (quantiles to normal, or median and quartiles). The loss is the mean of the members' losses, the prediction
    /// the mean of their predictions. AdamW with rate 0.002, decay 3e-4, gradient norm clipped at 1, batch 256 and patience 16 are the
    /// authors'.
    /// </remarks>
    public static Net TabM(int outputs, int members = 16, int units = 256, int layers = 2, double dropout = 0.1,
        IReadOnlyList<bool>? amounts = null)
    {
        const int Width = 16;
        int singles = amounts?.Count(amount => !amount) ?? 0;
        MemberStart start = singles > 0 && singles == amounts!.Count ? MemberStart.Signs : MemberStart.Normal;
        List<Layer> list = [.. Embedded(new PiecewiseLinear(Width) { Decay = false }, amounts), new Members(members)];
        for (int layer = 0; layer < layers; layer++)
        {
            list.Add(layer > 0 ? new BatchEnsemble(units, Activation.Relu)
                : new BatchEnsemble(units, Activation.Relu, start, Width, singles));
            list.Add(new Dropout(dropout));
        }

        return [.. list, new MemberDense(outputs)];
    }

    /// <summary>The embeddings of the amounts, then the other features as they are.</summary>
    static Layer[] Embedded(Layer embedding, IReadOnlyList<bool>? amounts)
    {
        int[] all = [.. Enumerable.Range(0, amounts?.Count ?? 0)], others = [.. all.Where(place => !amounts![place])];
        if (others.Length == 0) return [embedding, new Flatten()];
        if (others.Length == all.Length) return [];
        Layer embedded = new SelectFeatures([.. all.Except(others)]);
        return [new Branches([[embedded, embedding, new Flatten()], [new SelectFeatures([.. others])]])];
    }

    /// <summary>
    /// RealMLP (Holzmüller et al. 2024): a net for tables whose defaults need no tuning: waves of the numbers, a soft choice of features,
    /// three layers that start from the data. [batch, features] → [batch, outputs].
    /// </summary>
    /// <param name="outputs">Numbers that come out.</param>
    /// <param name="activation">Selu for classes (default), mish for values.</param>
    /// <param name="units">Units of each hidden layer. Default 256.</param>
    /// <param name="layers">Hidden layers. Default 3.</param>
    /// <param name="dropout">Rate after each hidden layer, in [0, 1). Default 0.15.</param>
    /// <param name="amounts">Of each feature, whether it is an amount, or else a yes or no, which needs no waves; null: all are
    /// amounts.</param>
    /// <remarks>
    /// Expects numbers less their median over the quartiles' distance, clipped smoothly at ±3. The authors' training: Adam (0.9, 0.95),
    /// rate 0.04 for classes and 0.2 for values times <c>coslog4</c>, decay 0.02, 256 epochs of batches of 256, the best epoch kept.
    /// </remarks>
    public static Net RealMlp(int outputs, Activation activation = Activation.Selu, int units = 256, int layers = 3, double dropout = 0.15,
        IReadOnlyList<bool>? amounts = null)
    {
        List<Layer> list =
            [.. Embedded(new Pbld { LearningRate = 0.1, Decay = false }, amounts), new FrontScale { LearningRate = 6 }];
        for (int layer = 0; layer < layers; layer++)
        {
            list.Add(new NtkDense(units, FromRows: true, BiasRate: 0.1));
            list.Add(new ParametricActivation(activation) { LearningRate = 0.1 });
            list.Add(new Dropout(dropout));
        }

        return [.. list, new NtkDense(outputs, FromRows: false, BiasRate: 0.1)];
    }
}
