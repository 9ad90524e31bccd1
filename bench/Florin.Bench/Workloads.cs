namespace Florin.Bench;

/// <summary>A reference workload: net, loss, optimizer, and the starting weights where the peers share them.</summary>
sealed record Workload(Net Net, Loss Loss, Optimizer Optimizer, int Epochs, int Batch, int[] Axes, IReadOnlyDictionary<string,
    float[]>? Start = null);

static class Workloads
{
    public static readonly string[] Names =
        ["linear", "logistic", "mlp-credit", "mlp-wide", "lstm", "gru", "cnn1d", "transformer", "ft-transformer"];

    public static Workload Make(Settings settings) => settings.Workload switch
    {
        "linear" => new([new Dense(1)], Loss.SquaredError, new Sgd(0.1), 100, 32, [1]),
        "logistic" => new([new Dense(1, Activation.Sigmoid)], Loss.BinaryCrossEntropy, new Sgd(0.1), 100, 32, [2]),
        "mlp-credit" => Mlp(settings, 3, 512, 30, 128, 64, 1),
        "mlp-wide" => Mlp(settings, 2, 1024, 200, 512, 512, 256, 1),
        "lstm" => Recurrent(settings, new Lstm(64), 4),
        "gru" => Recurrent(settings, new Gru(64), 3),
        "transformer" => new([new Dense(64), .. Encoder(4, 128), new GlobalAveragePool(), new Dense(1)], Loss.SquaredError,
            new Adam(1e-3), 1, 256, [60, 20]),
        "ft-transformer" => new([new FeatureTokenizer(32), new ClassToken(), .. Encoder(4, 64), new SelectStep(0), new Dense(1)],
            Loss.BinaryCrossEntropy, new Adam(1e-3), 1, 512, [30]),
        "cnn1d" => new([new Conv1D(32, 5, Activation: Activation.Relu), new Conv1D(64, 5, Activation: Activation.Relu),
            new GlobalAveragePool(), new Dense(1)],
                        Loss.SquaredError, new Adam(1e-3), 1, 256, [60, 20]),
        _ => throw new NotSupportedException(settings.Workload),
    };

    static Layer[] Encoder(int heads, int feedForward) => [new TransformerBlock(heads, feedForward), new TransformerBlock(heads,
        feedForward)];

    static Workload Recurrent(Settings settings, Layer layer, int gates)
    {
        const int Features = 20, Hidden = 64;
        float[] flat = settings.Floats(settings.Workload + ".w");
        int wide = gates * Hidden, at = 0;
        ReadOnlySpan<float> Take(int length) => flat.AsSpan((at += length) - length, length);
        string prefix = settings.Workload + "1.";
        var start = new Dictionary<string, float[]>
        {
            [prefix + "inputWeight"] = Transposed(Take(wide * Features), wide, Features),
            [prefix + "stateWeight"] = Transposed(Take(wide * Hidden), wide, Hidden),
            [prefix + "inputBias"] = Take(wide).ToArray(),
            [prefix + "stateBias"] = Take(wide).ToArray(),
            ["dense1.weight"] = Take(Hidden).ToArray(),
            ["dense1.bias"] = Take(1).ToArray(),
        };
        return new Workload([layer, new Dense(1)], Loss.SquaredError, new Adam(1e-3), 1, 256, [60, Features], start);
    }

    static Workload Mlp(Settings settings, int epochs, int batch, params int[] sizes)
    {
        Layer[] layers = [.. sizes.Skip(1).Select((units, i) => new Dense(units, i < sizes.Length - 2
            ? Activation.Relu : Activation.None))];
        float[] flat = settings.Floats(settings.Workload + ".w");
        var start = new Dictionary<string, float[]>();
        int at = 0;
        for (int layer = 1; layer < sizes.Length; layer++)
        {
            start[$"dense{layer}.weight"] = Transposed(flat.AsSpan(at, sizes[layer] * sizes[layer - 1]), sizes[layer], sizes[layer - 1]);
            at += sizes[layer] * sizes[layer - 1];
            start[$"dense{layer}.bias"] = flat.AsSpan(at, sizes[layer]).ToArray();
            at += sizes[layer];
        }

        return new Workload(Net.Create(layers), Loss.BinaryCrossEntropy, new Adam(1e-3), epochs, batch, [sizes[0]], start);
    }

    /// <summary>The peers keep weights as [outputs, inputs].</summary>
    public static float[] Transposed(ReadOnlySpan<float> source, int rows, int columns)
    {
        float[] target = new float[source.Length];
        for (int r = 0; r < rows; r++)
            for (int c = 0; c < columns; c++) target[c * rows + r] = source[r * columns + c];
        return target;
    }
}
