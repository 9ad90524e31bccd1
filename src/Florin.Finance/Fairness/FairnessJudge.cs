namespace Florin;

using System.Collections.Immutable;

/// <summary>What the comparison of groups is made from.</summary>
/// <param name="Plan">The plan's wishes.</param>
/// <param name="Protected">The protected columns.</param>
/// <param name="Learned">The rows that the model learned from.</param>
/// <param name="Rows">The rows that judge, with scores.</param>
/// <param name="Cells">Their cells.</param>
/// <param name="Seed">Keys the bootstrap.</param>
/// <param name="Threads">Threads at most.</param>
sealed record FairnessContext(FairnessPlan Plan, IReadOnlyList<string> Protected, Table Learned, JudgedRows Rows, Table Cells,
    ulong Seed, int Threads)
{
    public FairnessPolicy Policy { get; } = FairnessPolicy.Of(Plan);

    public int Least => Policy.Least ?? FairnessPolicy.UsualLeast;

    /// <summary>The label of those who deserve it.</summary>
    public int GoodLabel => Plan.Favourable == Favourable.High ? 1 : 0;

    /// <summary>The share of the good outcome among the rows to learn from, by weight.</summary>
    public double GoodShare(double[]? weights)
    {
        double[] labels = Rows.Target.Labels(Learned);
        return Rate.Of(labels.Length, _ => true, row => labels[row] == GoodLabel, row => weights?[row] ?? 1)?.Share ?? 1;
    }

    /// <summary>Samples of a bootstrap.</summary>
    public int Resamples { get; init; } = 1000;

    public BootstrapOptions Bootstrap => new() { Seed = Seed, Threads = Threads, Resamples = Resamples };
}

/// <summary>Compares groups on rows that judge.</summary>
sealed class FairnessJudge
{
    const int PairedColumns = 3, LeastNamed = 5;

    readonly FairnessContext context;
    readonly CancellationToken cancellation;
    readonly bool[] favoured;

    public FairnessJudge(FairnessContext context, double goodShare, CancellationToken cancellation)
    {
        (this.context, this.cancellation) = (context, cancellation);
        (Cut, favoured) = DecisionCut.Of(context.Plan, context.Rows.Scores, context.Rows.Weights, goodShare);
    }

    public DecisionCut Cut { get; }

    /// <summary>Who is favoured, row by row.</summary>
    public IReadOnlyList<bool> Favoured => favoured;

    public FairnessStudy Study()
    {
        Divided[] divisions = [.. Divisions()];
        FairnessGap[] gaps = Adjusted([.. divisions.SelectMany(Gaps)]);
        return new FairnessStudy
        {
            Policy = context.Policy,
            CutOff = Cut,
            Columns = [.. divisions.Select(Column)],
            Gaps = [.. gaps],
            Tests = Family(gaps).Count(),
        };
    }

    /// <summary>Score and largest gap of a trial, pairs of columns left out; null where no two groups are judged.</summary>
    /// <param name="kind">Among all rows, or among those with the good outcome.</param>
    public TrialGap? Trial(PenaltyGap kind = PenaltyGap.Selection)
    {
        (MetricValue Gap, string Between)[] gaps = [.. Divisions().Where(column => context.Protected.Contains(column.Column))
            .SelectMany(column => FavouredGaps(column, rows => kind == PenaltyGap.Selection ? rows.Selection : rows.TruePositive))];
        if (gaps.Length == 0) return null;
        (MetricValue gap, string between) = gaps.MaxBy(each => Math.Abs(each.Gap.Value!.Value));
        BinaryRows rows = context.Rows.Binary();
        MetricValue auc = rows.CountEqually ? DeLong.Interval(rows)
            : Bootstrap.Interval(rows, BinaryMetrics.Auc, context.Bootstrap with { Threads = 1 }, cancellation);
        return new TrialGap(auc, gap.Value < 0 ? new MetricValue(-gap.Value, -gap.High, -gap.Low, gap.N) : gap, between);
    }

    static IEnumerable<(MetricValue Gap, string Between)> FavouredGaps(Divided column, Func<GroupRows, Rate?> rate)
    {
        if (column.Reference is null) yield break;
        Rate? reference = rate(column.Groups.First(each => each.Name == column.Reference).Rows);
        foreach ((string name, _, GroupRows rows) in column.Groups)
            if (name != column.Reference && rate(rows) is { } own && reference is { } its)
                yield return (own.Less(its), $"{column.Column}: {name} and {column.Reference}");
    }

