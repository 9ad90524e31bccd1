namespace Florin;

using System.Text.Json.Serialization;

/// <summary>Log odds divided by a temperature: one number that makes a net more or less sure and moves no decision at .5.</summary>
/// <param name="Temperature">Above 1 for a net that is too sure.</param>
public sealed record TemperatureCalibration(double Temperature) : Calibrator
{
    /// <summary>Above 1 for a net that is too sure.</summary>
    public double Temperature { get; } = Number(nameof(Temperature), Temperature, 1e-6);

    /// <summary>
    /// The temperature of least log-loss, within .01 (the scores put the classes apart) to 100 (they tell nothing).
    /// </summary>
    /// <param name="scores">Probabilities.</param>
    /// <param name="targets">0 or 1, as many.</param>
    /// <param name="weights">0 or more, as many; none: every row counts once.</param>
    /// <exception cref="FlorinException">FLR0601–FLR0605: the rows; FLR0611: one class only.</exception>
    public static TemperatureCalibration Fit(ReadOnlySpan<double> scores, ReadOnlySpan<double> targets,
        ReadOnlySpan<double> weights = default)
    {
        (double[] labels, double[] own) = Check(nameof(TemperatureCalibration), scores, targets, weights);
        double[] logits = Logits(scores);
        bool apart = true, flat = true;
        for (int row = 0; row < logits.Length; row++)
        {
            if (!(own[row] > 0)) continue;
            apart &= (labels[row] == 1 ? 1 : -1) * logits[row] >= 0;
            flat &= logits[row] == 0;
        }

        double inverse = flat ? 1 : apart ? 100 : LogisticFit.Solve([logits], labels, own)?.Coefficients[0] ?? 0;
        return new TemperatureCalibration(1 / Math.Clamp(inverse, 0.01, 100));
    }

    /// <inheritdoc/>
    [JsonIgnore]
    public override string InWords => FormattableString.Invariant($"log odds divided by {Temperature:0.000}");

    internal override double Derivative(double p)
    {
        double inside = MetricMath.Clip(p), mapped = Map(inside);
        return mapped * (1 - mapped) / (Temperature * inside * (1 - inside));
    }

    private protected override double Map(double p) => MetricMath.Sigmoid(MetricMath.Logit(p) / Temperature);
}

/// <summary>Platt's scaling on log odds: slope × logit p + intercept.</summary>
/// <param name="Slope">0 or more; below 1 for scores that are too extreme.</param>
/// <param name="Intercept">Log odds.</param>
public sealed record PlattCalibration(double Slope, double Intercept) : Calibrator
{
    /// <summary>0 or more; below 1 for scores that are too extreme.</summary>
    public double Slope { get; } = Number(nameof(Slope), Slope, 0);

    /// <summary>Log odds.</summary>
    public double Intercept { get; } = Number(nameof(Intercept), Intercept);

    /// <summary>
    /// Least log-loss against Platt's smoothed targets, (n₁ + 1) / (n₁ + 2) and 1 / (n₀ + 2), so that there always is one. A score
    /// that ranks the wrong way round gets slope 0: the base rate for all.
    /// </summary>
    /// <inheritdoc cref="TemperatureCalibration.Fit"/>
    public static PlattCalibration Fit(ReadOnlySpan<double> scores, ReadOnlySpan<double> targets, ReadOnlySpan<double> weights = default)
    {
        (double[] labels, double[] own) = Check(nameof(PlattCalibration), scores, targets, weights);
        double one = labels.Zip(own, (y, w) => y * w).Sum(), zero = labels.Zip(own, (y, w) => (1 - y) * w).Sum();
        double[] smooth = [.. labels.Select(y => y == 1 ? (one + 1) / (one + 2) : 1 / (zero + 2))];
        double[] logits = Logits(scores), ones = MetricMath.Ones(logits.Length);
        if (LogisticFit.Solve([logits, ones], smooth, own) is ({ } found, _, _) && found[0] >= 0)
            return new PlattCalibration(found[0], found[1]);
        double mean = smooth.Zip(own, (t, w) => t * w).Sum() / (one + zero);
        return new PlattCalibration(0, MetricMath.Logit(mean));
    }

