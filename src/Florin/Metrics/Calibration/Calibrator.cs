namespace Florin;

using System.Text.Json.Serialization;

/// <summary>
/// A monotone map from a probability to one that is true to the observed rate. Fitted on rows the model was not trained on. A record
/// of a few numbers: stored and read back, it gives the same bits.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(TemperatureCalibration), "temperature")]
[JsonDerivedType(typeof(PlattCalibration), "platt")]
[JsonDerivedType(typeof(BetaCalibration), "beta")]
[JsonDerivedType(typeof(IsotonicCalibration), "isotonic")]
[JsonDerivedType(typeof(LogOddsShift), "shift")]
public abstract record Calibrator
{
    private protected Calibrator() { }

    /// <summary>What it does, in words.</summary>
    [JsonIgnore]
    public abstract string InWords { get; }

    /// <summary>The calibrated probability, 0 to 1.</summary>
    /// <param name="p">0 to 1. Those within 1e-15 of 0 or 1 count as that far away where log odds are taken.</param>
    /// <exception cref="FlorinException">FLR0605: p outside 0 to 1.</exception>
    public double Apply(double p)
    {
        if (!(p >= 0 && p <= 1)) throw MetricErrors.Probability("Apply", FormattableString.Invariant($"{p}"));
        return Map(p);
    }

    private protected abstract double Map(double p);

    /// <summary>The derivative with respect to the probability.</summary>
    internal abstract double Derivative(double p);

    /// <summary>A number as it may have been read from a file.</summary>
    private protected static double Number(string name, double value, double least = -1e6)
    {
        MetricCheck.Setting(name, value, least, 1e6, FormattableString.Invariant($"a number from {least} to 1e6, as Fit gives it"));
        return value;
    }

    private protected static (double[] Targets, double[] Weights) Check(string calibrator, ReadOnlySpan<double> scores,
        ReadOnlySpan<double> targets, ReadOnlySpan<double> weights)
    {
        MetricCheck.Rows(scores, targets, weights);
        MetricCheck.Labels(targets);
        MetricCheck.Probabilities("scores", scores);
        double[] labels = targets.ToArray(), own = weights.IsEmpty ? MetricMath.Ones(targets.Length) : weights.ToArray();
        double positives = labels.Zip(own, (y, w) => y * w).Sum(), negatives = labels.Zip(own, (y, w) => (1 - y) * w).Sum();
        return positives > 0 && negatives > 0 ? (labels, own) : throw MetricErrors.OneClass(calibrator);
    }

    private protected static double[] Logits(ReadOnlySpan<double> scores)
    {
        double[] logits = new double[scores.Length];
        for (int row = 0; row < logits.Length; row++) logits[row] = MetricMath.Logit(scores[row]);
        return logits;
    }
}
