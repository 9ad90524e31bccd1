namespace Florin.Finance.Tests.Credit;

using System.Collections.Immutable;
using System.Globalization;
using static ReasonCases;

/// <summary>The cheapest changes that reach a limit.</summary>
public sealed class CounterfactualTests : IDisposable
{
    readonly SplitTable split = Split(3000, 21);
    readonly Model line;
    readonly Model net;

    public CounterfactualTests()
    {
        line = Fit(split, "logistic");
        net = Fit(split, "mlp", epochs: 6);
    }

    public void Dispose()
    {
        line.Dispose();
        net.Dispose();
    }

    /// <summary>A logistic model is a straight line in its log odds, so the least change of a column is the distance to the limit by the
    /// slope, up to the next step.</summary>
    [Fact]
    public void Of_a_line_the_least_change_has_a_closed_form()
    {
        const double limit = 0.08, step = 0.001;
        ChangeRules rules = ChangeRules.Of(line, split.Train.Table, new ChangeOptions
        {
            Immutable = [.. line.Features.Encoders.Select(each => each.Column).Where(name => name != "debt_ratio")],
            Step = ImmutableSortedDictionary<string, double>.Empty.Add("debt_ratio", step),
            Low = ImmutableSortedDictionary<string, double>.Empty.Add("debt_ratio", 0.0),
        });
        double[] pds = line.Score(split.Test);
        int tried = 0;
        foreach (int row in Enumerable.Range(0, pds.Length).Where(row => pds[row] > limit).Take(60))
        {
            Table one = split.Test.Rows([row]);
            double own = one.Number("debt_ratio").Values[0];
            double At(double ratio) => LogOdds(line.Score(one.With(new NumberColumn("debt_ratio", [ratio])))[0]);
            double slope = (At(0.6) - At(0.1)) / 0.5;
            double least = (LogOdds(pds[row]) - LogOdds(limit)) / slope;
            if (own - least < 0.08) continue; // below the grid
            CellChange change = new CounterfactualSearch(line, rules).Find(split.Test, row, limit).Found.Single().Changes.Single();
            double found = own - double.Parse(change.To, CultureInfo.InvariantCulture);
            Assert.InRange(found, least - 1e-5, least + step + 1e-5);
            tried++;
        }

        Assert.True(tried >= 10, $"{tried}");
    }

    /// <summary>All changes of four columns on their grids, written as plain loops over tables: the search finds the cheapest of them, and
    /// the cheapest of every further set that holds no cheaper answer.</summary>
    [Fact]
    public void The_cheapest_is_that_of_trying_everything()
    {
        string[] free = ["home_ownership", "purpose", "term_months", "late_payments_12m"];
        ChangeRules rules = ChangeRules.Of(net, split.Train.Table, new ChangeOptions
        {
            Immutable = [.. net.Features.Encoders.Select(each => each.Column).Where(name => !free.Contains(name))],
        }) with
        { Most = 20 };
        Assert.All(rules.Columns, column => Assert.Equal(0, column.Unit));
        int answered = 0, none = 0;
        foreach (int row in Declined(net, split.Test).Take(12))
        {
            double limit = 0.6 * new ReasonExplainer(net).Policy.CutOff.Pd;
            CounterfactualAnswer found = new CounterfactualSearch(net, rules).Find(split.Test, row, limit);
            (double Cost, string Set)[] all = [.. Everything(rules, split.Test.Rows([row]), limit)];
            Assert.True(found.Proved);
            if (all.Length == 0) none++;
            else answered++;
            Assert.Equal(all.Length > 0, found.Found.Length > 0);
            if (all.Length == 0) continue;
            Assert.Equal(all.Min(each => each.Cost), found.Found[0].Cost, 1e-9);
            foreach (Counterfactual each in found.Found)
                Assert.Equal(all.Where(one => one.Set == Set(each)).Min(one => one.Cost), each.Cost, 1e-9);
            // A set that was not answered holds an answer, or has none.
            string[] sets = [.. found.Found.Select(Set)];
            Assert.All(all, one => Assert.Contains(sets, set => set.Split('+').All(one.Set.Split('+').Contains)));
        }

        Assert.True(answered > 2, $"{answered} answered, {none} without an answer");
    }

