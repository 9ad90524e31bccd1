namespace Florin;

/// <summary>How good the scores of new rows are, or would be were the probabilities true; of shifted scores that is doubtful.</summary>
sealed class PerformanceCheck(JudgedRows rows, BaselineMetric? before, CheckLimits limits, ulong seed, bool shifted)
{
    string Metric => ModelEvaluation.Primary(rows.Target);

    public IEnumerable<CheckItem> Of(bool labelled, CancellationToken cancellation)
    {
        if (!labelled) return rows.Target is BinaryTarget ? Estimated() : [];
        return [Measured(cancellation), .. rows.Target is BinaryTarget ? Level() : []];
    }

    /// <summary>The ECB's comparison of a first and a present AUC where there is one, else whether the interval lies on the worse
    /// side.</summary>
    CheckItem Measured(CancellationToken cancellation)
    {
        if (rows.Target.Lacks(rows.Labels, false) is { } lacks)
            return new CheckItem("model", Metric, double.NaN, before?.Value, null, CheckVerdict.Fine, $"cannot be measured: {lacks}");
        MetricValue now = ModelEvaluation.Of(rows, seed, cancellation)[Metric];
        if (now.Value is not { } value || now.Low is not { } low || now.High is not { } high || before is null)
            return new CheckItem("model", Metric, now.Value ?? double.NaN, before?.Value, null, CheckVerdict.Fine,
                before is null ? "nothing to compare it with" : "undefined");
        bool loss = ModelEvaluation.IsLoss(Metric);
        double error = (high - low) / (2 * MetricMath.Normal95), worse = loss ? value - before.Value : before.Value - value;
        double p = error > 0 ? MetricMath.Normal(-worse / error) : worse > 0 ? 0 : 1;
        CheckVerdict verdict = p < limits.Level ? CheckVerdict.Crossed : p < 2 * limits.Level ? CheckVerdict.Look : CheckVerdict.Fine;
        return new CheckItem("model", Metric, value, before.Value, null, verdict, FormattableString.Invariant(
            $"{value:0.000} [{low:0.000}, {high:0.000}], {before.Value:0.000} when it was made; p of so bad a value by ")
            + $"chance {Chance(p)}");
    }

    /// <summary>Events against the sum of probabilities, whose variance is that of independent rows.</summary>
    IEnumerable<CheckItem> Level()
    {
        double expected = rows.Scores.Sum(), observed = rows.Labels.Sum(), variance = rows.Scores.Sum(score => score * (1 - score));
        double p = variance > 0 ? MetricMath.TwoSided((observed - expected) / Math.Sqrt(variance)) : observed == expected ? 1 : 0;
        CheckVerdict verdict = p < limits.Level ? CheckVerdict.Crossed : p < 2 * limits.Level ? CheckVerdict.Look : CheckVerdict.Fine;
        yield return new CheckItem("model", "level", observed / rows.Count, expected / rows.Count, null, verdict,
            FormattableString.Invariant(
            $"{observed / rows.Count:P1} happened, {expected / rows.Count:P1} was predicted; p of so large a gap by chance {Chance(p)}"));
    }

    /// <summary>Each row as an event with its probability and as none with the rest: the AUC and the rate that true probabilities would
    /// give.
    /// It sees a shift of the rows, not a change of what the columns mean.</summary>
    IEnumerable<CheckItem> Estimated()
    {
        double[] twice = [.. rows.Scores, .. rows.Scores];
        double[] labels = [.. Enumerable.Repeat(1.0, rows.Count), .. Enumerable.Repeat(0.0, rows.Count)];
        double[] weights = [.. rows.Scores, .. rows.Scores.Select(score => 1 - score)];
        if (BinaryMetrics.Auc(new BinaryRows(twice, labels, weights)) is { } auc)
            yield return new CheckItem("model", "auc, estimated", auc, before?.Value, null,
                shifted || before?.Low is { } low && auc < low ? CheckVerdict.Look : CheckVerdict.Fine,
                FormattableString.Invariant($"{auc:0.000} were the probabilities true") + (before is null ? ""
                    : FormattableString.Invariant($"; {before.Value:0.000} was measured when the model was made")) + Doubt);
        double rate = rows.Scores.Average();
        yield return new CheckItem("model", "rate, estimated", rate, null, null, shifted ? CheckVerdict.Look : CheckVerdict.Fine,
            FormattableString.Invariant($"{rate:P1} is predicted") + Doubt);
    }

    string Doubt => shifted ? "; the scores have shifted, and only outcomes tell whether the probabilities still hold" : "";

    static string Chance(double p) => p < 0.001 ? "< 0.001" : FormattableString.Invariant($"{p:0.000}");
}
