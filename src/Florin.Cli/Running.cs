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
/// <param name="From">The model to go on from; null: from scratch.</param>
sealed record RunRequest(string PlanPath, string? Folder, bool Force, bool Again = false, string? From = null)
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
        using Model? from = request.From is { } before ? ModelFile.Load(Files.Existing(before)) : null;
        DatabaseRows? database = DatabaseRows.Of(document);
        string data = database?.Place ?? document.DataPath;
        var clock = Stopwatch.StartNew();
        screen.Progress("reading", data);
        CsvOptions reading = document.Plan.Data.ToCsvOptions();
        Table table = database?.Read(reading, cancel) ?? Table.ReadCsv(data, reading, cancel);
        Table? declined = Declined(document, screen, cancel);
        document.Demand(table, declined);
        Plan plan = Overridden(document.Plan, parsed);
        // A database has no bytes of its own: its rows are named by their cells.
        string hash = database is null ? DataHash.OfFile(data, cancel) : DataHash.Of(table);
        var source = new StudySource(hash, clock.Elapsed.TotalSeconds);
        string key = Key(plan, declined is null ? hash : hash + DataHash.Of(declined), request.From);
        string folder = request.Folder ?? DefaultFolder(plan, key);
        var options = new StudyOptions
        {
            From = from,
            Progress = screen,
            Checkpoint = Checkpoint(folder, key, request, screen),
            Declined = declined,
        };
        using StudyResult result = StudyRun.Of(plan, table, source, options, cancel);
        StudyFolder.Write(result, folder, request.Ids);
        if (request.Folder is null || Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(folder))) == "runs")
            Files.AtomicText(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(folder))!, Files.Latest), Path.GetFileName(folder));
        screen.Summary(result.Study, folder);
        if (parsed.GetValue(GlobalOptions.Json)) Console.Out.WriteLine(result.Study.ToJson());
        return result.Study.Passed ? ExitCode.Ok : ExitCode.GateFailed;
    }

    /// <summary>The applicants who were declined, read as the data are; null: the plan names none.</summary>
    static Table? Declined(PlanDocument document, Screen screen, CancellationToken cancel)
    {
        if (document.Declined is not { } rows) return null;
        DatabaseRows? database = DatabaseRows.Of(rows);
        screen.Progress("reading", database?.Place ?? rows.DataPath);
        CsvOptions reading = rows.Plan.Data.ToCsvOptions();
        return database?.Read(reading, cancel) ?? Table.ReadCsv(rows.DataPath, reading, cancel);
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

    /// <summary>The same plan, data and seed are the same run; threads do not change the result.</summary>
    static string Key(Plan plan, string rows, string? from)
    {
        Plan same = plan with { Fit = plan.Fit! with { Threads = null } };
        string before = from is null ? "" : Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Files.Existing(from))));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(PlanFile.Write(same) + rows + before)));
    }

    static string DefaultFolder(Plan plan, string key)
    {
        string name = plan.Name ?? plan.Data.Called;
        return Path.Combine("runs", $"{name}-{key[..8]}");
    }

    /// <summary>
    /// A new folder keeps the state of the run, so that it can be interrupted; one with that state goes on from it. A folder with results
    /// stays as it is until the new ones are whole, so it keeps no state.
    /// </summary>
    static StudyCheckpoint? Checkpoint(string folder, string key, RunRequest request, Screen screen)
    {
        // Another version may train otherwise.
        key += " " + typeof(Model).Assembly.GetName().Version!.ToString(3);
        string[] there = Directory.Exists(folder)
            ? [.. Directory.EnumerateFileSystemEntries(folder).Select(path => Path.GetFileName(path))] : [];
        if (there.Length == 0) return StudyCheckpoint.Open(folder, key);
        if (StudyCheckpoint.Fits(folder, key))
        {
            screen.Say($"going on where a run was interrupted: {folder}");
            return StudyCheckpoint.Open(folder, key);
        }

        if (request.Force || (request.Again && there.All(name => StudyFolder.Names.Contains(name) || name == StudyCheckpoint.FolderName)))
            return null;
        string what = there is [StudyCheckpoint.FolderName] ? "holds the state of another run" : "is not empty";
        throw new UsageException($"{folder} {what}; "
            + (request.Again ? "give another --out" : "--force replaces it as a whole when the run is done"));
    }
}
