namespace Florin;

using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

/// <summary>How declines are explained.</summary>
public sealed record ReasonPlan
{
    /// <summary>The most reasons of a decline. Default 4.</summary>
    [Range(1, 20)]
    public int? Most { get; init; }

    /// <summary>The highest PD that is approved: where there is a central tendency or a sampling rate, the PD after it. Default: as many
    /// are declined as default.</summary>
    [Range(0, 1.0, MinimumIsExclusive = true, MaximumIsExclusive = true)]
    public double? CutOff { get; init; }

    /// <summary>The list of reasons by code. A column that is in none is a reason of its own, and its name is the code.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public PlanMap<ReasonGroupPlan> Groups { get; init; }

    /// <summary>The columns that it names, with their keys.</summary>
    internal IEnumerable<(string Key, string Column)> Named() =>
        Groups.SelectMany(group => group.Value.Columns.Select(column => ($"credit.reasons.groups.{group.Key}.columns", column)));
}

/// <summary>A reason of the list.</summary>
public sealed record ReasonGroupPlan
{
    /// <summary>Its columns: those that say the same to an applicant.</summary>
    public required EquatableArray<string> Columns { get; init; }

    /// <summary>Its words, with {column} or {column:0 %} where the applicant's own value stands; null: the column's name and the
    /// value.</summary>
    public string? Text { get; init; }

    /// <summary>Its words where a value is missing; null: that no value was given.</summary>
    public string? Missing { get; init; }
}

/// <summary>What an applicant can change, for "would be approved if".</summary>
public sealed record CounterfactualPlan
{
    /// <inheritdoc cref="ChangeOptions.Immutable"/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public EquatableArray<string> Immutable { get; init; }

    /// <inheritdoc cref="ChangeOptions.Up"/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public EquatableArray<string> Up { get; init; }

    /// <inheritdoc cref="ChangeOptions.Down"/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public EquatableArray<string> Down { get; init; }

    /// <inheritdoc cref="ChangeOptions.Step"/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public PlanMap<double> Step { get; init; }

    /// <inheritdoc cref="ChangeOptions.Low"/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public PlanMap<double> Low { get; init; }

    /// <inheritdoc cref="ChangeOptions.High"/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public PlanMap<double> High { get; init; }

    /// <inheritdoc cref="ChangeOptions.Allowed"/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public PlanMap<EquatableArray<string>> Allowed { get; init; }

    /// <summary>Pairs of columns of numbers of which the first is never larger than the second.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public EquatableArray<EquatableArray<string>> Coupled { get; init; }

    /// <inheritdoc cref="ChangeRules.Most"/>
    [Range(1, 20)]
    public int? Most { get; init; }

    /// <inheritdoc cref="ChangeRules.MostColumns"/>
    [Range(1, 3)]
    public int? MostColumns { get; init; }

    /// <summary>The columns that it names, with their keys.</summary>
    internal IEnumerable<(string Key, string Column)> Named() =>
    [
        .. Immutable.Select(column => ("immutable", column)), .. Up.Select(column => ("up", column)),
        .. Down.Select(column => ("down", column)), .. Step.Keys.Select(column => ("step." + column, column)),
        .. Low.Keys.Select(column => ("low." + column, column)), .. High.Keys.Select(column => ("high." + column, column)),
        .. Allowed.Keys.Select(column => ("allowed." + column, column)),
        .. Coupled.SelectMany(pair => pair).Select(column => ("coupled", column)),
    ];

    /// <summary>Words of a column's name that tell what nobody changes.</summary>
    static readonly string[] Fixed =
        ["age", "sex", "gender", "birth", "born", "race", "ethnicity", "nationality", "marital", "dependents", "since"];

    /// <summary>The rules for a model; dates, and columns whose names tell of age, origin or the past, stay as they are.</summary>
    internal ChangeRules ToRules(Model model, Table training)
    {
        ChangeOptions options = ToOptions(model.Features);
        string[] named = [.. options.Up, .. options.Down, .. options.Step.Keys, .. options.Low.Keys, .. options.High.Keys,
            .. options.Allowed.Keys];
        IEnumerable<string> still = model.Features.Encoders.Select(encoder => encoder.Column).Where(column => !named.Contains(column)
            && column.Split('_', ' ', '.', '-').Any(word => Fixed.Contains(word, StringComparer.OrdinalIgnoreCase)));
        ChangeRules rules = ChangeRules.Of(model, training, options with { Immutable = [.. options.Immutable.Union(still)] });
        return rules with { Most = Most ?? rules.Most, MostColumns = MostColumns ?? rules.MostColumns };
    }

    /// <summary>The options for the columns that a model has; the others were of no use to it.</summary>
    internal ChangeOptions ToOptions(FittedFeatures features)
    {
        var known = features.Encoders.Select(encoder => encoder.Column).ToHashSet(StringComparer.Ordinal);
        ImmutableArray<string> Only(IEnumerable<string> columns) => [.. columns.Where(known.Contains)];
        ImmutableSortedDictionary<string, T> By<T>(PlanMap<T> map) => map.Where(pair => known.Contains(pair.Key))
            .ToImmutableSortedDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
        return new ChangeOptions
        {
            Immutable = Only(Immutable),
            Up = Only(Up),
            Down = Only(Down),
            Step = By(Step),
            Low = By(Low),
            High = By(High),
            Allowed = By(Allowed).ToImmutableSortedDictionary(pair => pair.Key, pair => pair.Value.ToImmutableArray(),
                StringComparer.Ordinal),
            Coupled = [.. Coupled.Select(pair => new ColumnCoupling(pair[0], pair[1]))],
        };
    }
}