    /// <summary>Where the order of cost ends before it reached anything, an answer that trying everything finds is found all the same; one
    /// of two columns is the cheapest, which is not said to be proved.</summary>
    [Fact]
    public void An_order_that_ends_open_is_followed_by_a_sweep()
    {
        string[] free = ["home_ownership", "purpose", "term_months", "late_payments_12m"];
        ChangeRules rules = ChangeRules.Of(net, split.Train.Table, new ChangeOptions
        {
            Immutable = [.. net.Features.Encoders.Select(each => each.Column).Where(name => !free.Contains(name))],
        }) with
        { MostEvaluations = 110 };
        (int answered, int none) = (0, 0);
        foreach (int row in Declined(net, split.Test).Take(25))
            foreach (double part in (double[])[0.5, 0.35])
            {
                double limit = part * new ReasonExplainer(net).Policy.CutOff.Pd;
                CounterfactualAnswer found = new CounterfactualSearch(net, rules).Find(split.Test, row, limit);
                if (found.Proved) continue;
                (double Cost, string Set)[] all = [.. Everything(rules, split.Test.Rows([row]), limit)];
                Assert.Equal(all.Length > 0, found.Found.Length > 0);
                if (all.Length == 0)
                {
                    none++;
                    Assert.StartsWith("None was found; whether there is one is open", found.Says, StringComparison.Ordinal);
                    continue;
                }

                answered++;
                Assert.All(found.Found, each => Assert.True(each.Score <= limit));
                (double cost, string set) = all.MinBy(each => each.Cost);
                if (set.Split('+').Length < 3) Assert.Equal(cost, found.Found[0].Cost, 1e-9);
                else Assert.True(found.Found[0].Cost >= cost - 1e-9);
                Assert.StartsWith("Found, not proved the cheapest: searched were the 109 cheapest changes, all changes of one and two",
                    found.Says, StringComparison.Ordinal);
            }

        Assert.True(answered > 2, $"{answered} answered, {none} without an answer");
    }

    static string Set(Counterfactual found) => string.Join("+", found.Changes.Select(change => change.Column).Order());

    IEnumerable<(double Cost, string Set)> Everything(ChangeRules rules, Table one, double limit)
    {
        // Null: the row's own cell.
        List<(string Column, object? Cell)[]> all = [[]];
        foreach (ColumnChange rule in rules.Columns)
        {
            object?[] cells = [null, .. rule.Levels, .. rule.Grid.Select(value => (object)value)];
            all = [.. all.SelectMany(trial => cells.Select(cell => ((string, object?)[])[.. trial, (rule.Column, cell)]))];
        }

        foreach ((string Column, object? Cell)[] trial in all)
        {
            var changed = trial.Where(each => each.Cell is not null && !one[each.Column].Holds(0, Text(each.Cell))).ToArray();
            if (changed.Length is 0 or > 3 || changed.Length != trial.Count(each => each.Cell is not null)) continue;
            Table table = one;
            double cost = changed.Length;
            foreach ((string column, object? cell) in changed)
            {
                table = table.With(cell is double number ? new NumberColumn(column, [number])
                    : CategoryColumn.From(column, [(string)cell!]));
                cost += cell is double value
                    ? Math.Abs(value - one.Number(column).Values[0]) / rules.Columns.Single(each => each.Column == column).Spread : 1;
            }

            if (net.Score(table)[0] <= limit) yield return (cost, string.Join("+", changed.Select(each => each.Column).Order()));
        }
    }

    static string Text(object? cell) => cell is double number ? number.ToString("R", CultureInfo.InvariantCulture) : (string)cell!;

    /// <summary>Whatever row and whatever rules: no answer breaks one of them, and each does what it says.</summary>
    [Fact]
    public void Rules_are_never_broken()
    {
        var options = new ChangeOptions
        {
            Immutable = ["region", "inquiries_6m"],
            Up = ["income", "employment_years"],
            Down = ["amount", "utilisation"],
            Step = ImmutableSortedDictionary<string, double>.Empty.Add("amount", 700),
            High = ImmutableSortedDictionary<string, double>.Empty.Add("income", 40_000),
            Allowed = ImmutableSortedDictionary<string, ImmutableArray<string>>.Empty.Add("purpose", ["car"]),
            Coupled = [new ColumnCoupling("amount", "income")],
        };
        ChangeRules rules = ChangeRules.Of(net, split.Train.Table, options);
        var search = new CounterfactualSearch(net, rules);
        int found = 0;
        foreach (int row in Declined(net, split.Test).Take(60))
        {
            CounterfactualAnswer answer = search.Find(split.Test, row, 0.12);
            Assert.Equal(answer.Found.Length, answer.Found.Select(Set).Distinct().Count());
            Assert.Equal(answer.Found.OrderBy(each => each.Cost), answer.Found);
            foreach (Counterfactual each in answer.Found)
            {
                found++;
                Table one = split.Test.Rows([row]);
                Table changed = each.Changes.Aggregate(one, (table, change) => Changed(table, change, options));
                Assert.Equal(net.Score(changed)[0], each.Score);
                Assert.True(each.Score <= 0.12);
                if (each.Changes.Any(change => change.Column is "amount" or "income") && !one["income"].IsMissing(0))
                    Assert.True(changed.Number("amount").Values[0] <= changed.Number("income").Values[0]);
            }
        }

        Assert.True(found > 30, $"{found}");
    }

