namespace Florin;

using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

/// <summary>What follows from a limit that is not kept.</summary>
public enum FairnessAction
{
    /// <summary>It stands in the table.</summary>
    Report,

    /// <summary>It is said first.</summary>
    Warn,

    /// <summary>It is a gate that fails.</summary>
    Block,
}

/// <summary>What a jurisdiction or a house asks of differences between groups: data, never code. No limit is set unless it is
/// here.</summary>
public sealed record FairnessPolicy
{
    /// <summary>The metrics that a policy can ask for and limit.</summary>
    public static readonly IReadOnlyList<string> AllMetrics =
    [
        "selectionRatio", "selectionDifference", "equalOpportunity", "equalisedOdds", "predictiveParity", "calibration", "auc",
    ];

    /// <summary>The least events and the least other rows of a group that is judged, where a policy says nothing.</summary>
    public const int UsualLeast = 30;

    /// <summary>Its name.</summary>
    public string? Name { get; init; }

    /// <summary>What it rests on.</summary>
    public string? Source { get; init; }

    /// <summary>The day of what it rests on, or on which that was read.</summary>
    public string? Date { get; init; }

    /// <summary>Where the protected columns come from: "declared" by the person, or a proxy with its error.</summary>
    public string? Attributes { get; init; }

    /// <summary>The metrics that are asked for, of <see cref="AllMetrics"/>; empty: all.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public EquatableArray<string> Metrics { get; init; }

    /// <summary>Limits by metric, such as selectionRatio: ">= 0.8". A ratio is that to the group with the highest share, a difference
    /// counts without its sign.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public PlanMap<Gate> Limits { get; init; }

    /// <summary>The least events, and the least other rows, of a group that is judged, from 5; null: 30. Smaller groups are
    /// refused.</summary>
    [Range(5, 1_000_000)]
    public int? Least { get; init; }

    /// <summary>What follows from a limit that is not kept; null: it is reported.</summary>
    public FairnessAction? Action { get; init; }

    /// <summary>The names of the policies that Florin holds.</summary>
    public static IReadOnlyList<string> Names { get; } = ["none", "eu", "uk", "us-ecoa", "four-fifths"];

    /// <summary>A policy that Florin holds.</summary>
    /// <exception cref="FlorinException">FLR1531: there is no such policy.</exception>
    public static FairnessPolicy Named(string name)
    {
        if (!Names.Contains(name)) throw PlanProblem.Exception([NoPolicy(name)], "plan");
        using Stream stream = typeof(FairnessPolicy).Assembly.GetManifestResourceStream($"Florin.Fairness.{name}.yaml")!;
        using var reader = new StreamReader(stream);
        return Parse(reader.ReadToEnd(), name + ".yaml");
    }

    /// <summary>The policy of a YAML text.</summary>
    /// <param name="text">Keys and values, as <c>fairness: {rules: …}</c> has them.</param>
    /// <param name="name">The file's name, for places.</param>
    /// <exception cref="FlorinException">FLR1003 to FLR1014, FLR1532: what is wrong with it.</exception>
    public static FairnessPolicy Parse(string text, string name = "policy.yaml")
    {
        ArgumentNullException.ThrowIfNull(text);
        List<PlanProblem> problems = [];
        JsonNode? json = PlanYaml.Read(text, name, problems) is { } root
            ? new PlanBinder(name, problems).Value(root, PlanJson.Default.FairnessPolicy, "") : null;
        FairnessPolicy policy = problems.Count == 0 && json is not null ? json.Deserialize(PlanJson.Default.FairnessPolicy)!
            : new FairnessPolicy();
        problems.AddRange(FairnessRules.Of(policy, "").Select(problem => problem with { Place = name }));
        return problems.Count == 0 ? policy : throw PlanProblem.Exception(problems, name);
    }

    /// <summary>The policy of a plan.</summary>
    internal static FairnessPolicy Of(FairnessPlan plan) => plan.Rules ?? Named(plan.Policy ?? Names[0]);

    /// <summary>The plan with the policy of its file within it.</summary>
    internal static Plan Resolved(Plan plan, string path) => plan.Fairness is { Policy: { } name } fairness && IsFile(name)
        ? plan with
        {
            Fairness = fairness with
            {
                Policy = null,
                Rules = Read(Path.Combine(Path.GetDirectoryName(path) ?? "", name)),
            },
        }
        : plan;

    internal static bool IsFile(string name) => Path.GetExtension(name) is ".yaml" or ".yml";

    internal static PlanProblem NoPolicy(string name) => new("FLR1531", "fairness.policy", "no such policy of fairness")
    {
        Found = $"\"{name}\"",
        Expected = $"one of {string.Join(", ", Names)}, or a file that ends in .yaml",
        Nearest = NearestName.Of(name, Names),
        Fix = IsFile(name) ? "open the plan from its file, so that the policy beside it is found" : null,
    };

    static FairnessPolicy Read(string path)
    {
        FairnessPolicy policy = Parse(PlanYaml.Text(path), path);
        return policy.Name is null ? policy with { Name = Path.GetFileNameWithoutExtension(path) } : policy;
    }
}
