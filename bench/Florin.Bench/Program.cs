// The benchmark program: trains and scores the reference workloads through the public engine, one JSON line a run.
//   Florin.Bench --workload NAME --data DIR [--threads N] [--repeat K] [--warm SECONDS]
using Florin.Bench;

var settings = Settings.Parse(args);
if (settings is null)
{
    Console.Error.WriteLine("usage: Florin.Bench --workload NAME --data DIR [--threads N] [--repeat K] [--warm SECONDS]");
    Console.Error.WriteLine("workloads: " + string.Join(", ", Workloads.Names.Concat(["inference", "gemm", "csv", "score"])));
    return 2;
}

// The two regressions are over before the runtime has compiled their code for good: what is timed is the state after that. How long a
// process takes from start to exit is measured from outside, without this.
Training.WarmUp(settings);

for (int run = 0; run < settings.Repeat; run++)
{
    if (settings.Workload == "inference") Inference.Run(settings);
    else if (settings.Workload == "gemm") Products.Run(settings);
    else if (settings.Workload == "csv") Csv.Run();
    else if (settings.Workload == "score") Scores.Run(settings);
    else Training.Run(settings);
}

return 0;
