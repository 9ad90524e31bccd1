namespace Florin.Bench;

using System.Globalization;

/// <summary>What to run, on which data, how often.</summary>
sealed record Settings(string Workload, string Data, int Threads, int Repeat, int WarmSeconds)
{
    public static Settings? Parse(string[] args)
    {
        var given = new Dictionary<string, string>();
        for (int i = 0; i + 1 < args.Length; i += 2) given[args[i]] = args[i + 1];
        if (!given.TryGetValue("--workload", out string? workload)) return null;
        if (!Workloads.Names.Contains(workload) && workload is not ("inference" or "gemm" or "csv" or "score")) return null;
        int Number(string name, int otherwise) =>
            given.TryGetValue(name, out string? text) ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
        string data = given.GetValueOrDefault("--data", Path.Combine(Path.GetTempPath(), "florin-bench"));
        return new Settings(workload, data, Number("--threads", Environment.ProcessorCount), Number("--repeat", 3),
            Number("--warm", 0));
    }

    public float[] Floats(string part) => Read<float>(part);

    public int[] Integers(string part) => Read<int>(part);

    public bool Has(string part) => File.Exists(PathOf(part));

    string PathOf(string part) => Path.Combine(Data, $"{part}.bin");

    T[] Read<T>(string part)
        where T : unmanaged
    {
        using FileStream file = File.OpenRead(PathOf(part));
        T[] values = new T[file.Length / System.Runtime.CompilerServices.Unsafe.SizeOf<T>()];
        file.ReadExactly(System.Runtime.InteropServices.MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }
}
