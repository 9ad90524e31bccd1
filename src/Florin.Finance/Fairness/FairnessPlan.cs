namespace Florin;

using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

/// <summary>Which scores speak for a person.</summary>
public enum Favourable
{
    /// <summary>Low ones: the event is a default, a fraud, a claim.</summary>
    Low,

    /// <summary>High ones: the event is a success.</summary>
    High,
}

/// <summary>What training does about differences between groups.</summary>
public enum Mitigation
{
    /// <summary>Training rows are weighted so that group and outcome are independent (Kamiran and Calders, 2012).</summary>
    Reweighing,

    /// <summary>Differences between the groups' mean log odds are added to the loss.</summary>
    Penalty,
}

/// <summary>Which difference between groups a penalty makes small.</summary>
public enum PenaltyGap
{
    /// <summary>Of all rows: groups are to be approved alike.</summary>
    Selection,

    /// <summary>Of rows with the good outcome: the good of each group are to be approved alike.</summary>
    Opportunity,
}

/// <summary>How groups of people are compared, where columns are protected; what is null has its default.</summary>
public sealed record FairnessPlan
{
    /// <summary>The name of a policy that Florin holds (none, eu, uk, us-ecoa, four-fifths), or a YAML file beside the plan; null for
    /// none. A file is read with the plan and stands in <see cref="Rules"/> from then on.</summary>
    public string? Policy { get; init; }

    /// <summary>A policy of the plan's own, in the place of a named one.</summary>
    public FairnessPolicy? Rules { get; init; }

    /// <summary>Where numbers such as an age are cut, by column, rising; a group begins at its bound. Others are cut at round numbers
    /// near the quartiles of the rows that the model learned from, numbers of five values or fewer by value.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public PlanMap<EquatableArray<double>> Bins { get; init; }

    /// <summary>By column, the group that others are held against, by its name; others have the largest group.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public PlanMap<string> Reference { get; init; }

    /// <summary>The score that parts who is favoured, above 0 and below 1; not with <see cref="ApprovalRate"/>.</summary>
    [Range(0, 1.0, MinimumIsExclusive = true, MaximumIsExclusive = true)]
    public double? CutOff { get; init; }

    /// <summary>The share of rows that is favoured, above 0 to 1. Neither this nor a cut-off: as large a share as had the good outcome
    /// among the rows that the model learned from.</summary>
    [Range(0, 1.0, MinimumIsExclusive = true)]
    public double? ApprovalRate { get; init; }

    /// <summary>Which scores are favoured; null for low ones.</summary>
    public Favourable? Favourable { get; init; }

    /// <summary>Whether pairs of protected columns make groups too (of the first three columns); null for true.</summary>
    public bool? Intersections { get; init; }

    /// <summary>What training does about gaps; null for nothing.</summary>
    public Mitigation? Mitigation { get; init; }

    /// <summary>How much of a penalty, above 0; null for 1. What it multiplies is the variance between groups of their mean log odds, added
    /// to the cross-entropy of a row.</summary>
    [Range(0, 1e6, MinimumIsExclusive = true)]
    public double? Strength { get; init; }

    /// <summary>Further strengths of the penalty that are tried, each above 0 and at most 12 of them: the report shows what each costs on
    /// the validation rows, beside no penalty and the plan's own, which the model has.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public EquatableArray<double> Strengths { get; init; }

    /// <summary>What a penalty makes small; null for selection.</summary>
    public PenaltyGap? Gap { get; init; }

    internal double UsedStrength => Strength ?? 1;

    internal PenaltyGap UsedGap => Gap ?? PenaltyGap.Selection;

    /// <summary>The plan's bounds of a column; null: it gives none.</summary>
    internal double[]? BoundsOf(string column) => Bins.TryGetValue(column, out EquatableArray<double> bounds) ? bounds.Span.ToArray()
        : null;
}