    /// <summary>The protected columns and their pairs, cut into groups; those that are judged and those that are not.</summary>
    public IEnumerable<Divided> Divisions()
    {
        List<(string Name, string[] Of, Func<IEnumerable<string>, IEnumerable<string>> Sort)> columns = [];
        foreach (string column in context.Protected)
            if (GroupCut.Of(column, context.Learned, context.Plan.BoundsOf(column)) is { } cut)
                columns.Add((column, cut.Of(context.Cells), cut.Ordered));
        foreach (var column in columns) yield return Division(column.Name, column.Of, column.Sort);
        if (context.Plan.Intersections == false) yield break;
        for (int one = 0; one < Math.Min(columns.Count, PairedColumns); one++)
            for (int two = one + 1; two < Math.Min(columns.Count, PairedColumns); two++)
            {
                var (first, second) = (columns[one], columns[two]);
                string[] order = [.. first.Sort(first.Of.Distinct())
                    .SelectMany(a => second.Sort(second.Of.Distinct()).Select(b => $"{a}, {b}"))];
                yield return Division($"{first.Name} × {second.Name}", [.. first.Of.Zip(second.Of, (a, b) => $"{a}, {b}")],
                    names => names.OrderBy(name => Array.IndexOf(order, name)));
            }
    }

    Divided Division(string column, string[] names, Func<IEnumerable<string>, IEnumerable<string>> sort)
    {
        Dictionary<string, int[]> rows = names.Index().GroupBy(each => each.Item)
            .ToDictionary(group => group.Key, group => group.Select(each => each.Index).ToArray());
        string[] judged = [.. sort(rows.Keys.Where(name => IsLarge(rows[name])))];
        string? reference = context.Plan.Reference.TryGetValue(column, out string? given) && judged.Contains(given) ? given
            : judged.MaxBy(name => rows[name].Length);
        return new Divided(column, judged.Length < 2 ? null : reference, [.. judged.Select(name => (name, rows[name], Rows(rows[name])))],
            [.. Refused(sort(rows.Keys.Except(judged)), rows)]);
    }

    /// <summary>A level that very few rows have says something of people, so it is not named.</summary>
    static string[] Refused(IEnumerable<string> names, Dictionary<string, int[]> rows)
    {
        string[] all = [.. names], named = [.. all.Where(name => rows[name].Length >= LeastNamed)];
        int few = all.Length - named.Length;
        return few == 0 ? named
            : [.. named, FormattableString.Invariant($"{few} {(few == 1 ? "group" : "groups")} of fewer than {LeastNamed} rows")];
    }

    bool IsLarge(int[] rows)
    {
        int events = rows.Count(row => context.Rows.Labels[row] == 1);
        return events >= context.Least && rows.Length - events >= context.Least;
    }

    GroupRows Rows(int[] rows) => new([.. rows.Select(row => context.Rows.Scores[row])],
        [.. rows.Select(row => context.Rows.Labels[row])], [.. rows.Select(row => favoured[row])], context.GoodLabel,
        context.Rows.Weights is { } weights ? [.. rows.Select(row => weights[row])] : []);

    FairnessColumn Column(Divided column) => new(column.Column, column.Reference, [.. column.Groups.Where(group =>
        group.Rows.MeanScore is not null).Select(group => new FairnessGroup(group.Name, group.Rows.Count, Value(group.Rows.BaseRate,
            group.Rows), group.Rows.MeanScore!.Value, Value(group.Rows.Selection, group.Rows), Value(group.Rows.TruePositive, group.Rows),
            Value(group.Rows.FalsePositive, group.Rows), Value(group.Rows.Precision, group.Rows),
            group.Rows.Auc(context.Bootstrap, cancellation)))], column.Refused);

    static MetricValue Value(Rate? rate, GroupRows rows) => rate?.Interval() ?? new MetricValue(null, null, null, rows.Count);

