namespace Florin;

using System.Collections.Immutable;
using System.Globalization;
using Florin.Counterfactuals;

/// <summary>
/// Finds the cheapest changes of a row with which its score falls to a limit: what the score would have to see to decide otherwise. Changes
/// are tried in the order of their cost, so the first that reaches the limit is proved to be the cheapest on the grid. Where that order
/// leads to nothing within its bound, all changes of one and two columns are tried, and those of three that these let expect: what is found
/// then is not proved to be the cheapest. Numbers are then moved back towards the row's own as far as the limit holds. Immutable, safe to
/// use from many threads; without chance.
/// </summary>
/// <remarks>A missing cell and a code are left as they are: nobody knows what they would be changed from.</remarks>
public sealed class CounterfactualSearch
{
    readonly Model model;
    readonly ChangeRules rules;
    readonly Func<Table, Table>? derive;

    /// <summary>A search for a model.</summary>
    /// <param name="model">A model whose score is one number; it must outlive the search.</param>
    /// <param name="rules">What may be changed, and what it costs.</param>
    /// <param name="derive">Makes columns that are computed from others again, in rows with changed cells; null: there are none. Derived
    /// columns belong into <see cref="ChangeOptions.Immutable"/>.</param>
    /// <exception cref="FlorinException">FLR0599: several scores, or limits out of their range.</exception>
    public CounterfactualSearch(Model model, ChangeRules rules, Func<Table, Table>? derive = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(rules);
        (this.model, this.rules, this.derive) = (model, rules, derive);
        Demand(model.Target.Outputs == 1, "model", "several classes", "search for one score");
        Demand(rules.MostColumns is >= 1 and <= 3, "rules.MostColumns", Text(rules.MostColumns), "change 1 to 3 columns");
        Demand(rules.Most >= 1, "rules.Most", Text(rules.Most), "ask for one answer or more");
        Demand(rules.MostEvaluations >= 1, "rules.MostEvaluations", Text(rules.MostEvaluations), "allow one row or more");
        Demand(rules.ChangeCost >= 0 && double.IsFinite(rules.ChangeCost), "rules.ChangeCost", $"{rules.ChangeCost}", "give 0 or more");
    }

    /// <summary>The cheapest changes with which a row's score is at most <paramref name="limit"/>.</summary>
    /// <param name="table">Rows with the model's columns.</param>
    /// <param name="row">The row, from 0.</param>
    /// <param name="limit">The highest score that will do.</param>
    /// <param name="cancellation">Ends the search with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="FlorinException">FLR0514: no such row; FLR0507, FLR0551, FLR0552: columns and cells that the model cannot
    /// read.</exception>
    public CounterfactualAnswer Find(Table table, int row, double limit, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        var trials = new ChangeTrials(model, rules, table.Rows([row]), derive);
        double score = trials.Score([[]])[0];
        if (score <= limit) return new CounterfactualAnswer(score, limit, [], true, 1, InWords());
        (List<Change[]> found, bool whole) = Search(trials, limit, cancellation);
        string searched = InWords();
        bool swept = found.Count == 0 && !whole;
        if (swept)
        {
            string first = string.Create(CultureInfo.InvariantCulture, $"the {trials.Scored - 1:N0} cheapest changes, ");
            var sweep = new ChangeSweep(trials, rules, model.Target is BinaryTarget, limit, cancellation);
            (found, whole) = sweep.Run();
            if (!whole) searched = first + sweep.Searched + " of " + searched;
        }

        ImmutableArray<Counterfactual> answers =
        [
            .. found.Select(changes => trials.Answer(trials.MovedBack(changes, limit))).OrderBy(answer => answer.Cost),
        ];
        return new CounterfactualAnswer(score, limit, answers, whole || (found.Count > 0 && !swept), trials.Scored,
            searched);
    }

    (List<Change[]> Found, bool Whole) Search(ChangeTrials trials, double limit, CancellationToken cancellation)
    {
        const int FirstBatch = 64, LargestBatch = 4096;
        List<Change[]> found = [];
        var order = new ChangeOrder(trials.Options, rules.MostColumns, rules.ChangeCost);
        for (int batch = FirstBatch; found.Count < rules.Most; batch = Math.Min(2 * batch, LargestBatch))
        {
            cancellation.ThrowIfCancellationRequested();
            int room = Math.Min(batch, rules.MostEvaluations - trials.Scored);
            if (room <= 0) return (found, false);
            Change[][] next = order.Take(room, trials.Fits);
            if (next.Length == 0) return (found, true);
            foreach ((double score, int at) in trials.Score(next).Zip(Enumerable.Range(0, next.Length)))
            {
                // What holds a smaller answer is none of its own: it is the same answer with something more.
                if (!(score <= limit) || found.Count >= rules.Most || order.IsClosed(next[at])) continue;
                found.Add(next[at]);
                order.Close(next[at]);
            }
        }

        return (found, true);
    }

    string InWords()
    {
        int tried = rules.Columns.Length == 0 ? 0 : rules.Columns.Max(column => Math.Max(column.Grid.Length, column.Levels.Length));
        return string.Create(CultureInfo.InvariantCulture, $"all changes of at most {rules.MostColumns} of {rules.Columns.Length} columns ")
            + string.Create(CultureInfo.InvariantCulture, $"on a grid of at most {tried} values each");
    }

    static void Demand(bool holds, string place, string found, string fix)
    {
        if (!holds) throw new FlorinException("FLR0599", "changes cannot be searched like this", place, found, fix);
    }

    static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
