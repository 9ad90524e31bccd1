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
        ["accuracy"] = "accuracy",
        ["macroF1"] = "macro F1",
        ["recallAtFpr01"] = "recall at 1 % FPR",
        ["mse"] = "mean squared error ↓",
        ["mae"] = "mean absolute error ↓",
        ["rSquared"] = "R²",
        ["poissonDeviance"] = "Poisson deviance ↓",
        ["gammaDeviance"] = "gamma deviance ↓",
        ["tweedieDeviance"] = "Tweedie deviance ↓",
    };

    /// <summary>A metric as people write it.</summary>
    public static string Label(string metric) => Labels.GetValueOrDefault(metric, metric);

    /// <summary>A metric without the sign that says which way is better.</summary>
    public static string Plain(string metric) => Label(metric).TrimEnd(' ', '↓');

    /// <summary>Three digits behind the point, or three in all of numbers from 100; or "undefined".</summary>
    public static string Number(double? value) => value is { } number ? Text(number, "0.000") : "undefined";

    /// <summary>What a study asks.</summary>
    public static string Question(StudyTarget target)
    {
        ArgumentNullException.ThrowIfNull(target);
        return target.Kind switch
        {
            ModelTask.Binary => $"who will be \"{target.Positive}\" in column {target.Column}",
            ModelTask.Classes => $"which {target.Column} a row has",
            ModelTask.Count when target.Exposure is { } exposure => $"how much {target.Column} to expect of each row's {exposure}",
            _ => $"how much {target.Column} to expect",
        };
    }

    /// <summary>What a score is called on an axis.</summary>
    internal static string ScoreName(StudyTarget target) => target.Kind == ModelTask.Binary
        ? $"probability of {target.Positive}"
        : $"expected {target.Column}" + (target.Exposure is { } exposure ? $" for one {exposure}" : "");

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
    static string Text(double number, string format) => Math.Abs(number) >= 100
        ? number.ToString(Math.Abs(number) < 1e6 ? "N0" : "G3", CultureInfo.InvariantCulture)
        : (Math.Round(number, 3) + 0.0).ToString(format, CultureInfo.InvariantCulture);

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
        return string.Join(" ", [Performance(study), .. study.Challengers.Where(each => each.Name != StudyChallengers.BaseRate)
            .Select(other => Against(study.Metric, other)), .. Level(study), gates]);
    }

    static string Performance(Study study)
    {
        string what = study.Target.Kind switch
        {
            ModelTask.Binary => $"the model ranks with AUC {Interval(study.Test["auc"])}.",
            ModelTask.Classes => $"the likeliest class is right with {Interval(study.Test["accuracy"])} "
                + $"(log-loss {Interval(study.Test["logLoss"])}).",
            ModelTask.Number => $"the model explains {Interval(study.Test["rSquared"])} of the variance; it is off by "
                + $"{Interval(study.Test["mae"])} on average.",
            _ => $"the model has {Plain(study.Metric)} {Interval(study.Test[study.Metric])} and ranks with Gini "
                + $"{Interval(study.Test["gini"])}.",
        };
        string rows = string.Create(CultureInfo.InvariantCulture, $"{study.Rows.Test:N0}");
        return (study.Folds.Length == 0 ? $"On {rows} test rows that it never saw ({study.Split}), "
            : $"On {rows} rows, each judged by a model that never saw it ({study.Split}), ") + what + Spread(study);
    }

    /// <summary>How much the metric moves from fold to fold.</summary>
    static string Spread(Study study) => FoldBlocks.Spread(study, study.Metric) is { } spread
        ? $" Over the folds {Plain(study.Metric)} is {Number(spread.Mean)} with a standard deviation of {Number(spread.Deviation)}."
        : "";

    /// <summary>Whether it is right on average.</summary>
    static IEnumerable<string> Level(Study study)
    {
        if (study.Calibration is { } calibration)
            yield return string.Create(CultureInfo.InvariantCulture,
                $"It predicts {calibration.MeanScore:P1} on average, {study.Target.TestRate:P1} happened.");
        else if (study.Groups.Length > 0)
            yield return $"It expects {Number(study.Groups.Average(group => group.Expected))} on average, "
                + $"{Number(study.Target.TestRate)} happened.";
    }

    /// <summary>How the model stands against another.</summary>
    internal static string Against(string metric, StudyChallenger other)
    {
        string name = char.ToUpperInvariant(other.Name[0]) + other.Name[1..];
        if (other.Difference is not { Value: { } value, Low: { } low, High: { } high })
            return $"{name} reaches {Interval(other.Test[metric])}.";
        // As if more were better.
        MetricValue gain = ModelEvaluation.IsLoss(metric) ? new(-value, -high, -low, other.Difference.N) : other.Difference;
        MetricValue loss = new(-gain.Value, -gain.High, -gain.Low, gain.N);
        string by = metric == "auc" ? "" : $" in {Plain(metric)}";
        if (gain.Low > 0) return $"That is better than {other.Name} by {Interval(gain)}{by}.";
        if (gain.High < 0) return $"{name} is better by {Interval(loss)}{by}: prefer it.";
        return $"{name} does about as well (difference {Interval(other.Difference)}{by})"
            + (StudyChallengers.Simple.Contains(other.Name) ? ": the simpler model may serve." : ".");
    }
}
