namespace Florin;

using Florin.Kernels;

/// <summary>
/// What a loss must know of a row's groups. Of a group g with share P of the rows a row has √(strength / P) ([row in g] - P), so that the
/// mean of this times the log odds, squared, is strength · P · (mean log odds of g - mean of all)²: their sum over the groups of a column
/// is the variance between them, and two groups of half the rows each give a quarter of the square of their difference. For equal
/// opportunity only rows with the good outcome count. What is missing is a group; groups of fewer than 20 rows are none.
/// </summary>
sealed class GapPenalty
{
    const int LeastRows = 20;

    readonly ModelTarget target;
    readonly FairnessPlan plan;
    readonly List<(GroupCut Cut, string Group, double Share)> groups = [];
    double counted = 1;
    double centre;
    double whole;

    GapPenalty(FairnessPlan plan, ModelTarget target) => (this.plan, this.target) = (plan, target);

    bool GoodAlone => plan.UsedGap == PenaltyGap.Opportunity;

    double Good => plan.Favourable == Favourable.High ? 1 : 0;

    /// <summary>Learns shares from training rows; null where no protected column has two groups.</summary>
    /// <param name="plan">Strength, gap, and where numbers are cut.</param>
    /// <param name="target">What is predicted, one of two values.</param>
    /// <param name="rows">The rows.</param>
    public static GapPenalty? Of(FairnessPlan plan, ModelTarget target, TrainRows rows)
    {
        var made = new GapPenalty(plan, target);
        made.Fit(rows);
        return made.groups.Count == 0 ? null : made;
    }

    /// <summary>Numbers of a row.</summary>
    public int Width => groups.Count;

    /// <summary>The loss with the penalty.</summary>
    public Loss On(Loss loss) => new GapLoss(loss, Width, centre, whole);

    /// <summary>What training reads.</summary>
    public BesideTarget Beside() => new(On, Join);

    /// <summary>Rows with their groups' numbers behind the target.</summary>
    public Examples Join(Examples rows, Table table)
    {
        float[] own = rows.Target!, beside = Numbers(table), joined = new float[own.Length + beside.Length];
        for (int row = 0; row < own.Length; row++)
        {
            joined[row * (1 + Width)] = own[row];
            beside.AsSpan(row * Width, Width).CopyTo(joined.AsSpan(row * (1 + Width) + 1));
        }

        return rows with { Target = joined, TargetAxes = [1 + Width] };
    }

    void Fit(TrainRows rows)
    {
        double[] labels = target.Labels(rows.Table), weights = rows.Weights ?? [.. Enumerable.Repeat(1.0, labels.Length)];
        double all = weights.Sum(), events = labels.Zip(weights, (label, weight) => label * weight).Sum();
        double[] own = [.. labels.Zip(weights, (label, weight) => Counts(label) ? weight : 0)];
        double within = own.Sum();
        if (!(within > 0 && events > 0 && events < all)) return;
        counted = within / all;
        whole = weights.Sum(weight => weight * weight) / (all * all);
        centre = Elementary.Log(events / (all - events));
        foreach (string column in rows.Schema[Role.Protected])
        {
            if (GroupCut.Of(column, rows.Table, plan.BoundsOf(column)) is not { } cut) continue;
            string[] names = cut.Of(rows.Table);
            var found = names.Index().GroupBy(row => row.Item, row => row.Index)
                .Select(group => (Name: group.Key, Rows: group.Count(row => own[row] > 0), Weight: group.Sum(row => own[row])))
                .Where(group => group.Rows >= LeastRows && group.Weight < within).OrderBy(group => group.Name, StringComparer.Ordinal);
            groups.AddRange(found.Select(group => (cut, group.Name, group.Weight / within)));
        }
    }

    /// <summary>Each row's numbers, row after row.</summary>
    public float[] Numbers(Table table)
    {
        double[] labels = target.Labels(table);
        float[] numbers = new float[labels.Length * groups.Count];
        foreach ((int at, (GroupCut cut, string group, double share)) in groups.Index())
        {
            string[] names = cut.Of(table);
            double unit = Math.Sqrt(plan.UsedStrength / share) / counted;
            for (int row = 0; row < labels.Length; row++)
                if (Counts(labels[row])) numbers[row * groups.Count + at] = (float)(unit * ((names[row] == group ? 1 : 0) - share));
        }

        return numbers;
    }

    bool Counts(double label) => !GoodAlone || label == Good;
}