    IEnumerable<FairnessGap> Gaps(Divided column)
    {
        GroupRows? reference = column.Groups.FirstOrDefault(group => group.Name == column.Reference).Rows;
        string? highest = column.Groups.Where(group => group.Rows.Selection is not null)
            .OrderByDescending(group => group.Rows.Selection!.Value.Share).Select(group => group.Name).FirstOrDefault();
        foreach ((string name, _, GroupRows rows) in column.Groups)
        {
            if (Asked("calibration")) yield return Made(column.Column, name, null, "calibration", rows.Calibration);
            if (reference is null || name == column.Reference) continue;
            GroupGaps gaps = GroupGaps.Of(rows, reference, context.Bootstrap, cancellation);
            (string, Gap)[] all =
            [
                ("selectionRatio", gaps.SelectionRatio), ("selectionDifference", gaps.SelectionDifference),
                ("equalOpportunity", gaps.EqualOpportunity), ("equalisedOdds", gaps.EqualisedOdds),
                ("predictiveParity", gaps.PredictiveParity), ("auc", gaps.Auc),
            ];
            foreach ((string metric, Gap gap) in all)
                if (Asked(metric) && (metric != "selectionRatio" || highest == column.Reference))
                    yield return Made(column.Column, name, column.Reference, metric, gap);
        }

        if (Asked("selectionRatio") && highest is not null && highest != column.Reference)
            foreach (FairnessGap ratio in Ratios(column, highest)) yield return ratio;
    }

    /// <summary>Ratios are those to the group with the highest share, as the four-fifths rule has them. That group was picked by its share
    /// among all, so p counts once for each that it could have been.</summary>
    IEnumerable<FairnessGap> Ratios(Divided column, string highest)
    {
        if (column.Reference is null) yield break;
        GroupRows best = column.Groups.First(group => group.Name == highest).Rows;
        foreach ((string name, _, GroupRows rows) in column.Groups.Where(group => group.Name != highest))
        {
            Gap gap = GroupGaps.Of(rows, best, context.Bootstrap, cancellation).SelectionRatio;
            yield return Made(column.Column, name, highest, "selectionRatio",
                gap with
                {
                    PValue = name == column.Reference ? gap.PValue
                        : gap.PValue is { } p ? Math.Min(1, p * (column.Groups.Length - 1)) : null,
                });
        }
    }

    bool Asked(string metric) => context.Policy.Metrics.Count == 0 || context.Policy.Metrics.Contains(metric);

    FairnessGap Made(string column, string group, string? reference, string metric, Gap gap)
    {
        Gate? gate = context.Policy.Limits.TryGetValue(metric, out Gate? limit) ? limit : null;
        return new FairnessGap(column, group, reference, metric, gap.Value, gap.PValue, null, gate?.ToString(),
            gate is not null && Size(metric, gap.Value.Value) is { } size ? gate.Passes(size) : null);
    }

    /// <summary>As limits read it: a difference without its sign; a ratio is 1 or less as it is.</summary>
    public static double? Size(string metric, double? value) => value is { } found && metric != "selectionRatio" ? Math.Abs(found) : value;

    /// <summary>Ratio and difference of one share are one test.</summary>
    static IEnumerable<int> Family(FairnessGap[] gaps) => from gap in gaps.Index()
                                                          where gap.Item.PValue is not null && !IsRepeated(gaps, gap.Item)
                                                          select gap.Index;

    static bool IsRepeated(FairnessGap[] gaps, FairnessGap gap) => gaps.Any(gap.Repeats);

    static FairnessGap[] Adjusted(FairnessGap[] gaps)
    {
        int[] family = [.. Family(gaps)];
        double[] q = MultipleTests.BenjaminiHochberg([.. family.Select(at => gaps[at].PValue!.Value)]);
        FairnessGap[] adjusted = [.. gaps];
        foreach ((int place, int at) in family.Index()) adjusted[at] = gaps[at] with { QValue = q[place] };
        for (int at = 0; at < gaps.Length; at++)
            if (IsRepeated(gaps, gaps[at]))
                adjusted[at] = gaps[at] with
                {
                    QValue = adjusted.First(gaps[at].Repeats).QValue,
                };
        return adjusted;
    }
}

/// <summary>A protected column cut into groups.</summary>
/// <param name="Column">The column, or two.</param>
/// <param name="Reference">What others are held against; null: fewer than two groups are judged.</param>
/// <param name="Groups">Those that are judged: name, where its rows stand, and the rows.</param>
/// <param name="Refused">The names of those that are not; of groups of very few rows their number.</param>
sealed record Divided(string Column, string? Reference, ImmutableArray<(string Name, int[] Places, GroupRows Rows)> Groups,
    ImmutableArray<string> Refused);