    /// <inheritdoc/>
    [JsonIgnore]
    public override string InWords => FormattableString.Invariant($"log odds times {Slope:0.000}, plus {Intercept:0.000}");

    internal override double Derivative(double p)
    {
        double inside = MetricMath.Clip(p), mapped = Map(inside);
        return mapped * (1 - mapped) * Slope / (inside * (1 - inside));
    }

    private protected override double Map(double p) => MetricMath.Sigmoid(Slope * MetricMath.Logit(p) + Intercept);
}

/// <summary>
/// Beta calibration (Kull, Silva Filho and Flach, 2017): log odds a ln p - b ln(1 - p) + c. With a = b it is Platt's on log odds, with
/// 1, 1, 0 it changes nothing. For about 1,000 events and more.
/// </summary>
/// <param name="A">0 or more: the slope at small p.</param>
/// <param name="B">0 or more: the slope at large p.</param>
/// <param name="C">Log odds.</param>
public sealed record BetaCalibration(double A, double B, double C) : Calibrator
{
    /// <summary>0 or more: the slope at small p.</summary>
    public double A { get; } = Number(nameof(A), A, 0);

    /// <summary>0 or more: the slope at large p.</summary>
    public double B { get; } = Number(nameof(B), B, 0);

    /// <summary>Log odds.</summary>
    public double C { get; } = Number(nameof(C), C);

    /// <summary>Least log-loss with a and b of 0 or more.</summary>
    /// <inheritdoc cref="TemperatureCalibration.Fit"/>
    /// <exception cref="FlorinException">FLR0612: the scores put the classes apart, so there is no finite fit.</exception>
    public static BetaCalibration Fit(ReadOnlySpan<double> scores, ReadOnlySpan<double> targets, ReadOnlySpan<double> weights = default)
    {
        (double[] labels, double[] own) = Check(nameof(BetaCalibration), scores, targets, weights);
        double[] low = new double[labels.Length], high = new double[labels.Length], ones = MetricMath.Ones(labels.Length);
        (double highestZero, double lowestOne) = (0, 1);
        for (int row = 0; row < labels.Length; row++)
        {
            (low[row], high[row]) = (Low(scores[row]), High(scores[row]));
            if (own[row] > 0 && labels[row] == 0) highestZero = Math.Max(highestZero, scores[row]);
            if (own[row] > 0 && labels[row] == 1) lowestOne = Math.Min(lowestOne, scores[row]);
        }

        bool differ = low.Any(value => value != low[0]);
        if (highestZero <= lowestOne && differ) throw MetricErrors.NoFit(nameof(BetaCalibration));
        var best = (Loss: double.PositiveInfinity, Fit: new BetaCalibration(0, 0, 0));
        if (LogisticFit.Solve([low, high, ones], labels, own) is ({ } all, _, _) && all[0] >= 0 && all[1] >= 0)
            return new BetaCalibration(all[0], all[1], all[2]);
        // The problem is convex: where a bound binds, the least loss of those without one of the two is the answer.
        Try([low, ones], found => new BetaCalibration(found[0], 0, found[1]));
        Try([high, ones], found => new BetaCalibration(0, found[0], found[1]));
        Try([ones], found => new BetaCalibration(0, 0, found[0]));
        return best.Fit;

        void Try(double[][] columns, Func<double[], BetaCalibration> named)
        {
            if (LogisticFit.Solve(columns, labels, own) is not ({ } found, _, var loss)) return;
            if (named(found) is { A: >= 0, B: >= 0 } fit && loss < best.Loss) best = (loss, fit);
        }
    }

    /// <inheritdoc/>
    [JsonIgnore]
    public override string InWords => FormattableString.Invariant($"beta: log odds {A:0.000} ln p - {B:0.000} ln(1 - p) + {C:0.000}");

    internal override double Derivative(double p)
    {
        double inside = MetricMath.Clip(p), mapped = Map(inside);
        return mapped * (1 - mapped) * (A / inside + B / (1 - inside));
    }

