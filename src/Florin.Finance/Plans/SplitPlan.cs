namespace Florin;

using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

/// <summary>How the rows are divided. Validation rows come from the training rows.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(SplitPlans.Stratified), "stratified")]
[JsonDerivedType(typeof(SplitPlans.KFold), "k-fold")]
[JsonDerivedType(typeof(SplitPlans.Every), "every")]
[JsonDerivedType(typeof(SplitPlans.OutOfTime), "out-of-time")]
[JsonDerivedType(typeof(SplitPlans.Column), "column")]
[JsonDerivedType(typeof(SplitPlans.Borders), "borders")]
[JsonDerivedType(typeof(SplitPlans.Prequential), "prequential")]
[JsonDerivedType(typeof(SplitPlans.WalkForward), "walk-forward")]
[JsonDerivedType(typeof(SplitPlans.PurgedKFold), "purged-k-fold")]
[JsonDerivedType(typeof(SplitPlans.Combinatorial), "combinatorial")]
public abstract record SplitPlan
{
    private protected SplitPlan()
    {
    }
}

/// <summary>The kinds of <see cref="SplitPlan"/>.</summary>
public static class SplitPlans
{
    /// <summary>Test rows drawn at random, the same share of each outcome.</summary>
    /// <param name="Share">The share of test rows, between 0 and 1. Default 0.2.</param>
    public sealed record Stratified([property: Between] double Share = 0.2) : SplitPlan;

    /// <summary>Every row is tested once in each repeat.</summary>
    /// <param name="Folds">Parts, from 2. Default 5.</param>
    /// <param name="Repeats">How often all is divided anew, from 1. Default 1.</param>
    /// <param name="Stratified">Whether every part has the same share of each outcome. Default true.</param>
    /// <param name="Group">Whether rows of one group stay in one part; the group is data.group. Default false.</param>
    public sealed record KFold([property: Range(2, 1000)] int Folds = 5, [property: Range(1, 1000)] int Repeats = 1,
        bool Stratified = true, bool Group = false) : SplitPlan;

    /// <summary>Row i, counted from 1, is a test row when i mod k = 0.</summary>
    /// <param name="K">From 2.</param>
    public sealed record Every([property: Range(2, 1_000_000)] int K) : SplitPlan;

    /// <summary>The last rows in time are test rows: a share of them, or all from a moment on. Give one of both.</summary>
    /// <param name="Share">The share, between 0 and 1.</param>
    /// <param name="From">The first moment: a date in ISO 8601, or a number where the time is one.</param>
    public sealed record OutOfTime([property: Between] double? Share = null, string? From = null) : SplitPlan;

    /// <summary>A column says which rows are test rows; it is never a feature.</summary>
    /// <param name="By">The column.</param>
    /// <param name="Test">The value of test rows.</param>
    /// <param name="Validation">The value of validation rows; null when they are drawn from the training rows.</param>
    public sealed record Column([property: JsonPropertyName("column")] string By, string Test, string? Validation = null) : SplitPlan;

    /// <summary>Consecutive rows in the order of time.</summary>
    /// <param name="Train">Training rows, from 1.</param>
    /// <param name="Validation">The validation rows that follow.</param>
    /// <param name="Test">The test rows that follow.</param>
    public sealed record Borders([property: Range(1, int.MaxValue)] int Train, [property: Range(1, int.MaxValue)] int Validation,
        [property: Range(1, int.MaxValue)] int Test) : SplitPlan;

    /// <summary>Train on some days, wait until outcomes are known, test on the days that follow; folds move on by the test days.</summary>
    /// <param name="Start">The first day of training.</param>
    /// <param name="TrainDays">Days of training, from 1.</param>
    /// <param name="DelayDays">Days between training and test, from 0.</param>
    /// <param name="TestDays">Days of the test, from 1.</param>
    /// <param name="Folds">From 1. Default 1.</param>
    public sealed record Prequential(DateOnly Start, [property: Range(1, 100_000)] int TrainDays,
        [property: Range(0, 100_000)] int DelayDays, [property: Range(1, 100_000)] int TestDays,
        [property: Range(1, 1000)] int Folds = 1) : SplitPlan;

    /// <summary>Test rows follow training rows, which move on or grow.</summary>
    /// <param name="Start">The first test day.</param>
    /// <param name="Length">Training rows; null for all before.</param>
    /// <param name="Anchored">Whether the training rows begin at the first row. Default false.</param>
    /// <param name="Gap">Rows left out between training and test, from 0. Default 0.</param>
    /// <param name="Step">Rows of a test; null for <paramref name="RefitEvery"/>.</param>
    /// <param name="RefitEvery">Rows after which the model is fitted again.</param>
    public sealed record WalkForward(DateOnly Start, [property: Range(1, int.MaxValue)] int? Length = null, bool Anchored = false,
        [property: Range(0, int.MaxValue)] int Gap = 0, [property: Range(1, int.MaxValue)] int? Step = null,
        [property: Range(1, int.MaxValue)] int? RefitEvery = null) : SplitPlan;

    /// <summary>Consecutive folds; training rows whose outcome overlaps with the test are left out.</summary>
    /// <param name="Folds">From 2. Default 5.</param>
    /// <param name="Embargo">Rows left out after the test, from 0. Default 0.</param>
    public sealed record PurgedKFold([property: Range(2, 1000)] int Folds = 5, [property: Range(0, int.MaxValue)] int Embargo = 0)
        : SplitPlan;

    /// <summary>Every choice of some groups of consecutive rows is tested.</summary>
    /// <param name="Groups">Groups, from 2.</param>
    /// <param name="Test">Groups tested at a time, from 1.</param>
    public sealed record Combinatorial([property: Range(2, 100)] int Groups, [property: Range(1, 99)] int Test) : SplitPlan;
}

/// <summary>Strictly between 0 and 1.</summary>
[AttributeUsage(AttributeTargets.Property)]
sealed class BetweenAttribute : RangeAttribute
{
    public BetweenAttribute()
        : base(0, 1.0)
    {
        MinimumIsExclusive = MaximumIsExclusive = true;
    }
}
