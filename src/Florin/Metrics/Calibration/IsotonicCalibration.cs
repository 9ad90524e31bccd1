namespace Florin;

using System.Collections.Immutable;
using System.Text.Json.Serialization;

/// <summary>
/// The monotone steps nearest to the labels in weighted squares, found by pooling adjacent violators. Applied as scikit-learn does:
/// linear between the knots, which are the ends of the steps, and constant beyond them. For about 1,000 events and more.
/// </summary>
/// <param name="X">Scores, ascending.</param>
/// <param name="Y">Rates at them, never falling.</param>
public sealed record IsotonicCalibration(ImmutableArray<double> X, ImmutableArray<double> Y) : Calibrator
{
    /// <summary>Scores, ascending.</summary>
    public ImmutableArray<double> X { get; } = Checked(X, Y);

    /// <summary>Rates at them, never falling.</summary>
    public ImmutableArray<double> Y { get; } = Y;

    /// <summary>Pools rows until rates rise with scores.</summary>
    /// <inheritdoc cref="TemperatureCalibration.Fit"/>
    public static IsotonicCalibration Fit(ReadOnlySpan<double> scores, ReadOnlySpan<double> targets,
        ReadOnlySpan<double> weights = default)
    {
        (double[] labels, double[] own) = Check(nameof(IsotonicCalibration), scores, targets, weights);
        var rows = new BinaryRows(scores, labels, own);
        var blocks = new List<(double Low, double High, double Weight, double Sum)>();
        for (int end = rows.Rows; end > 0;)
        {
            double score = rows.Scores[end - 1], weight = 0, sum = 0;
            for (; end > 0 && rows.Scores[end - 1] == score; end--)
                (weight, sum) = (weight + rows.Weights[end - 1], sum + rows.Weights[end - 1] * rows.Labels[end - 1]);
            if (!(weight > 0)) continue;
            var block = (Low: score, High: score, Weight: weight, Sum: sum);
            while (blocks.Count > 0 && blocks[^1] is var last && last.Sum * block.Weight >= block.Sum * last.Weight)
            {
                block = (last.Low, block.High, last.Weight + block.Weight, last.Sum + block.Sum);
                blocks.RemoveAt(blocks.Count - 1);
            }

            blocks.Add(block);
        }

        (List<double> x, List<double> y) = ([], []);
        foreach (var (low, high, weight, sum) in blocks)
            foreach (double knot in low == high ? [low] : new[] { low, high })
            {
                x.Add(knot);
                y.Add(Math.Min(sum / weight, 1));
            }

        return new IsotonicCalibration([.. x], [.. y]);
    }

    /// <summary>Equal when the knots are.</summary>
    public bool Equals(IsotonicCalibration? other) => other is not null && X.SequenceEqual(other.X) && Y.SequenceEqual(other.Y);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(X.Length, X[0], Y[^1]);

    /// <inheritdoc/>
    [JsonIgnore]
    public override string InWords => FormattableString.Invariant($"isotonic, {X.Length} knots");

    /// <summary>Of the line to the right; 0 beyond the ends.</summary>
    internal override double Derivative(double p)
    {
        int above = X.BinarySearch(p) is >= 0 and var at ? at + 1 : ~X.BinarySearch(p);
        return above == 0 || above == X.Length ? 0 : (Y[above] - Y[above - 1]) / (X[above] - X[above - 1]);
    }

    private protected override double Map(double p)
    {
        int above = X.BinarySearch(p);
        if (above >= 0) return Y[above];
        above = ~above;
        if (above == 0 || above == X.Length) return Y[above == 0 ? 0 : ^1];
        double share = (p - X[above - 1]) / (X[above] - X[above - 1]);
        return Y[above - 1] + share * (Y[above] - Y[above - 1]);
    }

    static ImmutableArray<double> Checked(ImmutableArray<double> x, ImmutableArray<double> y)
    {
        if (x.IsDefaultOrEmpty || y.IsDefault || x.Length != y.Length) throw MetricErrors.Knots("no knots, or unequal numbers of them");
        for (int i = 0; i < x.Length; i++)
            if (!(x[i] >= 0 && x[i] <= 1 && y[i] >= 0 && y[i] <= 1) || (i > 0 && !(x[i] > x[i - 1] && y[i] >= y[i - 1])))
                throw MetricErrors.Knots(FormattableString.Invariant($"knot {i + 1}: ({x[i]}, {y[i]})"));
        return x;
    }
}