    private protected override double Map(double p) => MetricMath.Sigmoid(A * Low(p) + B * High(p) + C);

    static double Low(double p) => MetricMath.Log(MetricMath.Clip(p));

    static double High(double p) => -MetricMath.Log(1 - MetricMath.Clip(p));
}

/// <summary>A constant added to the log odds: the level moves, the order and the odds ratios stay.</summary>
/// <param name="Shift">Log odds; above 0 raises every probability.</param>
public sealed record LogOddsShift(double Shift) : Calibrator
{
    /// <summary>Log odds; above 0 raises every probability.</summary>
    public double Shift { get; } = Number(nameof(Shift), Shift);

    /// <summary>The shift after which the mean score is that of the targets, by the same weights.</summary>
    internal static LogOddsShift ToMean(double[] scores, double[] targets, double[] weights)
    {
        double[] own = weights.Length == 0 ? MetricMath.Ones(targets.Length) : weights;
        double mean = targets.Zip(own, (target, weight) => target * weight).Sum() / own.Sum();
        return To(scores, Math.Clamp(mean, 1e-6, 1 - 1e-6), own);
    }

    /// <summary>The shift after which the mean probability is the central tendency.</summary>
    /// <param name="scores">Probabilities.</param>
    /// <param name="centralTendency">The mean to reach, above 0 and below 1, such as a long-run default rate.</param>
    /// <param name="weights">0 or more, as many as scores; none: every row counts once.</param>
    /// <exception cref="FlorinException">FLR0601–FLR0605: the rows; FLR0607: the tendency; FLR0611: no row of weight above 0.</exception>
    public static LogOddsShift To(ReadOnlySpan<double> scores, double centralTendency, ReadOnlySpan<double> weights = default)
    {
        MetricCheck.Rows(scores, scores, weights);
        MetricCheck.Probabilities("scores", scores);
        MetricCheck.Setting(nameof(centralTendency), centralTendency, MetricMath.Edge, 1 - MetricMath.Edge, "above 0 and below 1");
        double[] logits = Logits(scores), own = weights.IsEmpty ? MetricMath.Ones(scores.Length) : weights.ToArray();
        double total = own.Sum();
        if (!(total > 0)) throw MetricErrors.OneClass(nameof(LogOddsShift));
        (double low, double high, double shift) = (-75, 75, 0); // log odds lie within 35 either way
        for (int iteration = 0; iteration < 200; iteration++)
        {
            (double mean, double slope) = (0, 0);
            for (int row = 0; row < own.Length; row++)
            {
                double p = MetricMath.Sigmoid(logits[row] + shift);
                (mean, slope) = (mean + own[row] * p, slope + own[row] * p * (1 - p));
            }

            double gap = mean - centralTendency * total;
            if (gap > 0) high = shift;
            else low = shift;
            double next = shift - gap / slope;
            if (!(next > low && next < high)) next = (low + high) / 2;
            if (Math.Abs(next - shift) <= 1e-15 * (1 + Math.Abs(shift))) break;
            shift = next;
        }

        return new LogOddsShift(shift);
    }

    /// <summary>
    /// Takes back that only the share <paramref name="kept"/> (above 0 to 1) of label 0 was in the training rows: the shift is ln of it.
    /// </summary>
    /// <exception cref="FlorinException">FLR0607: a share out of range.</exception>
    public static LogOddsShift OfUndersampling(double kept)
    {
        MetricCheck.Setting(nameof(kept), kept, double.Epsilon, 1, "above 0 and at most 1");
        return new LogOddsShift(MetricMath.Log(kept));
    }

    /// <inheritdoc/>
    [JsonIgnore]
    public override string InWords => FormattableString.Invariant($"log odds plus {Shift:0.000}");

    internal override double Derivative(double p)
    {
        double inside = MetricMath.Clip(p), mapped = Map(inside);
        return mapped * (1 - mapped) / (inside * (1 - inside));
    }

    private protected override double Map(double p) => MetricMath.Sigmoid(MetricMath.Logit(p) + Shift);
}
