namespace Florin;

using System.Collections.Immutable;

/// <summary>Applicants of the past who were declined, as far as anything can be said of them: their outcomes were never seen.</summary>
public sealed record RejectStudy
{
    /// <summary>What training made of them.</summary>
    public required RejectMethod Method { get; init; }

    /// <summary>How many times as often a declined applicant is assumed to default as an accepted one of the same score; null: the method
    /// has no factor.</summary>
    public double? Factor { get; init; }

    /// <summary>SHA-256 of their cells.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Declined rows.</summary>
    public required int Rows { get; init; }

    /// <summary>Those that the first division of the rows learned from: not later than its training rows. With none: all.</summary>
    public required int Learned { get; init; }

    /// <summary>The share of bads that they were given, in the first division of the rows; null: the method gives none. Of parcelling with
    /// the interval of which known rows there happen to be.</summary>
    public MetricValue? InferredBadRate { get; init; }

    /// <summary>The largest number that an accepted row counts for under augmentation; null: another method.</summary>
    public double? LargestWeight { get; init; }

    /// <summary>Mean PD of the accepted, on the test rows; the interval is that of which rows there are.</summary>
    public required MetricValue AcceptedPd { get; init; }

    /// <summary>Mean PD of the declined by the study's model; of folds the mean of their models.</summary>
    public required MetricValue MeanPd { get; init; }

    /// <summary>The same by the model of known outcomes alone; null: the study's model is that.</summary>
    public MetricValue? MeanPdWithout { get; init; }

    /// <summary>What inference does to known outcomes: auc and logLoss with and without, on the same test rows. Empty: no
    /// inference.</summary>
    public ImmutableArray<RejectChange> Changes { get; init; } = [];

    /// <summary>The highest PD that the study's decision approves; null: the plan decides nothing.</summary>
    public double? CutOff { get; init; }

    /// <summary>The share of the declined with a PD up to it; null: the plan decides nothing.</summary>
    public MetricValue? Approved { get; init; }

    /// <summary>The same by the model of known outcomes alone; null: the plan decides nothing, or the study's model is that.</summary>
    public MetricValue? ApprovedWithout { get; init; }

    /// <summary>Stability index of the score: the declined against the accepted of the test rows.</summary>
    public required double Psi { get; init; }

    /// <summary>What chance alone would give.</summary>
    public required double PsiLimit { get; init; }

    /// <summary>Points of accepted (test rows) and declined, in bands of equal width; the outer ones hold what lies beyond.</summary>
    public required ImmutableArray<RejectShare> Distribution { get; init; }

    /// <summary>The share of the declined whose probability of having been accepted is below 5 %: there is hardly anybody to compare them
    /// with.</summary>
    public required MetricValue Unlike { get; init; }

    /// <summary>What other factors would give, rising.</summary>
    public required ImmutableArray<RejectFactor> Sensitivity { get; init; }

    /// <summary>What a reader must know before using any of it.</summary>
    public required ImmutableArray<string> Warnings { get; init; }
}

/// <summary>A metric of the same network with and without reject inference, on the same test rows.</summary>
/// <param name="Metric">auc or logLoss.</param>
/// <param name="Without">Of known outcomes alone.</param>
/// <param name="With">With inferred outcomes.</param>
/// <param name="Change">With less without, paired.</param>
public sealed record RejectChange(string Metric, MetricValue Without, MetricValue With, MetricValue Change);

/// <summary>A band of points.</summary>
/// <param name="From">Where it begins.</param>
/// <param name="To">Where it ends.</param>
/// <param name="Accepted">The share of the accepted in it.</param>
/// <param name="Declined">The share of the declined in it.</param>
public sealed record RejectShare(double From, double To, double Accepted, double Declined);

/// <summary>What a factor gives.</summary>
/// <param name="Factor">How many times as often a declined applicant defaults as an accepted one of the same score.</param>
/// <param name="BadRate">The bad rate that the declined would have; by bands with the interval of which known rows there happen to
/// be.</param>
/// <param name="MeanPd">Their mean PD by the network trained with it; null: it was not.</param>
/// <param name="Auc">Of the first test rows; null as before.</param>
/// <param name="LogLoss">Of the same rows; null as before.</param>
/// <param name="Approved">The share of the declined up to the study's cut-off; null: not trained, or no decision.</param>
public sealed record RejectFactor(double Factor, MetricValue BadRate, double? MeanPd, double? Auc, double? LogLoss, double? Approved);
