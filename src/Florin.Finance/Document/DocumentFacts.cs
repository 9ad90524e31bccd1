namespace Florin;

using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

/// <summary>
/// What no program can know of a model: what it is for, who answers for it, where its data come from. A validation file prints what is
/// given
/// and says "not provided" of the rest, with the question.
/// </summary>
public sealed record DocumentFacts
{
    /// <summary>What the model is for.</summary>
    public string? Purpose { get; init; }

    /// <summary>Which decisions are taken with its scores, and by whom.</summary>
    public string? Decisions { get; init; }

    /// <summary>Who works with it.</summary>
    public string? Users { get; init; }

    /// <summary>Whom the decisions affect.</summary>
    public string? Affected { get; init; }

    /// <summary>What it must not be used for.</summary>
    public string? OutOfScope { get; init; }

    /// <summary>How much depends on it: the model's tier and why.</summary>
    public string? Materiality { get; init; }

    /// <summary>Who answers for the model.</summary>
    public string? Owner { get; init; }

    /// <summary>Who made it.</summary>
    public string? Developers { get; init; }

    /// <summary>Who validates it, apart from those who made it.</summary>
    public string? Validators { get; init; }

    /// <summary>On what legal basis the data are used.</summary>
    public string? LegalBasis { get; init; }

    /// <summary>Where the rows come from, of which period, and how they were selected.</summary>
    public string? Provenance { get; init; }

    /// <summary>How the outcome is defined, and how labels were made and checked.</summary>
    public string? Labels { get; init; }

    /// <summary>What is assumed, and why this approach was chosen.</summary>
    public string? Assumptions { get; init; }

    /// <summary>What the model cannot do, and where it is weak, in the owner's judgement.</summary>
    public string? Limitations { get; init; }

    /// <summary>How people watch over it, and when they decide instead.</summary>
    public string? Oversight { get; init; }

    /// <summary>Who may override a score, and how overrides are recorded.</summary>
    public string? Overrides { get; init; }

    /// <summary>What can go wrong for whom, and what is done about it.</summary>
    public string? Risks { get; init; }

    /// <summary>Where and how it runs: systems, interface, instructions to those who use it.</summary>
    public string? Deployment { get; init; }

    /// <summary>On which machines and systems it is meant to run.</summary>
    public string? Hardware { get; init; }

    /// <summary>Why these metrics and thresholds are right for its use.</summary>
    public string? MetricChoice { get; init; }

    /// <summary>How access, data and the model file are protected.</summary>
    public string? Security { get; init; }

    /// <summary>How often what is looked at, and who acts when a limit is crossed.</summary>
    public string? Monitoring { get; init; }

    /// <summary>What changed since the last version, and which changes are planned.</summary>
    public string? Changes { get; init; }

    /// <summary>Standards and specifications that were applied.</summary>
    public string? StandardsApplied { get; init; }

    /// <summary>Where the declaration of conformity is, if one is due.</summary>
    public string? Declaration { get; init; }

    /// <summary>The question behind each fact, by its key.</summary>
    public static IReadOnlyDictionary<string, string> Questions { get; } = new Dictionary<string, string>
    {
        ["purpose"] = "What is the model for?",
        ["decisions"] = "Which decisions are taken with its scores, and by whom?",
        ["users"] = "Who works with it?",
        ["affected"] = "Whom do the decisions affect?",
        ["outOfScope"] = "What must it not be used for?",
        ["materiality"] = "How much depends on it: which tier, and why?",
        ["owner"] = "Who answers for the model?",
        ["developers"] = "Who made it?",
        ["validators"] = "Who validates it, apart from those who made it?",
        ["legalBasis"] = "On what legal basis are the data used?",
        ["provenance"] = "Where do the rows come from, of which period, and how were they selected?",
        ["labels"] = "How is the outcome defined, and how were labels made and checked?",
        ["assumptions"] = "What is assumed, and why was this approach chosen?",
        ["limitations"] = "What can it not do, and where is it weak, in the owner's judgement?",
        ["oversight"] = "How do people watch over it, and when do they decide instead?",
        ["overrides"] = "Who may override a score, and how are overrides recorded?",
        ["risks"] = "What can go wrong for whom, and what is done about it?",
        ["deployment"] = "Where and how does it run: systems, interface, instructions to its users?",
        ["hardware"] = "On which machines and systems is it meant to run?",
        ["metricChoice"] = "Why are these metrics and thresholds right for its use?",
        ["security"] = "How are access, data and the model file protected?",
        ["monitoring"] = "How often is what looked at, and who acts when a limit is crossed?",
        ["changes"] = "What changed since the last version, and which changes are planned?",
        ["standardsApplied"] = "Which standards and specifications were applied?",
        ["declaration"] = "Where is the declaration of conformity, if one is due?",
    };

    /// <summary>Facts from YAML: a text for each key.</summary>
    /// <exception cref="FlorinException">FLR1002 to FLR1010: the file or a key; FLR1001: several at once.</exception>
    public static DocumentFacts Read(string path) => Parse(PlanYaml.Text(path), path);

    /// <summary>Facts from the text of a file.</summary>
    /// <param name="text">YAML; an empty text is no facts.</param>
    /// <param name="name">The file's name in places.</param>
    /// <exception cref="FlorinException">As for <see cref="Read"/>.</exception>
    public static DocumentFacts Parse(string text, string name = "facts.yaml")
    {
        ArgumentNullException.ThrowIfNull(text);
        List<PlanProblem> problems = [];
        JsonNode? json = PlanYaml.Read(text, name, problems) is { } root
            ? new PlanBinder(name, problems).Value(root, FactsJson.Default.DocumentFacts, "") : null;
        if (problems.Count > 0) throw PlanProblem.Exception(problems, name);
        return json?.Deserialize(FactsJson.Default.DocumentFacts) ?? new DocumentFacts();
    }

    /// <summary>A file to fill in: every key with its question, and no answers.</summary>
    public static string Template() => "# What no program knows of a model. Answers go behind the colon; long ones below a |.\n"
        + string.Concat(Questions.Select(each => $"\n# {each.Value}\n{each.Key}:\n"));

    /// <summary>Whether a question, by its key, has an answer.</summary>
    public bool Answers(string key) => this[key] is not null;

    /// <summary>The text of a key; null: not provided.</summary>
    internal string? this[string key] => JsonSerializer.SerializeToNode(this, FactsJson.Default.DocumentFacts)![key]?.GetValue<string>()
        is { } text && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DocumentFacts))]
[JsonSerializable(typeof(string))]
sealed partial class FactsJson : JsonSerializerContext;
