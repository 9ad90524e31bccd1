namespace Florin.Counterfactuals;

using System.Collections.Immutable;
using System.Globalization;

/// <summary>One row with changed cells: what they may become, and what the model says.</summary>
sealed class ChangeTrials
{
    const int MostOptions = 24;

    readonly Model model;
    readonly ChangeRules rules;
    readonly Table row;
    readonly Func<Table, Table>? derive;
    readonly float[] own;
    readonly double[] numbers;

    public ChangeTrials(Model model, ChangeRules rules, Table row, Func<Table, Table>? derive)
    {
        (this.model, this.rules, this.row, this.derive) = (model, rules, row, derive);
        own = model.Features.Encode(row).Numbers;
        numbers = [.. rules.Columns.Select(column => NumberOf(column.Column))];
        Options = [.. rules.Columns.Select((column, place) => column.Levels.Length > 0 ? Levels(column, place) : Numbers(column, place))];
    }

    /// <summary>By column that may change, cheapest first; empty: this cell stays.</summary>
    public Change[][] Options { get; }

    /// <summary>Rows that were scored so far.</summary>
    public int Scored { get; private set; }

    /// <summary>Whether columns that hang together stay in order.</summary>
    public bool Fits(Change[] changes)
    {
        foreach (ColumnCoupling pair in rules.Coupled)
        {
            if (!Array.Exists(changes, change => Name(change) == pair.Less || Name(change) == pair.More)) continue;
            if (After(pair.Less, changes) > After(pair.More, changes)) return false;
        }

        return true;
    }

    /// <summary>The score of the row with each of these changes.</summary>
    public double[] Score(Change[][] trials)
    {
        Scored += trials.Length;
        if (derive is not null) return model.Score(model.Features.Encode(derive(Changed(trials))));
        var rows = new EncodedRows(trials.Length, own.Length);
        for (int trial = 0; trial < trials.Length; trial++)
        {
            own.CopyTo(rows.Numbers, trial * own.Length);
            foreach (Change change in trials[trial])
            {
                (int first, float[] inputs) = Inputs(change);
                inputs.CopyTo(rows.Numbers, trial * own.Length + first);
            }
        }

        return model.Score(rows);
    }

    /// <summary>Numbers nearer to the row's own, as far as the limit holds.</summary>
    public Change[] MovedBack(Change[] changes, double limit)
    {
        Change[] best = [.. changes];
        for (int place = 0; place < best.Length; place++)
        {
            ColumnChange rule = rules.Columns[best[place].Column];
            if (best[place].Level is not null || rule.Unit == 0) continue;
            double far = best[place].Number, mine = numbers[best[place].Column];
            // Of the steps back, the most with which the limit holds; the row's own number is not among them.
            (long holds, long fails) = (0, (long)Math.Ceiling(Math.Abs(far - mine) / rule.Unit - 1e-9));
            while (fails - holds > 1)
            {
                long middle = holds + (fails - holds) / 2;
                Change[] trial = [.. best];
                trial[place] = Number(best[place].Column, ChangeRules.Tidy(far - Math.Sign(far - mine) * middle * rule.Unit));
                if (Fits(trial) && Score([trial])[0] <= limit) (holds, best) = (middle, trial);
                else fails = middle;
            }
        }

        return best;
    }

    public Counterfactual Answer(Change[] changes) => new(
        [.. changes.Select(change => new CellChange(Name(change), row[Name(change)].TextAt(0)!, change.Level
            ?? Florin.Numbers.Text(change.Number)))], Score([changes])[0], changes.Sum(change => change.Cost + rules.ChangeCost));

    string Name(Change change) => rules.Columns[change.Column].Column;

    double After(string column, Change[] changes)
    {
        foreach (Change change in changes)
            if (Name(change) == column) return change.Number;
        return NumberOf(column);
    }

    double NumberOf(string column) => row.Contains(column) && row[column] is NumberColumn cells ? cells.Values[0] : double.NaN;

    Change Number(int place, double value)
    {
        ColumnChange rule = rules.Columns[place];
        return new Change(place, value, null, rule.Weight * Math.Abs(value - numbers[place]) / rule.Spread);
    }

    Change[] Levels(ColumnChange rule, int place) => !row.Contains(rule.Column) || row[rule.Column].TextAt(0) is not { } mine ? []
        : [.. rule.Levels.Where(level => level != mine).Select(level => new Change(place, double.NaN, level, rule.Weight))];

    Change[] Numbers(ColumnChange rule, int place)
    {
        double mine = numbers[place];
        if (double.IsNaN(mine) || rule.Codes.Contains(mine)) return [];
        IEnumerable<double> values = rule.Grid;
        if (rule.Own)
            values = values.Concat([mine - rule.Unit, mine + rule.Unit])
                .Select(value => ChangeRules.Tidy(mine + Math.Round((value - mine) / rule.Unit) * rule.Unit));
        return [.. values.Distinct().Where(value => value != mine && value >= (rule.Low ?? value) && value <= (rule.High ?? value)
                && !rule.Codes.Contains(value) && rule.Direction switch
                {
                    ChangeDirection.Up => value > mine,
                    ChangeDirection.Down => value < mine,
                    _ => true,
                })
            .Select(value => Number(place, value)).OrderBy(change => change.Cost).ThenBy(change => change.Number).Take(MostOptions)];
    }

    readonly Dictionary<Change, (int First, float[] Inputs)> encoded = [];

    (int First, float[] Inputs) Inputs(Change change)
    {
        if (encoded.TryGetValue(change, out (int, float[]) known)) return known;
        (int first, int count) = model.Features.InputsOf(Name(change));
        ColumnEncoder encoder = model.Features.Encoders.First(each => each.Column == Name(change));
        var rows = new EncodedRows(1, count);
        encoder.Encode(Cells([change]), rows, 0);
        return encoded[change] = (first, rows.Numbers);
    }

    Table Changed(Change[][] trials)
    {
        Table many = row.Rows(new int[trials.Length]);
        foreach (int place in trials.SelectMany(trial => trial.Select(change => change.Column)).Distinct())
        {
            Change mine = numbers[place] is var number && rules.Columns[place].Levels.Length == 0 ? new Change(place, number, null, 0)
                : new Change(place, double.NaN, row[rules.Columns[place].Column].TextAt(0), 0);
            many = many.With(Cells([.. trials.Select(trial => trial.FirstOrDefault(change => change.Column == place, mine))]));
        }

        return many;
    }

    Column Cells(Change[] cells) => rules.Columns[cells[0].Column] is { Levels.Length: > 0 } levels
        ? CategoryColumn.From(levels.Column, cells.Select(cell => cell.Level))
        : new NumberColumn(Name(cells[0]), [.. cells.Select(cell => cell.Number)]);
}
