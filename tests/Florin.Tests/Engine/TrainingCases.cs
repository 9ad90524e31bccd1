namespace Florin.Tests;

using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Florin.Graph;

/// <summary>Nets, rows and losses that together run every path of training.</summary>
static class TrainingCases
{
    public static readonly Dictionary<string, (Net Net, Examples Rows, FitOptions Options)> All = new()
    {
        ["tiled"] = ([new Dense(256, Activation.Relu), new Dense(256, Activation.Relu), new Dense(1)], Rows(300, 200), Fast(300)),
        ["lstm"] = ([new Lstm(9), new Dense(1)], Sequences(70), Fast(33)),
        ["attention"] = ([new FeatureTokenizer(8), new MultiHeadAttention(2), new Flatten(), new Dense(1)], Rows(150, 5), Fast(70)),
        ["ensemble"] = (Net.TabM(1, members: 4, units: 24), Rows(150, 5), Fast(70)),
        ["dropout"] = ([new Dense(96, Activation.Relu), new Dropout(0.3), new Dense(40), new Dense(1)], Rows(300, 20), Fast(130)),
        ["sharpe"] = ([new Dense(48, Activation.Tanh), new Dense(1)], Rows(300, 20), Fast(150) with { Loss = Loss.From(NegativeSharpe) }),
        ["embedding"] = (Net.From(input => new Dense(1).Apply(input.Numbers.Concat(input.Embed()))), Coded(150), Fast(70)),
        ["penalties"] = ([new Dense(96, Activation.Relu), new Dense(1)], Rows(300, 20),
            Fast(130) with { Optimizer = new AdamW(0.01) { ClipNorm = 0.5, L1 = 1e-4, L2 = 1e-4 } }),
    };

    public static TheoryData<string> Names() => [.. All.Keys];

    public static Examples Rows(int count, int width, int seed = 1)
    {
        var random = new Random(seed);
        Real[] x = Draw(random, count * width), y = new Real[count];
        for (int row = 0; row < count; row++)
            y[row] = x[row * width] - (Real)0.5 * x[row * width + width - 1] + (Real)(0.2 * random.NextDouble());
        return Examples.Of(x, [width], y);
    }

    public static Examples Sequences(int count)
    {
        var random = new Random(2);
        return Examples.Of(Draw(random, count * 21), [7, 3], Draw(random, count)) with
        {
            Lengths = [.. Enumerable.Range(0, count).Select(row => 1 + row % 7)],
        };
    }

    public static Examples Coded(int count) => Rows(count, 3) with
    {
        Levels = [4, 9],
        Categories = [.. Enumerable.Range(0, 2 * count).Select(i => i % 5)],
    };

    public static string Hash(TrainedNet net)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (Real[] values in net.Parameters.Values.Concat(net.States.Values)) hash.AppendData(MemoryMarshal.AsBytes<Real>(values));
        return Convert.ToHexString(hash.GetHashAndReset());
    }

    public static string Hash(string name, int threads)
    {
        (Net net, Examples rows, FitOptions options) = All[name];
        using TrainedNet trained = net.Fit(rows, options with { Threads = threads });
        return Hash(trained);
    }

    static Real[] Draw(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => (Real)(2 * random.NextDouble() - 1))];

    static FitOptions Fast(int batch) => new() { Epochs = 4, BatchSize = batch, Seed = 5, Optimizer = new Adam(0.01) };

    static Node NegativeSharpe(Node prediction, Node target)
    {
        Node gain = prediction * target, mean = gain.MeanOverRows();
        return -(mean / (gain.Square().MeanOverRows() - mean.Square() + 1e-6).Sqrt());
    }
}

/// <summary>Calls back at every step of the optimizer; prints without its action, so that fingerprints are equal.</summary>
sealed record StepHook : Schedule
{
    internal Action<TrainingPoint>? Act;

    public override double Factor(TrainingPoint at)
    {
        Act?.Invoke(at);
        return 1;
    }
}

/// <summary>Checkpoints in memory.</summary>
sealed class KeptState : ICheckpoints
{
    public TrainingState? State { get; set; }

    public void Save(TrainingState state) => State = state;

    public TrainingState? Load() => State;
}
