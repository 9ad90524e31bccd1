namespace Florin;

/// <summary>
/// Metrics of probabilities over more than two classes. Scores are row-major: for each row a value for each class. Null where a metric
/// is not defined (see <see cref="MetricValue"/>).
/// </summary>
public static class ClassMetrics
{
    /// <summary>Share of rows, by weight, whose class has the highest score (the first of equals). Null without weight.</summary>
    /// <param name="scores">Rows × classes values, finite.</param>
    /// <param name="classes">2 or more.</param>
    /// <param name="targets">The class of each row, from 0.</param>
    /// <param name="weights">0 or more, as many as rows; none: every row counts once.</param>
    /// <exception cref="FlorinException">FLR0601–FLR0604, FLR0607.</exception>
    public static double? Accuracy(ReadOnlySpan<double> scores, int classes, ReadOnlySpan<int> targets,
        ReadOnlySpan<double> weights = default)
    {
        Check(scores, classes, targets, weights);
        (double right, double total) = (0, 0);
        for (int row = 0; row < targets.Length; row++)
        {
            double weight = weights.IsEmpty ? 1 : weights[row];
            total += weight;
            if (Highest(scores.Slice(row * classes, classes)) == targets[row]) right += weight;
        }

        return total > 0 ? right / total : null;
    }

    /// <summary>
    /// Mean over classes of the F1 of the decision for the highest score; classes that neither occur nor are decided for are left out.
    /// 0 to 1; null without weight.
    /// </summary>
    /// <inheritdoc cref="Accuracy"/>
    public static double? MacroF1(ReadOnlySpan<double> scores, int classes, ReadOnlySpan<int> targets,
        ReadOnlySpan<double> weights = default)
    {
        Check(scores, classes, targets, weights);
        double[] right = new double[classes], seen = new double[classes]; // seen: weight as label plus weight as decision
        for (int row = 0; row < targets.Length; row++)
        {
            double weight = weights.IsEmpty ? 1 : weights[row];
            int decided = Highest(scores.Slice(row * classes, classes));
            seen[decided] += weight;
            seen[targets[row]] += weight;
            if (decided == targets[row]) right[decided] += weight;
        }

        double[] scored = [.. right.Zip(seen).Where(pair => pair.Second > 0).Select(pair => 2 * pair.First / pair.Second)];
        return scored.Length > 0 ? scored.Sum() / scored.Length : null;
    }

    /// <summary>
    /// Mean of -ln of the probability given to the class of the row, moved into [<paramref name="clip"/>, 1] before. Null without
    /// weight.
    /// </summary>
    /// <param name="scores">Rows × classes probabilities.</param>
    /// <param name="classes">2 or more.</param>
    /// <param name="targets">The class of each row, from 0.</param>
    /// <param name="weights">0 or more, as many as rows; none: every row counts once.</param>
    /// <param name="clip">Above 0, at most .5: the least probability that counts.</param>
    /// <exception cref="FlorinException">FLR0605: a row whose values are not probabilities, or do not sum to 1 within .001.</exception>
    public static double? LogLoss(ReadOnlySpan<double> scores, int classes, ReadOnlySpan<int> targets,
        ReadOnlySpan<double> weights = default, double clip = 1e-15)
    {
        Check(scores, classes, targets, weights);
        MetricCheck.Setting(nameof(clip), clip, double.Epsilon, 0.5, "above 0 and at most 0.5");
        MetricCheck.Probabilities("scores", scores);
        (double sum, double total) = (0, 0);
        for (int row = 0; row < targets.Length; row++)
        {
            double all = 0, weight = weights.IsEmpty ? 1 : weights[row];
            foreach (double p in scores.Slice(row * classes, classes)) all += p;
            if (Math.Abs(all - 1) > 1e-3)
                throw MetricErrors.Probability($"scores, row {row + 1}", FormattableString.Invariant($"sum {all}"));
            total += weight;
            if (weight > 0) sum -= weight * MetricMath.Log(Math.Max(scores[row * classes + targets[row]], clip));
        }

        return total > 0 ? sum / total : null;
    }

    /// <summary>
    /// Mean over classes of the AUC of the class's score against all others; classes without weight are left out. 0 to 1; null when
    /// less than two classes have weight.
    /// </summary>
    /// <inheritdoc cref="Accuracy"/>
    public static double? MacroAuc(ReadOnlySpan<double> scores, int classes, ReadOnlySpan<int> targets,
        ReadOnlySpan<double> weights = default)
    {
        Check(scores, classes, targets, weights);
        double[] column = new double[targets.Length], label = new double[targets.Length];
        (double sum, int count) = (0, 0);
        for (int k = 0; k < classes; k++)
        {
            for (int row = 0; row < column.Length; row++)
                (column[row], label[row]) = (scores[row * classes + k], targets[row] == k ? 1 : 0);
            if (BinaryMetrics.Auc(column, label, weights) is { } auc) (sum, count) = (sum + auc, count + 1);
        }

        return count > 0 ? sum / count : null;
    }

    static int Highest(ReadOnlySpan<double> row)
    {
        int best = 0;
        for (int k = 1; k < row.Length; k++)
            if (row[k] > row[best]) best = k;
        return best;
    }

    static void Check(ReadOnlySpan<double> scores, int classes, ReadOnlySpan<int> targets, ReadOnlySpan<double> weights)
    {
        MetricCheck.Setting(nameof(classes), classes, 2, int.MaxValue, "at least 2 classes");
        if (scores.Length != (long)targets.Length * classes) throw MetricErrors.Lengths("scores", scores.Length, targets.Length);
        MetricCheck.Finite("scores", scores);
        MetricCheck.Weights("weights", weights, targets.Length);
        for (int row = 0; row < targets.Length; row++)
            if (targets[row] < 0 || targets[row] >= classes)
                throw MetricErrors.Label($"targets, row {row + 1}", FormattableString.Invariant($"{targets[row]}"), classes);
    }
}
