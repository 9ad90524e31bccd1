namespace Florin.Bench;

using System.Diagnostics;
using System.Text.Json.Nodes;

/// <summary>One row at a time and in batches, on the net of mlp-credit with its starting weights.</summary>
static class Inference
{
    const int Singles = 20_000;

    public static void Run(Settings settings)
    {
        Workload workload = Workloads.Make(settings with { Workload = "mlp-credit" });
        float[] x = settings.Floats("mlp-credit.x");
        var options = new FitOptions
        {
            Epochs = 1,
            BatchSize = 64,
            Optimizer = new Sgd(1e-30),
            Loss = Loss.SquaredError,
            StartWeights = workload.Start
        };
        using TrainedNet net = workload.Net.Fit(Examples.Of(x[..(64 * 30)], [30], new float[64]), options);
        if (settings.Threads == 1) One(settings, net, x);
        foreach (int size in new[] { 8192, 1_000_000 }) Batches(settings, net, x, size);
    }

    static void One(Settings settings, TrainedNet net, float[] x)
    {
        double[] times = new double[Singles];
        float sum = 0;
        for (int i = 0; i < 5000; i++) sum += net.Predict(x.AsSpan(i * 30, 30));
        var meter = new Meter();
        for (int i = 0; i < Singles; i++)
        {
            long begin = Stopwatch.GetTimestamp();
            sum += net.Predict(x.AsSpan(i * 30, 30));
            times[i] = Stopwatch.GetElapsedTime(begin).TotalMicroseconds;
        }

        meter.Stop();
        Array.Sort(times);
        meter.Print(settings, "single", new JsonObject
        {
            ["train_seconds_per_epoch"] = null,
            ["rows_per_second"] = 1e6 / times[Singles / 2],
            ["p50_us"] = times[Singles / 2],
            ["p99_us"] = times[Singles * 99 / 100],
            ["mean_us"] = meter.Wall * 1e6 / Singles,
            ["final_loss"] = null,
            ["checksum"] = sum,
        });
    }

    static void Batches(Settings settings, TrainedNet net, float[] x, int size)
    {
        const int Rows = 1_000_000;
        float[] all = new float[Rows * 30], results = new float[Rows];
        for (int i = 0; i < all.Length; i += x.Length) x.AsSpan(0, Math.Min(x.Length, all.Length - i)).CopyTo(all.AsSpan(i));
        var meter = new Meter();
        for (int i = 0; i < Rows; i += size)
        {
            int count = Math.Min(size, Rows - i);
            net.PredictRows(all.AsSpan(i * 30, count * 30), results.AsSpan(i, count), settings.Threads);
        }

        meter.Stop();
        meter.Print(settings, $"batch-{size}", new JsonObject
        {
            ["train_seconds_per_epoch"] = null,
            ["rows_per_second"] = Rows / meter.Wall,
            ["final_loss"] = null,
        });
    }
}