    static Table Changed(Table table, CellChange change, ChangeOptions options)
    {
        string name = change.Column;
        Assert.DoesNotContain(name, options.Immutable);
        Assert.Equal(table[name].TextAt(0), change.From);
        if (table[name] is not NumberColumn numbers)
        {
            Assert.True(name != "purpose" || change.To == "car");
            return table.With(CategoryColumn.From(name, [change.To]));
        }

        double from = numbers.Values[0], to = double.Parse(change.To, CultureInfo.InvariantCulture);
        Assert.True(!options.Up.Contains(name) || to > from);
        Assert.True(!options.Down.Contains(name) || to < from);
        Assert.True(name != "income" || to <= 40_000);
        if (name == "amount") Assert.Equal(0, Math.IEEERemainder(from - to, 700), 1e-6);
        return table.With(new NumberColumn(name, [to]));
    }

    /// <summary>Where nothing helps it says so, and only where everything was tried.</summary>
    [Fact]
    public void That_none_exists_is_proved_or_left_open()
    {
        string[] free = ["home_ownership", "purpose"];
        ChangeRules rules = ChangeRules.Of(net, split.Train.Table, new ChangeOptions
        {
            Immutable = [.. net.Features.Encoders.Select(each => each.Column).Where(name => !free.Contains(name))],
        });
        int row = Declined(net, split.Test)[0];
        CounterfactualAnswer none = new CounterfactualSearch(net, rules).Find(split.Test, row, 1e-9);
        Assert.True(none.Proved && none.Found.IsEmpty);
        Assert.StartsWith("No change within these limits reaches it: all changes of at most 3 of 2 columns",
            none.Says, StringComparison.Ordinal);
        Assert.Equal(1 + 2 + 4 + 2 * 4, none.Evaluated);
        CounterfactualAnswer open = new CounterfactualSearch(net, rules with { MostEvaluations = 5 }).Find(split.Test, row, 1e-9);
        Assert.False(open.Proved);
        Assert.Equal("The limit is reached as it is.", new CounterfactualSearch(net, rules).Find(split.Test, row, 0.9999).Says);
        using var ended = new CancellationTokenSource();
        ended.Cancel();
        Assert.Throws<OperationCanceledException>(() => new CounterfactualSearch(net, rules).Find(split.Test, row, 1e-9, ended.Token));
    }

    /// <summary>A column that follows from others follows in every trial: here the debt ratio falls with the amount.</summary>
    [Fact]
    public void Derived_columns_are_made_again()
    {
        ChangeRules rules = ChangeRules.Of(net, split.Train.Table, new ChangeOptions
        {
            Immutable = [.. net.Features.Encoders.Select(each => each.Column).Where(name => name != "amount")],
        });
        static Table Derive(Table table) => table.With(new NumberColumn("debt_ratio",
            [.. table.Number("amount").Values.ToArray().Select(amount => Math.Min(1, amount / 20_000))]));
        int answered = 0;
        foreach (int row in Declined(net, split.Test).Take(30))
        {
            CounterfactualAnswer found = new CounterfactualSearch(net, rules, Derive).Find(split.Test, row, 0.1);
            foreach (Counterfactual each in found.Found)
            {
                answered++;
                Table changed = split.Test.Rows([row]).With(new NumberColumn("amount",
                    [double.Parse(each.Changes.Single().To, CultureInfo.InvariantCulture)]));
                Assert.Equal(net.Score(Derive(changed))[0], each.Score);
            }
        }

        Assert.True(answered > 5, $"{answered}");
    }

    [Fact]
    public void Options_that_do_not_fit_are_refused()
    {
        FlorinException error = ScorecardCases.Refused("FLR0598", () => ChangeRules.Of(net, split.Train.Table, new ChangeOptions
        {
            Immutable = ["incme"], Up = ["purpose"], Weight = ImmutableSortedDictionary<string, double>.Empty.Add("income", 0.0),
        }));
        Assert.Contains("perhaps \"income\"", error.Message, StringComparison.Ordinal);
        ScorecardCases.Refused("FLR0599", () => new CounterfactualSearch(net, new ChangeRules([], []) { MostColumns = 4 }));
    }
}
