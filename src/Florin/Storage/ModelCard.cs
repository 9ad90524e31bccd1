namespace Florin;

using System.Collections.Immutable;
using System.Text.Json.Serialization;

/// <summary>What a model file says of itself: data only, nothing of any customer.</summary>
public sealed record ModelCard
{
    /// <summary>The form of the file; a reader refuses a later one.</summary>
    public const int CurrentFormat = 1;

    /// <summary>The form of the file.</summary>
    public required int Format { get; init; }

    /// <summary>The version of Florin that wrote it.</summary>
    public required string Florin { get; init; }

    /// <summary>The name of the model.</summary>
    public required string Name { get; init; }

    /// <summary>The recipe that made it.</summary>
    public string Recipe { get; init; } = "";

    /// <summary>The network.</summary>
    public required string Network { get; init; }

    /// <summary>What is predicted.</summary>
    public required ModelTarget Target { get; init; }

    /// <summary>The column that names a row; null: none.</summary>
    public string? Id { get; init; }

    /// <summary>How files of rows are read.</summary>
    public ModelReading Reading { get; init; } = new();

    /// <summary>Nets that are averaged.</summary>
    public required int Nets { get; init; }

    /// <summary>Learned numbers.</summary>
    public required long Parameters { get; init; }

    /// <summary>What makes probabilities true; null: nothing.</summary>
    public Calibrator? Calibration { get; init; }

    /// <summary>Of counts: what expected counts are multiplied by; null: nothing.</summary>
    public double? Balance { get; init; }

    /// <summary>Rows of synthetic probes, and the scores that the model gave them: a loaded model must give the same.</summary>
    public ImmutableArray<double> ProbeScores { get; init; } = [];

    /// <summary>SHA-256 of each other part, in capitals.</summary>
    public ImmutableSortedDictionary<string, string> Parts { get; init; } = ImmutableSortedDictionary<string, string>.Empty;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, AllowDuplicateProperties = false,
        RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ModelCard))]
sealed partial class ModelCardJson : JsonSerializerContext;
