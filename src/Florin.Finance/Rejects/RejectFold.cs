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

    /// <summary>Bands of the PD of the model of known outcomes, and the share of bads in each, of known rows that its nets did not
    /// see.</summary>
    public required ScoreBands Bands { get; init; }

    /// <inheritdoc cref="Bands"/>
    public required double[] Rates { get; init; }

    /// <summary>The known rows that the shares are of.</summary>
    public required JudgedRows Judged { get; init; }

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

    /// <summary>The share of bads that a factor gives them; of bands with the interval of which known rows there happen to be.</summary>
    public MetricValue BadRate(RejectMethod method, double factor, BootstrapOptions options, CancellationToken cancellation)
    {
        double[] scores = [.. Rows.Select(row => DeclinedWithout[row])];
        if (method == RejectMethod.Fuzzy)
            return new MetricValue(RejectInference.Mean(RejectInference.Fuzzy(scores, factor), Weights), null, null, Rows.Length);
        double[] shares = Bands.Sums(scores, row => Weights[row]), known = Judged.Scores;
        int[] band = [.. known.Select(Bands.Of)];
        return Bootstrap.Interval(known.Length, drawn =>
        {
            (double[] all, double[] bads) = (new double[Bands.Count], new double[Bands.Count]);
            for (int row = 0; row < known.Length; row++)
            {
                double weight = drawn[row] * (Judged.Weights?[row] ?? 1);
                all[band[row]] += weight;
                bads[band[row]] += weight * Judged.Labels[row];
            }

            return shares.Select((share, at) => share * (all[at] > 0 ? Math.Min(1, factor * bads[at] / all[at]) : 0)).Sum() / shares.Sum();
        }, options, cancellation);
    }
}
