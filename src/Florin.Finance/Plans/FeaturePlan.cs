namespace Florin;

using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

/// <summary>How columns become inputs, where a plan says more than which of them are codes.</summary>
public sealed record FeaturePlan
{
    /// <summary>How amounts are scaled; null for the network's own way.</summary>
    public NumberScaling? Scaling { get; init; }

    /// <inheritdoc cref="FeatureOptions.Winsor"/>
    [Range(0, 0.25)]
    public double? Winsor { get; init; }

    /// <inheritdoc cref="FeatureOptions.Fill"/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public PlanMap<double> Fill { get; init; }

    /// <inheritdoc cref="FeatureOptions.Cycles"/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public EquatableArray<string> Cycles { get; init; }

    /// <inheritdoc cref="FeatureOptions.TargetMean"/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public EquatableArray<string> TargetMean { get; init; }

    /// <summary>The columns that it names, with their keys.</summary>
    internal IEnumerable<(string Key, string Column)> Named() =>
    [
        .. Fill.Keys.Select(column => ($"features.fill.{column}", column)),
        .. Cycles.Select(column => ("features.cycles", column)), .. TargetMean.Select(column => ("features.targetMean", column)),
    ];

    /// <summary>The options with what the plan says.</summary>
    internal FeatureOptions On(FeatureOptions options) => options with
    {
        Winsor = Winsor ?? 0,
        Fill = Fill.ToImmutableDictionary(pair => pair.Key, pair => pair.Value),
        Cycles = [.. Cycles],
        TargetMean = [.. TargetMean],
    };
}
