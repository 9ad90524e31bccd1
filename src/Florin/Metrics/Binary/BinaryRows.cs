namespace Florin;

using System.Runtime.CompilerServices;

/// <summary>
/// Scores and labels of two classes, checked once and sorted once: each metric of ranks is then one pass. Immutable.
/// </summary>
public sealed class BinaryRows
{
    /// <summary>Sorted by falling score.</summary>
    internal readonly double[] Scores, Labels, Weights;

    /// <summary>Whether every row has weight 1.</summary>
    internal bool CountEqually => !Weights.ContainsAnyExcept(1.0);

    /// <summary>Where each sorted row stood.</summary>
    internal readonly int[] Order;

    /// <summary>Takes rows as they come.</summary>
    /// <param name="scores">Finite; higher speaks for the label 1. Metrics of probabilities also need 0 to 1.</param>
    /// <param name="targets">0 or 1, as many as scores; 1 is the event (a default, a fraud, a claim).</param>
    /// <param name="weights">0 or more, as many as scores; none: every row counts once.</param>
    /// <exception cref="FlorinException">FLR0601–FLR0604: lengths, NaN or infinity, a negative weight, another label.</exception>
    public BinaryRows(ReadOnlySpan<double> scores, ReadOnlySpan<double> targets, ReadOnlySpan<double> weights = default)
    {
        MetricCheck.Rows(scores, targets, weights);
        MetricCheck.Labels(targets);
        Order = [.. Enumerable.Range(0, scores.Length)];
        double[] keys = new double[scores.Length];
        for (int row = 0; row < keys.Length; row++) keys[row] = -scores[row];
        Array.Sort(keys, Order);
        (Scores, Labels, Weights) = (keys, new double[keys.Length], new double[keys.Length]);
        for (int i = 0; i < keys.Length; i++)
        {
            int row = Order[i];
            (Scores[i], Labels[i], Weights[i]) = (scores[row], targets[row], weights.IsEmpty ? 1 : weights[row]);
        }

        Count();
    }

    BinaryRows(BinaryRows source)
    {
        (Scores, Labels, Order) = (source.Scores, source.Labels, source.Order);
        Weights = new double[source.Weights.Length];
    }

    /// <summary>Rows, those of weight 0 included.</summary>
    public int Rows => Scores.Length;

    /// <summary>Weight of the rows with label 1.</summary>
    public double Positives { get; private set; }

    /// <summary>Weight of the rows with label 0.</summary>
    public double Negatives { get; private set; }

    /// <summary>Share of the label 1 by weight; null without weight.</summary>
    public double? BaseRate => Total > 0 ? Positives / Total : null;

    internal double Total => Positives + Negatives;

    internal bool HasBoth => Positives > 0 && Negatives > 0;

    /// <summary>The same rows with room for other weights, for the one thread that resamples them.</summary>
    internal BinaryRows Copy() => new(this);

    /// <summary>Where the rows of a stratum stand when sorted: all rows, or those of each label one after the other.</summary>
    internal int[] Places(bool stratified)
    {
        int[] all = [.. Enumerable.Range(0, Rows)];
        return stratified ? [.. all.Where(place => Labels[place] == 1), .. all.Where(place => Labels[place] == 0)] : all;
    }

    /// <summary>Weights of <paramref name="source"/> times how often the row at each of the places was drawn.</summary>
    internal void Resample(BinaryRows source, int[] places, int[] drawn)
    {
        (double positives, double negatives) = (0, 0);
        double[] own = Weights, weights = source.Weights, labels = Labels;
        for (int k = 0; k < places.Length; k++)
        {
            int place = places[k];
            double weight = weights[place] * drawn[k], positive = weight * labels[place];
            own[place] = weight;
            (positives, negatives) = (positives + positive, negatives + (weight - positive));
        }

        (Positives, Negatives) = (positives, negatives);
    }

    /// <summary>The next run of equal scores from <paramref name="row"/> on: weights of its labels 1 and 0; false at the end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool Next(ref int row, out double positives, out double negatives)
    {
        (positives, negatives) = (0, 0);
        double[] scores = Scores, labels = Labels, weights = Weights;
        int i = row;
        if (i >= scores.Length) return false;
        double score = scores[i], all = 0;
        do
        {
            positives += weights[i] * labels[i];
            all += weights[i] - weights[i] * labels[i];
            i++;
        }
        while (i < scores.Length && scores[i] == score);
        negatives = all;
        row = i;
        return true;
    }

    internal void NeedProbabilities()
    {
        if (Rows > 0 && (Scores[0] > 1 || Scores[^1] < 0)) MetricCheck.Probabilities("scores", OwnOrder(Scores));
    }

    /// <summary>A sorted column as it was given.</summary>
    internal double[] OwnOrder(double[] sorted)
    {
        double[] values = new double[sorted.Length];
        for (int i = 0; i < values.Length; i++) values[Order[i]] = sorted[i];
        return values;
    }

    void Count()
    {
        (double positives, double negatives) = (0, 0);
        for (int i = 0; i < Weights.Length; i++)
        {
            positives += Weights[i] * Labels[i];
            negatives += Weights[i] - Weights[i] * Labels[i];
        }

        (Positives, Negatives) = (positives, negatives);
    }
}
