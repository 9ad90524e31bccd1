namespace Florin;

/// <summary>Rows with their scores, as an evaluation reads them.</summary>
/// <param name="Target">What is predicted.</param>
/// <param name="Scores">Row after row: <see cref="ModelTarget.Outputs"/> for each; counts as expected of the row's exposure.</param>
/// <param name="Labels">As <see cref="ModelTarget.Labels"/> gives them.</param>
/// <param name="Weights">0 or more; null: every row counts once.</param>
/// <param name="Exposures">Of counts, above 0; null: 1 for each row.</param>
public sealed record JudgedRows(ModelTarget Target, double[] Scores, double[] Labels, double[]? Weights = null,
    double[]? Exposures = null)
{
    /// <summary>Rows.</summary>
    public int Count => Labels.Length;

    /// <summary>As rows of two classes.</summary>
    public BinaryRows Binary() => new(Scores, Labels, Weights);

    /// <summary>Scores for an exposure of 1.</summary>
    public double[] Rates() => Exposures is null ? Scores : [.. Scores.Zip(Exposures, (score, exposure) => score / exposure)];

    /// <summary>The same rows with other scores.</summary>
    public JudgedRows With(double[] scores) => this with { Scores = scores };

    /// <summary>The class with the highest score of each row.</summary>
    public int[] Decided()
    {
        int outputs = Target.Outputs;
        return Target is ClassTarget classes
            ? [.. Enumerable.Range(0, Count).Select(row => classes.Likeliest(Scores.AsSpan(row * outputs, outputs)))]
            : [];
    }
}
