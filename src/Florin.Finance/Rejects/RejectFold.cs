namespace Florin;

/// <summary>The same network with another factor.</summary>
/// <param name="Factor">The factor.</param>
/// <param name="Test">PDs of the test rows.</param>
/// <param name="Declined">PDs of all declined.</param>
sealed record RejectTrial(double Factor, double[] Test, double[] Declined);

/// <summary>What a division of the rows knows of the declined: inference reads its training and validation rows alone.</summary>
sealed record RejectFold
{
    /// <summary>The declined that were learned from, or would be: those of the time of the training rows.</summary>
    public required int[] Rows { get; init; }

    /// <summary>What each of them counts beside known rows that are all there are.</summary>
    public required double[] Weights { get; init; }

    /// <summary>Accepted rows of that time.</summary>
    public required int Known { get; init; }

    /// <summary>The probability of having been accepted, of all declined.</summary>
    public required double[] Accepted { get; init; }

    /// <summary>Bands of the PD of the model of known outcomes, and the share of bads in each, of known rows that its nets did not see.</summary>
    public required ScoreBands Bands { get; init; }

    /// <inheritdoc cref="Bands"/>
    public required double[] Rates { get; init; }

    /// <summary>PDs of the test rows by the model of known outcomes.</summary>
    public required double[] TestWithout { get; init; }

    /// <summary>PDs of all declined by it.</summary>
    public required double[] DeclinedWithout { get; init; }

    /// <summary>PDs of all declined by the study's model.</summary>
    public double[] Declined { get; init; } = [];

    /// <summary>By band of the probability of being accepted, what accepted rows are multiplied by; empty: another method.</summary>
    public double[] Factors { get; init; } = [];

    /// <summary>Other factors; empty: another method, or not the first division.</summary>
    public IReadOnlyList<RejectTrial> Trials { get; init; } = [];

    /// <summary>The share of each row of <see cref="Rows"/> that is taken for bad.</summary>
    public double[] Bad(RejectMethod method, double factor, ulong seed)
    {
        double[] scores = [.. Rows.Select(row => DeclinedWithout[row])];
        return method == RejectMethod.Fuzzy ? RejectInference.Fuzzy(scores, factor)
            : RejectInference.Parcelled(Bands, Rates, scores, factor, seed);
    }

    /// <summary>The share of bads that a factor gives them.</summary>
    public double BadRate(RejectMethod method, double factor)
    {
        double[] scores = [.. Rows.Select(row => DeclinedWithout[row])];
        return method == RejectMethod.Fuzzy ? RejectInference.Mean(RejectInference.Fuzzy(scores, factor), Weights)
            : RejectInference.BadRate(Bands, Rates, scores, Weights, factor);
    }
}
