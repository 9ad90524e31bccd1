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
        ["macroAuc"] = "macro AUC",
        ["recallAtFpr01"] = "recall at 1 % FPR",
        ["mse"] = "mean squared error ↓",
        ["mae"] = "mean absolute error ↓",
        ["rSquared"] = "R²",
        ["poissonDeviance"] = "Poisson deviance ↓",
        ["gammaDeviance"] = "gamma deviance ↓",
        ["tweedieDeviance"] = "Tweedie deviance ↓",
        ["shareDeviance"] = "deviance of shares ↓",
        ["bias"] = "bias: realised less expected",
        ["generalisedAuc"] = "generalised AUC",
        ["lossCapture"] = "loss capture ratio",
    };

    /// <summary>The challengers that a narrow table shows, in their order: an additive net makes room first, then a scorecard, boosting
    /// never.</summary>
    /// <param name="study">The study.</param>
    /// <param name="most">How many there is room for, from 1.</param>
    public static IReadOnlyList<StudyChallenger> Leading(Study study, int most)
    {
        ArgumentNullException.ThrowIfNull(study);
        List<StudyChallenger> kept = [.. study.Challengers];
        foreach (string name in (string[])[StudyChallengers.Additive, StudyChallengers.Card])
            if (kept.Count(each => each.Name != StudyChallengers.BaseRate) > most) kept.RemoveAll(each => each.Name == name);
        return [.. kept.Take(most)];
    }

    /// <summary>A metric as people write it.</summary>
    public static string Label(string metric) => Labels.GetValueOrDefault(metric, metric);

    /// <summary>A metric without the sign that says which way is better.</summary>
    public static string Plain(string metric) => Label(metric).TrimEnd(' ', '↓');

    /// <summary>Three digits behind the point, whole numbers from 100, two digits that count below 0.001; or "undefined".</summary>
    public static string Number(double? value) => value is { } number ? Text(number, Digits(Math.Abs(number))) : "undefined";

    /// <summary>A share as per cent, with one digit behind the point, or two that count below 0.1 %.</summary>
    public static string Percent(double share) => Text(100 * share, Math.Abs(share) is 0 or >= 0.001 ? "0.0"
        : Digits(100 * Math.Abs(share))) + " %";

    /// <summary>The probability of a test; one that would round to nothing is said to be below 0.001.</summary>
    public static string PValue(double? value) => value is < 0.001 ? "< 0.001" : Number(value);

    /// <summary>A stability index: its third digit is the last that says anything.</summary>
    internal static string Psi(double value) => Text(value, "0.000");

    /// <summary>A whole number with its thousands apart.</summary>
    internal static string Whole(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A limit in words.</summary>
    internal static string Limit(string gate) => gate.Split(' ', 2) is [var comparison, var limit] ? comparison switch
    {
        ">=" => $"at least {limit}",
        "<=" => $"at most {limit}",
        ">" => $"more than {limit}",
        "<" => $"less than {limit}",
        _ => gate,
    } : gate;

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
        ? $"probability that {target.Column} = {target.Positive}"
        : $"expected {target.Column}" + (target.Exposure is { } exposure ? $" for one {exposure}" : "");

    /// <summary>The value with its interval.</summary>
    /// <param name="value">Value and limits.</param>
    /// <param name="format">Of each number; ".000" leaves out the zero before the point, where room is short. Intervals of small numbers
    /// have as many digits as the largest of them needs.</param>
    public static string Interval(MetricValue value, string format = "0.000")
    {
        ArgumentNullException.ThrowIfNull(value);
        if (value is not { Value: { } number, Low: { } low, High: { } high }) return Number(value.Value);
        double largest = Math.Max(Math.Abs(number), Math.Max(Math.Abs(low), Math.Abs(high)));
        string digits = largest < 0.01 ? Digits(largest, 0.01) : format;
        return $"{Text(number, digits)} [{Text(low, digits)}, {Text(high, digits)}]";
    }

    /// <summary>Three digits behind the point; where they would say nothing, as many as show two that count. Below 1e-8 there is nothing
    /// but rounding.</summary>
    /// <param name="size">Without its sign.</param>
    /// <param name="least">Three digits are enough from here on.</param>
    static string Digits(double size, double least = 0.001) => size < 1e-8 || size >= least ? "0.000"
        : "0." + new string('0', 1 - (int)Math.Floor(Math.Log10(size)));

    /// <summary>No minus before a zero; four digits that count of numbers from a million.</summary>
    static string Text(double number, string format)
    {
        if (Math.Abs(number) >= 1e9) return number.ToString("0.###e0", CultureInfo.InvariantCulture);
        if (Math.Abs(number) >= 1e6)
        {
            double unit = Math.Pow(10, Math.Floor(Math.Log10(Math.Abs(number))) - 3);
            return (Math.Round(number / unit) * unit).ToString("N0", CultureInfo.InvariantCulture);
        }

        if (Math.Abs(number) >= 100) return number.ToString("N0", CultureInfo.InvariantCulture);
        return (Math.Round(number, Math.Min(15, format.Length - format.IndexOf('.', StringComparison.Ordinal) - 1)) + 0.0)
            .ToString(format, CultureInfo.InvariantCulture);
    }

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
        return string.Join(" ", [.. Points(study), gates]);
    }

    /// <summary>The result in sentences, without the gates.</summary>
    internal static IEnumerable<string> Points(Study study) => [Performance(study), .. Majority(study), .. study.Challengers
        .Where(each => each.Name != StudyChallengers.BaseRate).Select(other => Against(study.Metric, other)), .. Level(study),
        .. ShareBlocks.Points(study),
        .. Directions(study),
        .. FairnessText.Points(study),
        .. RejectText.Points(study)];

    /// <summary>Of loans, a default that most rows have is likely the other value.</summary>
    static IEnumerable<string> Majority(Study study) => study is { Recipe: "credit/default-risk", Target.TrainRate: > 0.5 and var rate }
        ? [$"{Percent(rate)} of the training rows have {study.Target.Column} = {study.Target.Positive}, which the plan calls the default: "
            + "check data.positive."] : [];

    static string Performance(Study study)
    {
        string what = study.Target.Kind switch
        {
            ModelTask.Binary => $"the model ranks with AUC {Interval(study.Test["auc"])}.",
            ModelTask.Classes => $"the likeliest class is right with {Interval(study.Test["accuracy"])} "
                + $"(log-loss {Interval(study.Test["logLoss"])}).",
            ModelTask.Number => $"the model explains {Interval(study.Test["rSquared"])} of the variance; it is off by "
                + $"{Interval(study.Test["mae"])} on average.",
            ModelTask.Share => $"the model ranks with a generalised AUC of {Interval(study.Test["generalisedAuc"])} and explains "
                + $"{Interval(study.Test["rSquared"])} of the variance; it is off by {Interval(study.Test["mae"])} on average.",
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

    /// <summary>What the model promises of single columns.</summary>
    static IEnumerable<string> Directions(Study study) => study.Monotone is not { Proved: true } proof ? []
        : [$"It keeps the directions of {string.Join(", ", proof.Columns.Select(each => each.Column))}: proved on the trained weights."];

    /// <summary>Whether it is right on average.</summary>
    static IEnumerable<string> Level(Study study)
    {
        if (study.Calibration is { } calibration)
            yield return string.Create(CultureInfo.InvariantCulture,
                $"It predicts {calibration.MeanScore:P1} on average, {study.Target.TestRate:P1} happened")
                + (study.Credit?.Validation?.Backtest.Level is { PValue: < 0.05 and var p }
                    ? $", more apart than chance explains (p {PValue(p)})." : ".");
        else if (study.MeanScore is { } mean)
            yield return $"It expects {Mean(study, mean)} on average, {Mean(study, study.Target.TestRate)} happened.";
    }

    /// <summary>A mean score: a share as per cent.</summary>
    internal static string Mean(Study study, double mean) => study.Target.Kind == ModelTask.Share ? Percent(mean) : Number(mean);

    /// <summary>What it buys that the model is no sum of curves.</summary>
    static string Opacity(string metric, MetricValue gain) =>
        $"Over the additive net, whose curves can be read, the model {(gain.Value < 0 ? "loses" : "gains")} "
        + $"{Interval(gain.Value < 0 ? new(-gain.Value, -gain.High, -gain.Low, gain.N) : gain)} of {Plain(metric)}: "
        + (gain.Low > 0 ? "the price of reading it."
            : gain.High < 0 ? "prefer the additive net."
            : gain.High <= Margin(metric, null) ? "no more than a little, so the additive net may serve."
            : "these rows cannot tell whether it is worth it.");

    /// <summary>What a model may gain over another and still be called about as good: 0.02 of AUC, a twentieth of another metric.</summary>
    static double Margin(string metric, MetricValue? other) => metric == "auc" ? 0.02 : 0.05 * Math.Abs(other?.Value ?? 0);

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
        if (other.Name == StudyChallengers.Additive) return Opacity(metric, gain);
        if (gain.Low > 0) return $"That is better than {other.Name} by {Interval(gain)}{by}.";
        if (gain.High < 0) return $"{name} is better by {Interval(loss)}{by}: prefer it.";
        if (other.Difference is { Value: 0, Low: 0, High: 0 }) return $"{name} ranks the test rows alike.";
        if (gain.High > Margin(metric, other.Test[metric]))
            return $"{name} and the model cannot be told apart on these rows (difference {Interval(other.Difference)}{by}): "
                + "either may be the better one.";
        return $"{name} does about as well (difference {Interval(other.Difference)}{by})"
            + (StudyChallengers.Simple.Contains(other.Name) ? ": the simpler model may serve." : ".");
    }
}
