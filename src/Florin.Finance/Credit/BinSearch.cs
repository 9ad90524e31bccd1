namespace Florin;

/// <summary>What a pre-bin or a bin holds.</summary>
/// <param name="Rows">Rows of weight above 0.</param>
/// <param name="Good">Goods by weight.</param>
/// <param name="Bad">Bads by weight.</param>
readonly record struct BinCount(int Rows, double Good, double Bad)
{
    public static BinCount operator +(BinCount left, BinCount right) =>
        new(left.Rows + right.Rows, left.Good + right.Good, left.Bad + right.Bad);
}

/// <summary>
/// The division of ordered pre-bins into bins with the highest information value, less a cost for each bin, among all that keep the
/// rules: exact, by dynamic programming over the last bin. A bin's value does not depend on the others, and the trend looks at one
/// neighbour alone.
/// </summary>
/// <param name="pre">Pre-bins in order.</param>
/// <param name="all">What all bins of the column hold, missing and codes among them.</param>
/// <param name="options">The rules.</param>
sealed class BinSearch(BinCount[] pre, BinCount all, BinningOptions options)
{
    /// <summary>Values that differ by less are equal but for rounding: then fewer bins are better.</summary>
    const double Rounding = 1e-12;

    readonly Segment?[,] segments = Segments(pre, all, options);
    readonly int most = Math.Min(options.MaximumBins, pre.Length);
    readonly double cost = options.MinimumGain * (1 / all.Good + 1 / all.Bad);

    /// <summary>The ends of the bins, the last being the number of pre-bins; null where no division keeps the rules.</summary>
    public (int[] Ends, double Value)? Best(BinTrend trend)
    {
        if (trend == BinTrend.Auto) return Better(Best(BinTrend.Rising), Best(BinTrend.Falling));
        int[] directions = trend switch
        {
            BinTrend.Rising => [1],
            BinTrend.Falling => [-1],
            BinTrend.Peak => [1, -1],
            BinTrend.Valley => [-1, 1],
            _ => [0],
        };
        var steps = new List<Step?[,,]> { First(directions.Length) };
        while (steps.Count < most) steps.Add(Next(steps[^1], directions));
        (int Bins, double Value)[] found = [.. steps.Select((step, count) => (count, Ends(step, directions.Length).Max(end => end.Value)))];
        double highest = found.Max(each => each.Value - cost * each.Bins);
        if (double.IsNegativeInfinity(highest)) return null;
        int bins = found.First(each => each.Value - cost * each.Bins >= highest - Rounding).Bins;
        return (Walk(steps, bins, directions.Length), found[bins].Value);
    }

    /// <summary>Which of the two is better; the first where they are equal.</summary>
    (int[] Ends, double Value)? Better((int[] Ends, double Value)? first, (int[] Ends, double Value)? second) =>
        second is { } other && !(first is { } one && Net(one) >= Net(other) - Rounding) ? second : first;

    double Net((int[] Ends, double Value) division) => division.Value - cost * division.Ends.Length;

    /// <summary>One bin from the start, for every end.</summary>
    Step?[,,] First(int phases)
    {
        var steps = new Step?[phases, pre.Length, pre.Length + 1];
        for (int end = 1; end <= pre.Length; end++)
            if (segments[0, end] is { } segment) steps[0, 0, end] = new Step(segment.Value, -1, 0);
        return steps;
    }

    /// <summary>One bin more than before, for every start and end of the last one.</summary>
    Step?[,,] Next(Step?[,,] before, int[] directions)
    {
        var steps = new Step?[directions.Length, pre.Length, pre.Length + 1];
        for (int start = 1; start < pre.Length; start++)
            for (int end = start + 1; end <= pre.Length; end++)
                if (segments[start, end] is { } last)
                    for (int phase = 0; phase < directions.Length; phase++)
                        steps[phase, start, end] = Last(before, last, start, phase, directions[phase]);
        return steps;
    }

    /// <summary>The best bin before the last one.</summary>
    Step? Last(Step?[,,] before, Segment last, int start, int phase, int direction)
    {
        Step? best = null;
        for (int from = 0; from < start; from++)
        {
            if (segments[from, start] is not { } previous || !InOrder(previous.Woe, last.Woe, direction)) continue;
            for (int earlier = Math.Max(0, phase - 1); earlier <= phase; earlier++)
                if (before[earlier, from, start] is { } step && !(best?.Value >= step.Value + last.Value))
                    best = new Step(step.Value + last.Value, from, earlier);
        }

        return best;
    }

    /// <summary>The bad rate rises where the weight of evidence falls.</summary>
    static bool InOrder(double before, double after, int direction) => direction switch
    {
        > 0 => after <= before,
        < 0 => after >= before,
        _ => true,
    };

    IEnumerable<(double Value, int Phase, int Start)> Ends(Step?[,,] steps, int phases)
    {
        yield return (double.NegativeInfinity, 0, 0);
        for (int phase = 0; phase < phases; phase++)
            for (int start = 0; start < pre.Length; start++)
                if (steps[phase, start, pre.Length] is { } step) yield return (step.Value, phase, start);
    }

    int[] Walk(List<Step?[,,]> steps, int bins, int phases)
    {
        (_, int phase, int start) = Ends(steps[bins], phases).MaxBy(end => end.Value);
        int[] ends = new int[bins + 1];
        for ((int at, int end) = (bins, pre.Length); at >= 0; at--)
        {
            ends[at] = end;
            Step step = steps[at][phase, start, end]!.Value;
            (end, start, phase) = (start, step.From, step.Phase);
        }

        return ends;
    }

    /// <summary>Every run of pre-bins that may be a bin, by start and end. Counts are added up anew from each start, so that no bads are
    /// exactly 0 bads.</summary>
    static Segment?[,] Segments(BinCount[] pre, BinCount all, BinningOptions options)
    {
        double least = options.MinimumShare * (all.Good + all.Bad) * (1 - Rounding);
        var segments = new Segment?[pre.Length, pre.Length + 1];
        BinCount sum = default;
        for (int start = 0; start < pre.Length; start++)
        {
            sum = default;
            for (int end = start + 1; end <= pre.Length; end++)
            {
                sum += pre[end - 1];
                if (sum.Rows < BinningOptions.FewestRows || sum.Good + sum.Bad < least || !Enough(sum.Bad, all.Bad, options.MinimumBads)
                    || !Enough(sum.Good, all.Good, options.MinimumGoods))
                    continue;
                double woe = WeightOfEvidence.Unchecked(sum.Good, sum.Bad, all.Good, all.Bad);
                segments[start, end] = new Segment(woe, (sum.Good / all.Good - sum.Bad / all.Bad) * woe);
            }
        }

        return segments;

        bool Enough(double own, double whole, double? fewest) => own >= (fewest ?? 1)
            || (fewest is null && own == 0 && whole * sum.Rows >= BinningOptions.PureFrom * (all.Good + all.Bad));
    }

    readonly record struct Segment(double Woe, double Value);

    /// <summary>The value of all bins up to this one, the start of the bin before, and where in the trend that bin stood.</summary>
    readonly record struct Step(double Value, int From, int Phase);
}
