namespace Florin;

using System.Text.Json;
using System.Text.Json.Nodes;

/// <summary>Plans as YAML: plan.yaml.</summary>
public static class PlanFile
{
    const string Unnamed = "plan.yaml";

    /// <summary>The plan of a file; <see cref="RowsPlan.Path"/> stays as it is written, relative to the file.</summary>
    /// <exception cref="FlorinException">FLR1002 to FLR1014: the problem; FLR1001: all problems, when there are several.</exception>
    public static Plan Read(string path) => Open(path).Plan;

    /// <summary>The plan of a text.</summary>
    /// <exception cref="FlorinException">FLR1003 to FLR1014: the problem; FLR1001: all problems, when there are several.</exception>
    public static Plan Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Document(text, Unnamed).Plan;
    }

    /// <summary>The plan of a file with the places of its keys.</summary>
    /// <exception cref="FlorinException">As for <see cref="Read"/>.</exception>
    public static PlanDocument Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        PlanDocument document = Document(PlanYaml.Text(path), path);
        return document.With(FairnessPolicy.Resolved(document.Plan, path));
    }

    /// <summary>Everything that is wrong with a text; empty when it is a plan.</summary>
    /// <param name="text">YAML.</param>
    /// <param name="name">The file's name in places.</param>
    public static IReadOnlyList<PlanProblem> Problems(string text, string name = Unnamed)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Bind(text, name, out _, out _);
    }

    /// <summary>The plan as YAML, without what is null or empty; <see cref="Parse"/> gives back an equal plan.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="comments">Comments by key, such as data.target; null for none.</param>
    /// <exception cref="FlorinException">FLR0422: a layer of the network is not one of Florin's.</exception>
    public static string Write(Plan plan, IReadOnlyDictionary<string, string>? comments = null)
    {
        ArgumentNullException.ThrowIfNull(plan);
        try
        {
            return PlanWriter.Text(JsonSerializer.SerializeToNode(plan, PlanJson.Default.Plan)!.AsObject(), comments);
        }
        catch (NotSupportedException error)
        {
            throw new FlorinException("FLR0422", "a layer of your own is code: no file can hold it", "network",
                error.Message.Split('.')[0], "use Florin's layers", error);
        }
    }

    /// <summary>The JSON schema of plan.yaml (draft 2020-12), made from the records.</summary>
    public static string Schema() => PlanSchema.Text();

    static PlanDocument Document(string text, string name)
    {
        List<PlanProblem> problems = Bind(text, name, out Plan? plan, out IReadOnlyDictionary<string, string> places);
        return problems.Count == 0 ? new PlanDocument(plan!, places, name) : throw PlanProblem.Exception(problems, name);
    }

    static List<PlanProblem> Bind(string text, string name, out Plan? plan, out IReadOnlyDictionary<string, string> places)
    {
        List<PlanProblem> problems = [];
        var binder = new PlanBinder(name, problems);
        places = binder.Places;
        plan = null;
        if (PlanYaml.Read(text, name, problems) is not { } root) return problems;
        JsonNode? json = binder.Value(root, PlanJson.Default.Plan, "");
        if (json is null && problems.Count == 0)
            problems.Add(new PlanProblem("FLR1003", "", "the plan is empty") { Place = name, Fix = "begin with recipe: and data:" });
        try
        {
            plan = json?.Deserialize(PlanJson.Default.Plan);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or NotSupportedException or FlorinException)
        {
            // What was left out as wrong may be needed; without a problem so far the records know more than their description.
            string key = (error as JsonException)?.Path?.TrimStart('$', '.') ?? "";
            if (problems.Count == 0)
                problems.Add(new PlanProblem("FLR1009", key, "another value is expected")
                {
                    Place = name,
                    Found = error.Message.Split(" Path:")[0],
                });
        }

        if (plan is not null)
            foreach (PlanProblem problem in PlanRules.Of(plan))
                if (!problems.Exists(other => IsCause(other, problem)))
                    problems.Add(problem with { Place = Place(binder.Places, problem.Key, name) });
        return problems;
    }

    /// <summary>What is misspelt or has a wrong value is not there under its right name either: that is one problem.</summary>
    static bool IsCause(PlanProblem problem, PlanProblem follows)
    {
        string parent = problem.Key[..(problem.Key.LastIndexOf('.') + 1)];
        return problem.Key == follows.Key || problem.Nearest is { } near && parent + near == follows.Key
            || follows.Key.Length > 0 && problem.Key.StartsWith(follows.Key + ".", StringComparison.Ordinal);
    }

    /// <summary>Where a key stands, or the nearest that holds it.</summary>
    internal static string Place(IReadOnlyDictionary<string, string> places, string key, string name)
    {
        while (!places.ContainsKey(key) && key.Length > 0) key = key[..Math.Max(key.LastIndexOfAny(['.', '[']), 0)];
        return places.GetValueOrDefault(key, name);
    }
}

/// <summary>A plan that was read from text, with the places of its keys.</summary>
public sealed class PlanDocument
{
    readonly IReadOnlyDictionary<string, string> places;
    readonly string name;

    internal PlanDocument(Plan plan, IReadOnlyDictionary<string, string> places, string name)
    {
        Plan = plan;
        this.places = places;
        this.name = name;
    }

    /// <summary>The plan.</summary>
    public Plan Plan { get; }

    /// <summary>The same places with another plan.</summary>
    internal PlanDocument With(Plan plan) => new(plan, places, name);

    /// <summary>The data file: the plan's path from the folder of the plan, which it is where the plan has none.</summary>
    public string DataPath => Path.Combine(Path.GetDirectoryName(name) ?? "", Plan.Data.Path ?? "");

    /// <summary>Where a key stands, such as plan.yaml:9:14, or the nearest key that holds it.</summary>
    public string Place(string key) => PlanFile.Place(places, key, name);

    /// <summary>The same places with the declined applicants in the place of the data, to read them by; null: none.</summary>
    public PlanDocument? Declined => Plan.Credit?.Rejects is { } rejects ? With(Plan with { Data = rejects.On(Plan.Data) }) : null;

    /// <summary>In which plan and table do not fit, each problem with its place; empty when they do.</summary>
    /// <param name="table">The data.</param>
    /// <param name="declined">The declined applicants, where the plan names them; null: none.</param>
    public IReadOnlyList<PlanProblem> Check(Table table, Table? declined = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        return [.. PlanTable.Problems(Plan, table).Concat(RejectRules.Of(Plan, table, declined))
            .Select(problem => problem with { Place = Place(problem.Key) })];
    }

    /// <summary>Throws what <see cref="Check"/> finds.</summary>
    /// <param name="table">The data.</param>
    /// <param name="declined">The declined applicants, where the plan names them; null: none.</param>
    /// <exception cref="FlorinException">FLR1001 with all problems, or the code of the only one.</exception>
    public void Demand(Table table, Table? declined = null)
    {
        IReadOnlyList<PlanProblem> problems = Check(table, declined);
        if (problems.Count > 0) throw PlanProblem.Exception(problems, name);
    }
}
