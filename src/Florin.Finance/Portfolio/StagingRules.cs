namespace Florin;

using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

/// <summary>How the ratio and the rise of PDs make a significant increase in credit risk (SICR) together.</summary>
public enum SicrTest
{
    /// <summary>One of them is enough.</summary>
    Either,

    /// <summary>It takes both: small PDs double easily.</summary>
    Both,
}

/// <summary>When a loan is in stage 1, 2 or 3 of IFRS 9: data, never code. The numbers are a house's own; the standard sets none but the
/// two backstops, which can be rebutted.</summary>
public sealed record StagingRules
{
    /// <summary>Their name.</summary>
    public string? Name { get; init; }

    /// <summary>Stage 2 where the PD is at least so many times that at origination; 1 to 1000; null: no such rule.</summary>
    [Range(1.0, 1000.0)]
    public double? PdRatio { get; init; }

    /// <summary>Stage 2 where the PD, as one of a year, is at least so much above that at origination; 0 to 1; null: no such
    /// rule.</summary>
    [Range(0.0, 1.0)]
    public double? PdRise { get; init; }

    /// <summary>Where both ratio and rise are set, whether it takes both of them or one is enough. Default both.</summary>
    public SicrTest Sicr { get; init; } = SicrTest.Both;

    /// <summary>PDs up to this are low credit risk: neither ratio nor rise counts. 0 to 1; null: no such rule.</summary>
    [Range(0.0, 1.0)]
    public double? LowRiskPd { get; init; }

    /// <summary>Whether a loan on the watch list is in stage 2, where the panel has one. Default true.</summary>
    public bool WatchList { get; init; } = true;

    /// <summary>Stage 2 from so many days past due; 0: no such rule. Default 30.</summary>
    [Range(0, 3650)]
    public int BackstopDays { get; init; } = 30;

    /// <summary>Stage 3 from so many days past due. Default 90.</summary>
    [Range(1, 3650)]
    public int DefaultDays { get; init; } = 90;

    /// <summary>Months without a sign of default that a loan stays in stage 3 before it leaves it. Default 3.</summary>
    [Range(0, 120)]
    public int CureMonths { get; init; } = 3;

    /// <summary>Months without a sign of increased risk that a loan stays in stage 2 before it leaves for stage 1, also when it comes from
    /// stage 3. Default 3.</summary>
    [Range(0, 120)]
    public int ProbationMonths { get; init; } = 3;

    /// <summary>What is often seen: twice the PD and half a per cent a year above it, 30 and 90 days past due, watch list, three months
    /// of cure and of probation.</summary>
    public static StagingRules Usual { get; } = new() { Name = "usual", PdRatio = 2, PdRise = 0.005 };

    /// <summary>The rules of a YAML text.</summary>
    /// <param name="text">Keys and values, such as <c>pdRatio: 2.5</c>; what is not there has its default.</param>
    /// <param name="name">The file's name, for places.</param>
    /// <exception cref="FlorinException">FLR1003 to FLR1014, FLR1596: all that is wrong with it.</exception>
    public static StagingRules Parse(string text, string name = "staging.yaml")
    {
        ArgumentNullException.ThrowIfNull(text);
        List<PlanProblem> problems = [];
        JsonNode? json = PlanYaml.Read(text, name, problems) is { } root
            ? new PlanBinder(name, problems).Value(root, StagingJson.Default.StagingRules, "") : null;
        // What the text leaves out has its default.
        JsonObject all = JsonSerializer.SerializeToNode(new StagingRules(), StagingJson.Default.StagingRules)!.AsObject();
        foreach ((string key, JsonNode? value) in problems.Count == 0 && json is JsonObject keys ? keys : []) all[key] = value?.DeepClone();
        StagingRules rules = all.Deserialize(StagingJson.Default.StagingRules)!;
        problems.AddRange(rules.Faults().Select(problem => problem with { Place = name }));
        return problems.Count == 0 ? rules : throw PlanProblem.Exception(problems, name);
    }

    /// <summary>What is wrong with the rules themselves.</summary>
    internal IEnumerable<PlanProblem> Faults()
    {
        (string Key, double? Value, double Least, double Most)[] numbers =
        [
            ("pdRatio", PdRatio, 1, 1000), ("pdRise", PdRise, 0, 1), ("lowRiskPd", LowRiskPd, 0, 1),
                ("backstopDays", BackstopDays, 0, 3650),
            ("defaultDays", DefaultDays, 1, 3650), ("cureMonths", CureMonths, 0, 120), ("probationMonths", ProbationMonths, 0, 120),
        ];
        foreach ((string key, double? value, double least, double most) in numbers)
            if (value is { } number && !(number >= least && number <= most))
                yield return new PlanProblem("FLR1596", key, "a number is out of its range")
                {
                    Found = Numbers.Text(number),
                    Expected = $"from {Numbers.Text(least)} to {Numbers.Text(most)}",
                };
        if (BackstopDays >= DefaultDays)
            yield return new PlanProblem("FLR1596", "backstopDays", "loans would be in default before they are in stage 2")
            {
                Expected = "fewer days than defaultDays",
            };
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false, Converters = [typeof(NameJson<SicrTest>)])]
[JsonSerializable(typeof(StagingRules))]
sealed partial class StagingJson : JsonSerializerContext;
