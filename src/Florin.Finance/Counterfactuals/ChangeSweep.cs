namespace Florin.Counterfactuals;

/// <summary>
/// What the order of cost does not reach within its bound: all changes of one and of two columns; and of three columns those of which the
/// scores of their parts let expect that they reach the limit, the cheapest first.
/// </summary>
/// <remarks>Of three changes the effects of the single ones and of the pairs are known; only what the three do beyond their pairs is
/// not. So the score is foretold without the net, and the net is asked only where it is worth it.</remarks>
sealed class ChangeSweep
{
    const int Batch = 4096, MostForetold = 20_000;

    readonly ChangeTrials trials;
    readonly ChangeRules rules;
    readonly bool odds;
    readonly double limit;
    readonly CancellationToken cancellation;
    readonly Change[][] options;

    // Of each option, and of each pair of options: how far it moves the row's own log odds.
    readonly double[][] single;
    readonly Dictionary<(int, int), double[]> pairs = [];
    readonly List<Change[]> reached = [];
    readonly bool all;
    readonly double own;

    /// <param name="trials">The row.</param>
    /// <param name="rules">What may be changed.</param>
    /// <param name="odds">Whether scores are probabilities: effects add up in their log odds.</param>
    /// <param name="limit">The highest score that will do.</param>
    /// <param name="cancellation">Checked between batches.</param>
    public ChangeSweep(ChangeTrials trials, ChangeRules rules, bool odds, double limit, CancellationToken cancellation)
    {
        (this.trials, this.rules, this.odds, this.limit, this.cancellation) = (trials, rules, odds, limit, cancellation);
        own = Scale(trials.Score([[]])[0]);
        Change[][] free = [.. trials.Options.Where(column => column.Length > 0)];
        int room = rules.MostEvaluations - free.Sum(column => column.Length);
        (options, all) = room < 0 ? ([], false) : (free, true);
        single = [.. options.Select(column => Effects([.. column.Select(change => (Change[])[change])]))];
        if (rules.MostColumns < 2) return;
        // Where there is no room for all pairs, the columns stay that bring most alone.
        int[] best = [.. Enumerable.Range(0, options.Length).OrderBy(column => single[column]
            .Where(effect => !double.IsNaN(effect)).DefaultIfEmpty(double.PositiveInfinity).Min())];
        int kept = 0, seen = 0;
        for (int size = 0; kept < best.Length; kept++)
        {
            int more = seen * options[best[kept]].Length;
            if (size + more > room) break;
            (size, seen) = (size + more, seen + options[best[kept]].Length);
        }

        all &= kept == best.Length;
        int[] columns = [.. best.Take(kept).Order()];
        options = [.. columns.Select(column => options[column])];
        single = [.. columns.Select(column => single[column])];
        Pairs();
    }

    /// <summary>What was tried, in words.</summary>
    public string Searched => (all ? "all changes of one and two columns"
        : "changes of one column, and of two of the columns that bring most alone")
        + (rules.MostColumns > 2 ? " and those of three that these let expect" : "");

    /// <summary>The cheapest that reach the limit, and whether nothing else is left to try.</summary>
    public (List<Change[]> Found, bool Whole) Run()
    {
        List<Change[]> found = Cheapest(reached);
        if (rules.MostColumns > 2 && options.Length > 2)
        {
            double bound = found.Count < rules.Most ? double.PositiveInfinity : Cost(found[^1]);
            found = Cheapest([.. found, .. Reached(Foretold(bound))]);
        }

        return (found, all && (rules.MostColumns <= 2 || options.Length <= 2));
    }

    void Pairs()
    {
        for (int one = 0; one < options.Length; one++)
            for (int two = one + 1; two < options.Length; two++)
            {
                Change[][] both = [.. from first in options[one] from second in options[two] select (Change[])[first, second]];
                pairs[(one, two)] = Effects(both);
            }
    }

