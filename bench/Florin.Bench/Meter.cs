namespace Florin.Bench;

using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

/// <summary>
/// Wall and processor time of a run, and how much of the machine other processes took meanwhile (as the peers' meter does).
/// </summary>
sealed class Meter
{
    readonly (double Busy, double Steal) start = Stat();
    readonly double processor = Process.GetCurrentProcess().TotalProcessorTime.TotalSeconds;
    readonly long begun = Stopwatch.GetTimestamp();
    readonly long allocated = GC.GetTotalAllocatedBytes(precise: true);

    public double Wall { get; private set; }

    public long Allocated { get; private set; }

    public double Processor { get; private set; }

    public double Others { get; private set; }

    public double Steal { get; private set; }

    public void Stop()
    {
        Wall = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        Allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        Processor = Process.GetCurrentProcess().TotalProcessorTime.TotalSeconds - processor;
        (double busy, double steal) = Stat();
        double total = Wall * Environment.ProcessorCount;
        Others = Math.Round(Math.Max(0, busy - start.Busy - Processor) / total, 3);
        Steal = Math.Round((steal - start.Steal) / total, 3);
    }

    public void Print(Settings settings, string variant, JsonObject fields)
    {
        var line = new JsonObject
        {
            ["workload"] = settings.Workload,
            ["peer"] = "florin",
            ["variant"] = variant,
            ["threads"] = settings.Threads,
            ["isa"] = System.Runtime.Intrinsics.Vector512.IsHardwareAccelerated ? "avx512" : "avx2",
        };
        foreach ((string name, JsonNode? value) in fields) line[name] = value?.DeepClone();
        line["peak_rss_mb"] = Process.GetCurrentProcess().PeakWorkingSet64 / 1024 / 1024;
        line["alloc_bytes"] = Allocated;
        line["cpu_seconds"] = Math.Round(Processor, 4);
        line["others"] = Others;
        line["steal"] = Steal;
        Console.WriteLine(line.ToJsonString(new JsonSerializerOptions()));
    }

    /// <summary>Seconds all cores were busy and stolen since boot; zeros where the system does not say.</summary>
    static (double Busy, double Steal) Stat()
    {
        if (!File.Exists("/proc/stat")) return (0, 0);
        double[] v = [.. File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Take(8)
            .Select(double.Parse)];
        return ((v[0] + v[1] + v[2] + v[5] + v[6]) / 100, v[7] / 100);
    }
}
