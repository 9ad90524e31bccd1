namespace Florin;

/// <summary>A metric of rows under any weights, prepared so that a bootstrap may ask a thousand times.</summary>
/// <param name="Name">As study.json names it.</param>
/// <param name="On">From rows to the metric by weights.</param>
sealed record RowMetric(string Name, Func<JudgedRows, Func<double[], double?>> On);

/// <summary>The metrics of classes, amounts and counts.</summary>
static class RowMetrics
{
    const double Least = 1e-15;

    public static IReadOnlyList<RowMetric> Of(ModelTarget target) => target switch
    {
        ClassTarget => [new("logLoss", rows => Mean(LogLosses(rows))), new("accuracy", rows => Mean(Hits(rows))),
            new("macroF1", MacroF1), new("macroAuc", MacroAuc)],
        NumberTarget => [new("mse", rows => Mean(Squares(rows))), Absolute, new("rSquared", RSquared)],
        ShareTarget => [new("shareDeviance", rows => Mean(Losses(rows, UnitDeviance.Share))), new("mse", rows => Mean(Squares(rows))),
            Absolute, new("rSquared", RSquared)],
        CountTarget count => [Deviance(count), new("gini", Gini), new("mse", rows => Mean(Squares(rows))), Absolute],
        _ => throw new InvalidOperationException(target.GetType().Name),
    };

    static RowMetric Absolute => new("mae", rows => Mean([.. rows.Scores.Zip(rows.Labels, (score, label) => Math.Abs(score - label))]));

    static RowMetric Deviance(CountTarget count) => count.Deviance switch
    {
        CountLoss.Poisson => new("poissonDeviance", rows => Mean(Losses(rows, UnitDeviance.Poisson))),
        CountLoss.Gamma => new("gammaDeviance", rows => Mean(Losses(rows, UnitDeviance.Gamma))),
        _ => new("tweedieDeviance", rows => Mean(Losses(rows, (label, mean) => UnitDeviance.Tweedie(label, mean, count.Power)))),
    };

    /// <summary>A mean above 0 may be below the least single number.</summary>
    static double[] Losses(JudgedRows rows, Func<double, double, double> unit) =>
        [.. rows.Scores.Zip(rows.Labels, (score, label) => unit(label, Math.Max(score, Least)))];

    static double[] Squares(JudgedRows rows) =>
        [.. rows.Scores.Zip(rows.Labels, (score, label) => (score - label) * (score - label))];

    static double[] LogLosses(JudgedRows rows) => [.. rows.Labels.Select((label, row) =>
        -MetricMath.Log(Math.Max(rows.Scores[row * rows.Target.Outputs + (int)label], Least)))];

    static double[] Hits(JudgedRows rows) => [.. rows.Decided().Zip(rows.Labels, (decided, label) => decided == (int)label ? 1.0 : 0)];

    static Func<double[], double?> Mean(double[] losses) => weights =>
    {
        double sum = 0, total = 0;
        for (int row = 0; row < losses.Length; row++)
        {
            total += weights[row];
            sum += weights[row] * losses[row];
        }

        return total > 0 ? sum / total : null;
    };

    static Func<double[], double?> MacroF1(JudgedRows rows)
    {
        int[] labels = [.. rows.Labels.Select(label => (int)label)];
        return weights => ClassMetrics.MacroF1(rows.Scores, rows.Target.Outputs, labels, weights);
    }

    /// <summary>Each class against all others; rows stand in order of each class's score, so that each sample finds them sorted.</summary>
    static Func<double[], double?> MacroAuc(JudgedRows rows)
    {
        int classes = rows.Target.Outputs;
        (double[] Scores, bool[] Own, int[] Order)[] sorted = [.. Enumerable.Range(0, classes).Select(code =>
        {
            int[] order = [.. Enumerable.Range(0, rows.Count).OrderBy(row => rows.Scores[row * classes + code])];
            return ((double[])[.. order.Select(row => rows.Scores[row * classes + code])],
                (bool[])[.. order.Select(row => (int)rows.Labels[row] == code)], order);
        })];
        return weights =>
        {
            double[] found = [.. sorted.Select(one => Auc(one.Scores, one.Own, one.Order, weights)).OfType<double>()];
            return found.Length > 0 ? found.Sum() / found.Length : null;
        };
    }

    /// <summary>Share of the pairs of an own and another row in which the own one has the higher score; of equal scores a half.</summary>
    static double? Auc(double[] scores, bool[] own, int[] order, double[] weights)
    {
        double below = 0, all = 0, right = 0;
        for (int at = 0; at < scores.Length;)
        {
            (double here, double others) = (0, 0);
            double score = scores[at];
            for (; at < scores.Length && scores[at] == score; at++)
                if (own[at]) here += weights[order[at]];
                else others += weights[order[at]];
            right += here * (below + others / 2);
            (below, all) = (below + others, all + here);
        }

        return below > 0 && all > 0 ? right / (below * all) : null;
    }

    static Func<double[], double?> RSquared(JudgedRows rows) =>
        weights => NumberMetrics.RSquared(rows.Scores, rows.Labels, weights);

    /// <summary>Rows stand in order of their rate, so that each sample finds them sorted.</summary>
    static Func<double[], double?> Gini(JudgedRows rows)
    {
        double[] rates = rows.Rates();
        int[] order = [.. Enumerable.Range(0, rows.Count).OrderBy(row => rates[row])];
        double[] sorted = [.. order.Select(row => rates[row])], claims = [.. order.Select(row => rows.Labels[row])];
        double[] exposures = [.. order.Select(row => rows.Exposures?[row] ?? 1)];
        return weights => Lorenz.Gini(sorted, [.. order.Select((row, at) => weights[row] * claims[at])],
            [.. order.Select((row, at) => weights[row] * exposures[at])]);
    }
}
