namespace Florin.Tests;

/// <summary>Weights and checkpoints through real files.</summary>
public sealed class WeightFileTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("florin-test").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Weights_go_out_to_a_file_and_come_back_to_the_same_bits()
    {
        Net net = [new Dense(4, Activation.Relu), new Dense(1)];
        float[] x = [0.1f, 0.5f, -0.3f, 0.9f], y = [1, 2, 0, 3];
        using TrainedNet trained = net.Fit(x, y, new FitOptions { Epochs = 5 });
        string path = Path.Combine(folder, "net.safetensors");
        trained.SaveWeights(path);
        using TrainedNet copy = net.WithWeights(trained.Input, WeightFiles.Load(path));
        Assert.Equal(trained.PredictRows(x), copy.PredictRows(x));
    }

    [Fact]
    public void Training_that_was_cut_off_resumes_from_its_file_to_the_same_bits()
    {
        Net net = [new Dense(8, Activation.Tanh), new Dropout(0.2), new Dense(1)];
        float[] x = [.. Enumerable.Range(0, 200).Select(i => MathF.Sin(i))], y = [.. x.Select(v => v * v)];
        Examples held = Examples.Of([0.2f, 0.7f], [0.04f, 0.49f]);
        var options = new FitOptions { Epochs = 6, BatchSize = 16, Validation = held, Seed = 4, Sampler = Sampler.Shuffled };
        using TrainedNet whole = net.Fit(x, y, options);
        using var stop = new CancellationTokenSource();
        var checkpoints = new FileCheckpoints(Path.Combine(folder, "state.safetensors"));
        var progress = new Stopper(stop, 3);
        Assert.Throws<OperationCanceledException>(() =>
            net.Fit(x, y, options with { Checkpoints = checkpoints, Progress = progress, Threads = 2 }, stop.Token));
        using TrainedNet resumed = net.Fit(x, y, options with { Checkpoints = checkpoints, Threads = 1 });
        Assert.Equal(whole.PredictRows(x), resumed.PredictRows(x));
        Assert.Equal(whole.History.Epochs.Select(epoch => epoch.Loss), resumed.History.Epochs.Select(epoch => epoch.Loss));
    }

    sealed class Stopper(CancellationTokenSource source, int after) : IProgress<Epoch>
    {
        public void Report(Epoch value)
        {
            if (value.Number == after) source.Cancel();
        }
    }
}