    /// <summary>Effects of changes, not a number where columns would be out of order; those that reach the limit are kept.</summary>
    double[] Effects(Change[][] tried)
    {
        double[] effects = new double[tried.Length];
        Array.Fill(effects, double.NaN);
        int[] fit = [.. Enumerable.Range(0, tried.Length).Where(at => trials.Fits(tried[at]))];
        foreach (int[] some in fit.Chunk(Batch))
        {
            cancellation.ThrowIfCancellationRequested();
            double[] scores = trials.Score([.. some.Select(at => tried[at])]);
            for (int at = 0; at < some.Length; at++)
            {
                effects[some[at]] = Scale(scores[at]) - own;
                if (scores[at] <= limit) reached.Add(tried[some[at]]);
            }
        }

        return effects;
    }

    /// <summary>Combinations of three columns whose parts let expect that they reach the limit, the cheapest of them, cheapest
    /// first.</summary>
    List<Change[]> Foretold(double bound)
    {
        // The dearest lies on top, to make room.
        PriorityQueue<(int One, int Two, int Three, int A, int B, int C), double> kept = new();
        double wanted = Scale(limit) - own;
        for (int one = 0; one < options.Length; one++)
            for (int two = one + 1; two < options.Length; two++)
                for (int three = two + 1; three < options.Length; three++)
                {
                    cancellation.ThrowIfCancellationRequested();
                    Foretell((one, two, three), wanted, ref bound, kept);
                }

        List<Change[]> found = [];
        while (kept.TryDequeue(out (int One, int Two, int Three, int A, int B, int C) next, out _))
            found.Add([options[next.One][next.A], options[next.Two][next.B], options[next.Three][next.C]]);
        found.Reverse();
        return found;
    }

    void Foretell((int One, int Two, int Three) set, double wanted, ref double bound,
        PriorityQueue<(int One, int Two, int Three, int A, int B, int C), double> kept)
    {
        (Change[] first, Change[] second, Change[] third) = (options[set.One], options[set.Two], options[set.Three]);
        (double[] one, double[] two, double[] three) = (single[set.One], single[set.Two], single[set.Three]);
        (double[] near, double[] far, double[] last) = (pairs[(set.One, set.Two)], pairs[(set.One, set.Three)],
            pairs[(set.Two, set.Three)]);
        for (int a = 0; a < first.Length; a++)
            for (int b = 0; b < second.Length; b++)
            {
                double effect = near[a * second.Length + b] - one[a] - two[b];
                double cost = first[a].Cost + second[b].Cost + 3 * rules.ChangeCost;
                for (int c = 0; c < third.Length && cost + third[c].Cost < bound; c++)
                {
                    if (!(effect + far[a * third.Length + c] + last[b * third.Length + c] - three[c] <= wanted)) continue;
                    kept.Enqueue((set.One, set.Two, set.Three, a, b, c), -(cost + third[c].Cost));
                    if (kept.Count <= MostForetold) continue;
                    kept.Dequeue();
                    if (kept.TryPeek(out _, out double dearest)) bound = -dearest;
                }
            }
    }

    /// <summary>Of these those that reach the limit, until there are enough.</summary>
    List<Change[]> Reached(List<Change[]> foretold)
    {
        List<Change[]> found = [];
        foreach (Change[][] some in foretold.Where(trials.Fits).Chunk(Batch))
        {
            cancellation.ThrowIfCancellationRequested();
            double[] scores = trials.Score(some);
            found.AddRange(some.Where((_, at) => scores[at] <= limit));
            if (Cheapest(found).Count >= rules.Most) break;
        }

        return found;
    }

    /// <summary>The cheapest, of which none holds a cheaper one.</summary>
    List<Change[]> Cheapest(IEnumerable<Change[]> changes)
    {
        List<Change[]> found = [];
        foreach (Change[] next in changes.OrderBy(Cost))
            if (found.Count < rules.Most && !found.Exists(set => Array.TrueForAll(set, change => Array.Exists(next, own =>
                own.Column == change.Column)))) found.Add(next);
        return found;
    }

    double Cost(Change[] changes) => changes.Sum(change => change.Cost + rules.ChangeCost);

    double Scale(double score) => odds ? Explain.RowScores.LogOdds(score) : score;
}
