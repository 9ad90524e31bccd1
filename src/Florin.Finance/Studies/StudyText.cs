namespace Florin;

using System.Globalization;

/// <summary>A study in words, for terminal and report alike.</summary>
public static class StudyText
{
    static readonly Dictionary<string, string> Labels = new()
    {
        ["auc"] = "AUC",
        ["gini"] = "Gini",
        ["ks"] = "KS",
        ["averagePrecision"] = "average precision",
        ["brier"] = "Brier score ↓",
        ["logLoss"] = "log-loss ↓",
        ["ece"] = "ECE ↓",
        ["accuracy"] = "accuracy at 0.5",
        ["macroF1"] = "macro F1 at 0.5",
        ["recallAtFpr01"] = "recall at 1 % FPR",
    };

    /// <summary>A metric as people write it.</summary>
    public static string Label(string metric) => Labels.GetValueOrDefault(metric, metric);

    /// <summary>Three digits, or "undefined".</summary>
    public static string Number(double? value) => value is { } number ? Text(number, "0.000") : "undefined";

    /// <summary>The value with its interval.</summary>
    /// <param name="value">Value and limits.</param>
    /// <param name="format">Of each number; ".000" leaves out the zero before the point, where room is short.</param>
    public static string Interval(MetricValue value, string format = "0.000")
    {
        ArgumentNullException.ThrowIfNull(value);
        return value is { Value: { } number, Low: { } low, High: { } high }
            ? $"{Text(number, format)} [{Text(low, format)}, {Text(high, format)}]"
            : Number(value.Value);
    }

    /// <summary>No minus before a zero.</summary>
    static string Text(double number, string format) => (Math.Round(number, 3) + 0.0).ToString(format, CultureInfo.InvariantCulture);

    /// <summary>What a stability index says.</summary>
    public static string Reading(StudyStability stability)
    {
        ArgumentNullException.ThrowIfNull(stability);
        return stability.Psi switch
        {
            _ when stability.Psi < stability.Limit => "within chance",
            < 0.10 => "small",
            < 0.25 => "look at it",
            _ => "shifted",
        };
    }

    /// <summary>The result in a few sentences.</summary>
    public static string Verdict(Study study)
    {
        ArgumentNullException.ThrowIfNull(study);
        IEnumerable<string> failed = study.Gates.Where(gate => !gate.Passed).Select(gate => $"{Label(gate.Metric)} {gate.Limit}");
        string gates = study.Gates.Length == 0 ? "The plan sets no gates."
            : study.Passed ? "Every gate of the plan is passed."
            : $"Gates failed: {string.Join(", ", failed)}.";
        string ranks = string.Create(CultureInfo.InvariantCulture,
            $"On {study.Rows.Test:N0} test rows that it never saw ({study.Split}), the model ranks with AUC ")
            + $"{Interval(study.Test["auc"])}.";
        string level = string.Create(CultureInfo.InvariantCulture,
            $"It predicts {study.Calibration.MeanScore:P1} on average, {study.Target.TestRate:P1} happened.");
        IEnumerable<string> others = study.Challengers.Where(each => each.Name != StudyChallengers.BaseRate).Select(Against);
        return string.Join(" ", [ranks, .. others, level, gates]);
    }

    /// <summary>How the model stands against another.</summary>
    internal static string Against(StudyChallenger other)
    {
        string name = char.ToUpperInvariant(other.Name[0]) + other.Name[1..];
        if (other.Difference is not { Value: { } difference, Low: { } low, High: { } high })
            return $"{name} reaches {Interval(other.Test["auc"])}.";
        if (low > 0) return $"That is better than {other.Name} by {Interval(other.Difference)}.";
        if (high < 0) return $"{name} is better by {Interval(new MetricValue(-difference, -high, -low, other.Difference.N))}: prefer it.";
        return $"{name} does about as well (difference {Interval(other.Difference)})"
            + (other.Name == StudyChallengers.Logistic ? ": the simpler model may serve." : ".");
    }
}
