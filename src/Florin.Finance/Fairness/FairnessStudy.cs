namespace Florin;

using System.Collections.Immutable;

/// <summary>How groups of people fare by the model, on the test rows.</summary>
public sealed record FairnessStudy
{
    /// <summary>The policy that asked.</summary>
    public required FairnessPolicy Policy { get; init; }

    /// <summary>Who is favoured.</summary>
    public required DecisionCut CutOff { get; init; }

    /// <summary>Groups by protected column, pairs of columns last.</summary>
    public required ImmutableArray<FairnessColumn> Columns { get; init; }

    /// <summary>Every comparison.</summary>
    public required ImmutableArray<FairnessGap> Gaps { get; init; }

    /// <summary>How many tests were adjusted for one another.</summary>
    public required int Tests { get; init; }

    /// <summary>What mitigation cost and brought; null without it.</summary>
    public FairnessPrice? Price { get; init; }

    /// <summary>The penalty that the network was trained with; null without one.</summary>
    public PenaltyStudy? Penalty { get; init; }
}

/// <summary>A penalty in the loss.</summary>
/// <param name="Strength">What the variance between groups of their mean log odds is multiplied by.</param>
/// <param name="Gap">Among which rows.</param>
/// <param name="Trials">What several strengths cost and bring, 0 first, on the validation rows of the first fold; empty where the plan
/// tries none, or where those rows hold no two groups that are large enough.</param>
public sealed record PenaltyStudy(double Strength, PenaltyGap Gap, ImmutableArray<StrengthTrial> Trials);

/// <summary>The same network with a penalty of some strength.</summary>
/// <param name="Strength">Its strength; 0: without.</param>
/// <param name="Gap">What came of it; of a penalty on opportunity, the gap among rows with the good outcome.</param>
public sealed record StrengthTrial(double Strength, TrialGap Gap);

/// <summary>The groups of a protected column.</summary>
/// <param name="Column">The column, or two of them.</param>
/// <param name="Reference">The group that others are held against; null: fewer than two are judged.</param>
/// <param name="Groups">Those that are judged.</param>
/// <param name="Refused">Those with too few events or others, which are not: their names, of groups of
/// fewer than 5 rows their number.</param>
public sealed record FairnessColumn(string Column, string? Reference, ImmutableArray<FairnessGroup> Groups,
    ImmutableArray<string> Refused);

/// <summary>A group of people.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Rows">Its rows.</param>
/// <param name="EventRate">Share of events.</param>
/// <param name="MeanScore">Mean score.</param>
/// <param name="Selection">The favoured among all; Wilson's interval, as of the other shares.</param>
/// <param name="TruePositive">The favoured among those with the good outcome; null values: there is none.</param>
/// <param name="FalsePositive">The favoured among those with the bad outcome.</param>
/// <param name="Precision">Those with the good outcome among the favoured.</param>
/// <param name="Auc">Area under the ROC curve.</param>
public sealed record FairnessGroup(string Name, int Rows, MetricValue EventRate, double MeanScore, MetricValue Selection,
    MetricValue TruePositive, MetricValue FalsePositive, MetricValue Precision, MetricValue Auc);

/// <summary>A comparison.</summary>
/// <param name="Column">The protected column.</param>
/// <param name="Group">The group.</param>
/// <param name="Reference">What it is held against; null: its own outcomes.</param>
/// <param name="Metric">One of <see cref="FairnessPolicy.AllMetrics"/>.</param>
/// <param name="Value">The gap with its interval.</param>
/// <param name="PValue">Of the hypothesis that there is none, by itself; null: not known.</param>
/// <param name="QValue">The same with all tests of the study in mind (Benjamini and Hochberg).</param>
/// <param name="Limit">The policy's; null: it sets none.</param>
/// <param name="Kept">Whether the gap keeps the limit; null: no limit, or no value.</param>
public sealed record FairnessGap(string Column, string Group, string? Reference, string Metric, MetricValue Value, double? PValue,
    double? QValue, string? Limit, bool? Kept)
{
    /// <summary>The largest q-value that is called a finding.</summary>
    public const double Found = 0.05;

    /// <summary>Whether the gap is there beyond chance.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsFound => QValue <= Found;

    /// <summary>Whether this is the ratio of two shares whose difference the other is: their test is one.</summary>
    internal bool Repeats(FairnessGap other) => Metric == "selectionRatio" && other.Metric == "selectionDifference"
        && Column == other.Column && ((Group, Reference) == (other.Group, other.Reference)
            || (Group, Reference) == (other.Reference, other.Group));
}

/// <summary>The same network with and without mitigation, on the same test rows.</summary>
/// <param name="Method">What was done.</param>
/// <param name="AucWithout">Without it.</param>
/// <param name="AucWith">With it.</param>
/// <param name="AucChange">With less without.</param>
/// <param name="Gaps">What became of the gaps.</param>
public sealed record FairnessPrice(Mitigation Method, MetricValue AucWithout, MetricValue AucWith, MetricValue AucChange,
    ImmutableArray<FairnessChange> Gaps);

/// <summary>What became of a gap.</summary>
/// <param name="Column">The protected column.</param>
/// <param name="Group">The group.</param>
/// <param name="Reference">What it is held against.</param>
/// <param name="Metric">selectionDifference or equalOpportunity.</param>
/// <param name="Without">The gap without mitigation, each model with its own cut-off for one approval rate.</param>
/// <param name="With">The gap with it.</param>
/// <param name="Smaller">By how much it is smaller, signs left out, with a paired bootstrap interval.</param>
public sealed record FairnessChange(string Column, string Group, string Reference, string Metric, MetricValue Without, MetricValue With,
    MetricValue Smaller);
