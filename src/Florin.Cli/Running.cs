namespace Florin.Cli;

using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

/// <summary>What to run and where its results go.</summary>
/// <param name="PlanPath">The plan.</param>
/// <param name="Folder">Where the results go; null: the plan's own place under runs/.</param>
/// <param name="Force">Whether whatever is in the folder may be replaced.</param>
/// <param name="Again">Whether the results of an earlier run may be replaced, and nothing else.</param>
sealed record RunRequest(string PlanPath, string? Folder, bool Force, bool Again = false)
{
    /// <summary>The key under which ids are written; null: they are written as they are.</summary>
    public IdKey? Ids { get; init; }
}

/// <summary>Runs a plan for the commands that do.</summary>
static class Running
{
    public static int Run(RunRequest request, ParseResult parsed, Screen screen, CancellationToken cancel)
    {
        PlanDocument document = PlanFile.Open(request.PlanPath);
        if (request.Folder is { } given) Demand(given, request);
        string data = document.DataPath;
        var clock = Stopwatch.StartNew();
        screen.Progress("reading", data);
        Table table = Table.ReadCsv(data, document.Plan.Data.ToCsvOptions(), cancel);
        document.Demand(table);
        Plan plan = Overridden(document.Plan, parsed);
        var source = new StudySource(DataHash.OfFile(data, cancel), clock.Elapsed.TotalSeconds);
        string folder = request.Folder ?? DefaultFolder(plan, source);
        if (request.Folder is null) Demand(folder, request);
        using StudyResult result = StudyRun.Of(plan, table, source, screen, cancel);
        StudyFolder.Write(result, folder, request.Ids);
        if (request.Folder is null || Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(folder))) == "runs")
            Files.AtomicText(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(folder))!, Files.Latest), Path.GetFileName(folder));
        screen.Summary(result.Study, folder);
        if (parsed.GetValue(GlobalOptions.Json)) Console.Out.WriteLine(result.Study.ToJson());
        return result.Study.Passed ? ExitCode.Ok : ExitCode.GateFailed;
    }

    static Plan Overridden(Plan plan, ParseResult parsed)
    {
        FitPlan fit = plan.Fit ?? new FitPlan();
        return plan with
        {
            Fit = fit with
            {
                Seed = parsed.GetValue(GlobalOptions.Seed) ?? fit.Seed,
                Threads = parsed.GetValue(GlobalOptions.Threads) ?? fit.Threads,
            },
        };
    }

    /// <summary>The same plan, data and seed have the same folder; threads do not change the result.</summary>
    static string DefaultFolder(Plan plan, StudySource source)
    {
        Plan same = plan with { Fit = plan.Fit! with { Threads = null } };
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(PlanFile.Write(same) + source.Sha256));
        string name = plan.Name ?? Path.GetFileName(plan.Data.Path).Split('.')[0];
        return Path.Combine("runs", string.Create(CultureInfo.InvariantCulture, $"{name}-{Convert.ToHexStringLower(hash)[..8]}"));
    }

    static void Demand(string folder, RunRequest request)
    {
        if (request.Force || !Directory.Exists(folder)) return;
        string[] there = [.. Directory.EnumerateFileSystemEntries(folder).Select(path => Path.GetFileName(path))];
        if (there.Length == 0 || (request.Again && there.All(StudyFolder.Names.Contains))) return;
        throw new UsageException($"{folder} is not empty; "
            + (request.Again ? "give another --out" : "--force replaces it as a whole when the run is done"));
    }
}
