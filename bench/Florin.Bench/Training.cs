namespace Florin.Bench;

using System.Text.Json.Nodes;

/// <summary>Trains a workload on the peers' rows in the peers' order.</summary>
static class Training
{
    /// <summary>Trains again and again for as long as the settings ask, and says nothing.</summary>
    public static void WarmUp(Settings settings)
    {
        if (settings.WarmSeconds == 0) return;
        Workload workload = Workloads.Make(settings);
        Examples examples = Rows(settings, workload);
        var clock = System.Diagnostics.Stopwatch.StartNew();
        while (clock.Elapsed.TotalSeconds < settings.WarmSeconds)
            workload.Net.Fit(examples, Options(settings, workload, new EpochClock())).Dispose();
    }

    public static void Run(Settings settings)
    {
        Workload workload = Workloads.Make(settings);
        Examples examples = Rows(settings, workload);
        var clock = new EpochClock();
        FitOptions options = Options(settings, workload, clock);
        var meter = new Meter();
        using TrainedNet trained = workload.Net.Fit(examples, options);
        meter.Stop();
        double seconds = clock.MedianSeconds;
        double[] losses = [.. trained.History.Epochs.Select(epoch => epoch.Loss)];
        meter.Print(settings, "fit", new JsonObject
        {
            ["train_seconds_per_epoch"] = seconds,
            ["fit_seconds"] = meter.Wall,
            ["rows_per_second"] = examples.Count / seconds,
            ["final_loss"] = losses[^1],
            ["epoch_losses"] = new JsonArray([.. losses.Take(5).Select(loss => (JsonNode)loss)]),
        });
    }

    static Examples Rows(Settings settings, Workload workload) => Examples.Of(settings.Floats(settings.Workload + ".x"), workload.Axes,
        settings.Floats(settings.Workload + ".y"));

    static FitOptions Options(Settings settings, Workload workload, EpochClock clock) => new()
    {
        Loss = workload.Loss,
        Optimizer = workload.Optimizer,
        Epochs = workload.Epochs,
        BatchSize = workload.Batch,
        Sampler = new GivenOrder(settings.Integers(settings.Workload + ".perm")),
        StartWeights = workload.Start,
        Threads = settings.Threads,
        Progress = clock,
        Seed = 1,
    };
}

/// <summary>When each epoch ended.</summary>
sealed class EpochClock : IProgress<Epoch>
{
    readonly List<TimeSpan> ends = [TimeSpan.Zero];

    public double MedianSeconds
    {
        get
        {
            double[] times = [.. ends.Skip(1).Zip(ends, (end, begin) => (end - begin).TotalSeconds).Order()];
            return times.Length % 2 == 1 ? times[times.Length / 2] : (times[times.Length / 2] + times[times.Length / 2 - 1]) / 2;
        }
    }

    public void Report(Epoch value) => ends.Add(value.Elapsed);
}

/// <summary>The row order of each epoch, one after the other, as the peers use it.</summary>
sealed record GivenOrder(int[] Permutations) : Sampler
{
    public override void Order(Span<int> rows, int epoch, ulong seed) => Permutations.AsSpan(epoch * rows.Length, rows.Length).CopyTo(rows);
}
