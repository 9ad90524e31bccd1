namespace Florin;

/// <summary>Weights of labels against decisions at a cut-off. A share whose denominator is 0 is null.</summary>
/// <param name="TruePositives">Label 1, marked.</param>
/// <param name="FalsePositives">Label 0, marked.</param>
/// <param name="TrueNegatives">Label 0, not marked.</param>
/// <param name="FalseNegatives">Label 1, not marked.</param>
public sealed record Confusion(double TruePositives, double FalsePositives, double TrueNegatives, double FalseNegatives)
{
    /// <summary>Share of all that is decided rightly.</summary>
    public double? Accuracy => Share(TruePositives + TrueNegatives, FalsePositives + FalseNegatives);

    /// <summary>Share of label 1 among the marked.</summary>
    public double? Precision => Share(TruePositives, FalsePositives);

    /// <summary>Share of label 1 that is marked.</summary>
    public double? Recall => Share(TruePositives, FalseNegatives);

    /// <summary>Share of label 0 that is marked.</summary>
    public double? FalsePositiveRate => Share(FalsePositives, TrueNegatives);

    /// <summary>Harmonic mean of precision and recall; null when label 1 neither occurs nor is marked.</summary>
    public double? F1 => Share(2 * TruePositives, FalsePositives + FalseNegatives);

    /// <summary>Mean of the F1 of both labels; a label that neither occurs nor is decided for is left out.</summary>
    public double? MacroF1 => Share(2 * TrueNegatives, FalsePositives + FalseNegatives) is { } zero
        ? (F1 is { } one ? (one + zero) / 2 : zero) : F1;

    static double? Share(double part, double rest) => part + rest > 0 ? part / (part + rest) : null;
}

public static partial class BinaryMetrics
{
    /// <summary>Counts at a cut-off: rows with a score of at least <paramref name="cutOff"/> are marked as label 1.</summary>
    public static Confusion Confusion(BinaryRows rows, double cutOff = 0.5)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (double.IsNaN(cutOff)) throw MetricErrors.Setting(nameof(cutOff), cutOff, "a number");
        (double p, double n, int row) = (0, 0, 0);
        while (row < rows.Rows && rows.Scores[row] >= cutOff)
        {
            rows.Next(ref row, out double positives, out double negatives);
            (p, n) = (p + positives, n + negatives);
        }

        return new Confusion(p, n, Math.Max(rows.Negatives - n, 0), Math.Max(rows.Positives - p, 0));
    }

    /// <summary>Share of rows, by weight, that a cut-off decides rightly; null without weight.</summary>
    public static double? Accuracy(BinaryRows rows, double cutOff = 0.5) => Confusion(rows, cutOff).Accuracy;

    /// <summary>Share of label 1 among the rows marked by a cut-off; null when none is.</summary>
    public static double? Precision(BinaryRows rows, double cutOff = 0.5) => Confusion(rows, cutOff).Precision;

    /// <summary>Share of label 1 that a cut-off marks; null when there is none.</summary>
    public static double? Recall(BinaryRows rows, double cutOff = 0.5) => Confusion(rows, cutOff).Recall;

    /// <summary>Harmonic mean of precision and recall at a cut-off; null when label 1 neither occurs nor is marked.</summary>
    public static double? F1(BinaryRows rows, double cutOff = 0.5) => Confusion(rows, cutOff).F1;

    /// <summary>Mean of the F1 of both labels at a cut-off; a label that neither occurs nor is decided for is left out.</summary>
    public static double? MacroF1(BinaryRows rows, double cutOff = 0.5) => Confusion(rows, cutOff).MacroF1;
}
