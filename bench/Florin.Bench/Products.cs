namespace Florin.Bench;

using System.Text.Json.Nodes;
using Florin.Kernels;

/// <summary>Matrix products of the shapes the peers time.</summary>
static unsafe class Products
{
    public static void Run(Settings settings)
    {
        using var team = new Team(settings.Threads);
        foreach ((int m, int n, int k) in new[] { (512, 512, 512), (1024, 1024, 1024), (128, 128, 512) })
        {
            using AlignedBuffer a = Random(m * k, 1), b = Random(k * n, 2), c = new(m * n);
            int repeats = Math.Max(1, (int)(4e9 / (2.0 * m * n * k)));
            for (int i = 0; i < 5; i++) Gemm.ParallelMultiply(team, m, n, k, a.Pointer, k, b.Pointer, n, c.Pointer, n, false);
            var meter = new Meter();
            for (int i = 0; i < repeats; i++) Gemm.ParallelMultiply(team, m, n, k, a.Pointer, k, b.Pointer, n, c.Pointer, n, false);
            meter.Stop();
            meter.Print(settings, $"{m}x{n}x{k}", new JsonObject
            {
                ["train_seconds_per_epoch"] = null,
                ["rows_per_second"] = null,
                ["final_loss"] = null,
                ["gflops"] = 2.0 * m * n * k * repeats / meter.Wall / 1e9,
            });
        }
    }

    static AlignedBuffer Random(int length, uint seed)
    {
        var buffer = new AlignedBuffer(length);
        Philox.Uniform(buffer.Pointer, length, seed, 0, 0, 0);
        return buffer;
    }
}
