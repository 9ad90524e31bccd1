namespace Florin;

using System.Globalization;

/// <summary>What the comparison of groups found, in words.</summary>
static class FairnessText
{
    static readonly Dictionary<string, string> Labels = new()
    {
        ["selectionRatio"] = "approval, ratio",
        ["selectionDifference"] = "approval, difference",
        ["equalOpportunity"] = "equal opportunity",
        ["equalisedOdds"] = "equalised odds",
        ["predictiveParity"] = "predictive parity",
        ["calibration"] = "calibration",
        ["auc"] = "AUC",
    };

    /// <summary>A metric as people write it.</summary>
    public static string Label(string metric) => Labels.GetValueOrDefault(metric, metric);

    /// <summary>What a study notes of protected columns.</summary>
    public static string Note(ModelTarget target) => target is BinaryTarget ? "How their groups fare stands under Groups."
        : "Groups are compared only where the target has one of two values: differences between them were not tested.";

    /// <summary>The limits of a policy that blocks, as gates: of each column the group furthest from equal. What cannot be judged is not
    /// passed.</summary>
    public static IEnumerable<StudyGate> Gates(FairnessStudy? study)
    {
        if (study is not { Policy: { Action: FairnessAction.Block } policy }) yield break;
        foreach (FairnessColumn column in study.Columns)
            foreach ((string metric, Gate gate) in policy.Limits)
            {
                if (policy.Metrics.Count > 0 && !policy.Metrics.Contains(metric)) continue;
                double[] sizes = [.. study.Gaps.Where(gap => gap.Column == column.Column && gap.Metric == metric)
                    .Select(gap => FairnessJudge.Size(metric, gap.Value.Value)).OfType<double>()];
                double? worst = sizes.Length == 0 ? null : gate.Comparison[0] == '>' ? sizes.Min() : sizes.Max();
                yield return new StudyGate($"{Label(metric)} by {column.Column}", gate.ToString(), worst,
                    worst is { } value && gate.Passes(value));
            }
    }

    /// <summary>The result in sentences.</summary>
    public static IEnumerable<string> Points(Study study)
    {
        if (study.Fairness is not { } fairness) yield break;
        if (fairness.Price is { } price)
            yield return "It was trained " + (price.Method == Mitigation.Penalty
                ? string.Create(CultureInfo.InvariantCulture, $"with a penalty of strength {fairness.Penalty?.Strength ?? 1} on gaps")
                : "with rows weighted against gaps")
                + $" between groups, which changed its AUC by {StudyText.Interval(price.AucChange)}; the others were not.";
        if (fairness.Columns.All(column => column.Reference is null))
        {
            yield return "Groups of people could not be compared: fewer than two are large enough.";
            yield break;
        }

        FairnessGap[] found = [.. fairness.Gaps.Where(gap => gap.IsFound)];
        string tests = string.Create(CultureInfo.InvariantCulture, $"{fairness.Tests} comparisons of groups of people")
            + (fairness.Policy.Name is { } policy and not "none" ? $" (policy {policy})" : "");
        yield return found.Length == 0 ? $"Of {tests}, none shows a gap beyond chance; small gaps may go unseen."
            : string.Create(CultureInfo.InvariantCulture, $"Of {tests}, {Distinct(found)} show a gap beyond chance; the surest: ")
                + Sentence(found.MinBy(gap => gap.QValue)!);
        FairnessGap[] crossed = [.. fairness.Gaps.Where(gap => gap.Kept == false)];
        if (fairness.Policy.Action == FairnessAction.Warn && crossed.Length > 0)
            yield return string.Create(CultureInfo.InvariantCulture, $"Limits of the policy {fairness.Policy.Name} that are not kept: ")
                + string.Join(", ", crossed.Select(gap => $"{Label(gap.Metric)} of {Who(gap)} ({Text(gap)})").Take(4))
                + (crossed.Length > 4 ? string.Create(CultureInfo.InvariantCulture, $" and {crossed.Length - 4} more") : "") + ".";
    }

    /// <summary>Ratio and difference of one share are one finding.</summary>
    public static int Distinct(FairnessGap[] found) => found.Count(gap => !found.Any(gap.Repeats));

    static string Sentence(FairnessGap gap) => $"{Label(gap.Metric)} of {Who(gap)} is {Text(gap)}.";

    /// <summary>A gap with its interval, differences of shares in points.</summary>
    public static string Text(FairnessGap gap) => StudyText.Interval(gap.Value);

    static string Who(FairnessGap gap) => gap.Reference is null ? $"{gap.Column} {gap.Group}"
        : $"{gap.Column} {gap.Group} against {gap.Reference}";
}
