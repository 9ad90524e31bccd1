// The benchmark program: trains and scores the reference workloads through the public engine, one JSON line a run.
//   Florin.Bench --workload NAME --data DIR [--threads N] [--repeat K]
using Florin.Bench;

var settings = Settings.Parse(args);
if (settings is null)
{
    Console.Error.WriteLine("usage: Florin.Bench --workload NAME --data DIR [--threads N] [--repeat K]");
    Console.Error.WriteLine("workloads: " + string.Join(", ", Workloads.Names.Concat(["inference", "gemm", "csv"])));
    return 2;
}

for (int run = 0; run < settings.Repeat; run++)
{
    if (settings.Workload == "inference") Inference.Run(settings);
    else if (settings.Workload == "gemm") Products.Run(settings);
    else if (settings.Workload == "csv") Csv.Run();
    else Training.Run(settings);
}

return 0;
