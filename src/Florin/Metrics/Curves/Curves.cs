namespace Florin;

using System.Collections.Immutable;

/// <summary>Receiver operating characteristic, from (0, 0) to (1, 1): at most 400 points.</summary>
/// <param name="FalsePositiveRate">Share of label 0 that scores at least the threshold.</param>
/// <param name="TruePositiveRate">Share of label 1 that does.</param>
/// <param name="Threshold">Falling; the first is just above every score.</param>
public sealed record RocCurve(
    ImmutableArray<double> FalsePositiveRate, ImmutableArray<double> TruePositiveRate, ImmutableArray<double> Threshold);

/// <summary>Precision over recall, by rising recall: at most 400 points.</summary>
/// <param name="Recall">Share of label 1 that scores at least the threshold.</param>
/// <param name="Precision">Share of label 1 among what does.</param>
/// <param name="Threshold">Falling.</param>
public sealed record PrecisionRecallCurve(
    ImmutableArray<double> Recall, ImmutableArray<double> Precision, ImmutableArray<double> Threshold);

/// <summary>Distribution functions of the score by label: at most 400 points.</summary>
/// <param name="Score">Rising.</param>
/// <param name="Positives">Share of label 1 that scores at most this.</param>
/// <param name="Negatives">Share of label 0 that does.</param>
/// <param name="Ks">The largest distance of the two.</param>
/// <param name="At">The index of the point where it is.</param>
public sealed record KsCurve(
    ImmutableArray<double> Score, ImmutableArray<double> Positives, ImmutableArray<double> Negatives, double Ks, int At);

/// <summary>Cumulative gains, from (0, 0) to (1, 1): at most 400 points.</summary>
/// <param name="Marked">Share of all rows that scores at least some threshold.</param>
/// <param name="Captured">Share of label 1 among them.</param>
public sealed record GainsCurve(ImmutableArray<double> Marked, ImmutableArray<double> Captured);

/// <summary>What was said and what happened in a bin of scores.</summary>
/// <param name="Rows">Rows in the bin.</param>
/// <param name="Score">Mean score.</param>
/// <param name="Rate">Observed share of label 1.</param>
/// <param name="Low">
/// Lower end of Wilson's 95 % interval of the rate; with weights, of as many rows as would be as precise, (sum w)² / sum w².
/// </param>
/// <param name="High">Its upper end.</param>
public sealed record ReliabilityBin(int Rows, double Score, double Rate, double Low, double High);

/// <summary>Rows of like rank.</summary>
/// <param name="Rows">Rows in the bin.</param>
/// <param name="Score">Mean score.</param>
/// <param name="Rate">Share of label 1.</param>
/// <param name="Lift"><paramref name="Rate"/> / the rate of all rows.</param>
/// <param name="Captured">Share of all of label 1 in this bin and those above it.</param>
public sealed record LiftBin(int Rows, double Score, double Rate, double Lift, double Captured);

/// <summary>Score distribution of each label, as shares that sum to 1.</summary>
/// <param name="Edges">Rising, one more than bins; a bin holds its lower edge, the last both.</param>
/// <param name="Positives">Share of label 1 in each bin; empty when label 1 has no weight.</param>
/// <param name="Negatives">Share of label 0 in each bin; empty when label 0 has no weight.</param>
public sealed record ScoreHistogram(
    ImmutableArray<double> Edges, ImmutableArray<double> Positives, ImmutableArray<double> Negatives);
