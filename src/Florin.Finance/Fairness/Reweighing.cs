namespace Florin;

/// <summary>
/// Weights of training rows under which group and outcome are independent, after Kamiran and Calders (2012): a row of group g and outcome y
/// counts P(g) P(y) / P(g, y) times. Of several protected columns each becomes independent of the outcome, by going over them in turn until
/// nothing moves; what is missing is a group. A group that lacks an outcome keeps its weights.
/// </summary>
sealed class Reweighing
{
    const int MostRounds = 200;

    readonly ModelTarget target;
    readonly GroupCut[] cuts;
    readonly Dictionary<(string Group, double Label), double>[] factors;

    Reweighing(ModelTarget target, GroupCut[] cuts)
    {
        (this.target, this.cuts) = (target, cuts);
        factors = [.. cuts.Select(_ => new Dictionary<(string, double), double>())];
    }

    /// <summary>Learns the factors from training rows.</summary>
    /// <param name="plan">Where numbers are cut.</param>
    /// <param name="target">What is predicted, one of two values.</param>
    /// <param name="rows">The rows.</param>
    public static Reweighing Of(FairnessPlan plan, ModelTarget target, TrainRows rows)
    {
        GroupCut[] cuts = [.. rows.Schema[Role.Protected].Select(column => GroupCut.Of(column, rows.Table,
            plan.BoundsOf(column))).OfType<GroupCut>()];
        var made = new Reweighing(target, cuts);
        made.Fit(rows);
        return made;
    }

    /// <summary>What the weight of each row is multiplied by; 1 for groups that were not among the training rows.</summary>
    public double[] Factors(Table table)
    {
        double[] labels = target.Labels(table), factor = [.. Enumerable.Repeat(1.0, labels.Length)];
        foreach ((int column, GroupCut cut) in cuts.Index())
        {
            string[] groups = cut.Of(table);
            for (int row = 0; row < factor.Length; row++) factor[row] *= factors[column].GetValueOrDefault((groups[row], labels[row]), 1);
        }

        return factor;
    }

    void Fit(TrainRows rows)
    {
        double[] labels = target.Labels(rows.Table), weights = rows.Weights ?? [.. Enumerable.Repeat(1.0, labels.Length)];
        string[][] groups = [.. cuts.Select(cut => cut.Of(rows.Table))];
        double moved = 1;
        for (int round = 0; round < MostRounds && moved > 1e-12; round++)
        {
            moved = 0;
            for (int column = 0; column < cuts.Length; column++)
                moved = Math.Max(moved, Step(factors[column], groups[column], labels, weights));
        }
    }

    /// <summary>Makes one column independent of the outcome; says how far the furthest factor is from 1.</summary>
    static double Step(Dictionary<(string, double), double> factors, string[] groups, double[] labels, double[] weights)
    {
        Dictionary<(string Group, double Label), double> cells = [];
        Dictionary<string, double> byGroup = [];
        double[] byLabel = new double[2];
        for (int row = 0; row < labels.Length; row++)
        {
            cells[(groups[row], labels[row])] = cells.GetValueOrDefault((groups[row], labels[row])) + weights[row];
            byGroup[groups[row]] = byGroup.GetValueOrDefault(groups[row]) + weights[row];
            byLabel[(int)labels[row]] += weights[row];
        }

        double all = byLabel[0] + byLabel[1], moved = 0;
        double Factor((string Group, double Label) key) =>
            cells.GetValueOrDefault((key.Group, 0)) > 0 && cells.GetValueOrDefault((key.Group, 1)) > 0
                ? byGroup[key.Group] * byLabel[(int)key.Label] / (all * cells[key]) : 1;
        foreach ((string, double) key in cells.Keys)
        {
            double factor = Factor(key);
            factors[key] = factors.GetValueOrDefault(key, 1) * factor;
            moved = Math.Max(moved, Math.Abs(factor - 1));
        }

        for (int row = 0; row < labels.Length; row++) weights[row] *= Factor((groups[row], labels[row]));
        return moved;
    }
}
