namespace Florin;

using System.Collections.Immutable;

/// <summary>How scores answer to a change of an input.</summary>
/// <param name="Column">The column; of all changes at once "all of them".</param>
/// <param name="Change">What was done, in words.</param>
/// <param name="MeanBefore">Mean PD of the rows as they are.</param>
/// <param name="MeanAfter">Mean PD after the change.</param>
/// <param name="Moved">Mean absolute change of a row's PD.</param>
/// <param name="AucBefore">AUC of the rows as they are; null where it is not defined.</param>
/// <param name="AucAfter">AUC after the change; null where it is not defined.</param>
/// <param name="Rows">Rows.</param>
public sealed record InputChange(string Column, string Change, double MeanBefore, double MeanAfter, double Moved, double? AucBefore,
    double? AucAfter, int Rows)
{
    /// <summary>Defaults expected of the rows as they are.</summary>
    public double DefaultsBefore => MeanBefore * Rows;

    /// <summary>Defaults expected after the change.</summary>
    public double DefaultsAfter => MeanAfter * Rows;
}

/// <summary>Moves inputs of test rows and scores them again. Codes and missing cells stay as they are.</summary>
sealed class InputStress(CreditContext context, CancellationToken cancellation)
{
    public const int MostRows = 2000;
    public const string Up = "+1 standard deviation", Down = "-1 standard deviation", Noise = "noise", Gone = "missing for all";
    public const double NoiseShare = 0.1;

    /// <summary>One standard deviation of the training rows up and down, noise, and missing for all: the inputs, those that move the PD
    /// most
    /// first.</summary>
    public ImmutableArray<InputChange> Sensitivities()
    {
        int step = (context.Rows.Count + MostRows - 1) / MostRows;
        int[] rows = [.. Enumerable.Range(0, context.Rows.Count).Where(row => row % Math.Max(1, step) == 0)];
        Rows some = new(context, context.Cells.Rows(rows), [.. rows.Select(row => context.Rows.Labels[row])]);
        var found = new List<InputChange>();
        foreach (ColumnEncoder encoder in context.Model.Features.Encoders)
        {
            if (!some.Cells.Contains(encoder.Column)) continue;
            if (some.Cells[encoder.Column] is NumberColumn numbers && encoder is not CategoryEncoder)
                found.AddRange(Moved(some, numbers));
            if (Missing(some.Cells[encoder.Column]) is { } empty) found.Add(Changed(some, encoder.Column, Gone, [empty]));
        }

        return [.. found.GroupBy(each => each.Column).OrderByDescending(column => column.Max(each => each.Moved))
            .ThenBy(column => column.Key, StringComparer.Ordinal).SelectMany(column => column)];
    }

    /// <summary>What the plan asks for, column by column, then all at once.</summary>
    public ImmutableArray<InputChange> Stresses()
    {
        if (context.Plan.Credit?.Validation is not { Stress: { Count: > 0 } asked }) return [];
        Rows all = new(context, context.Cells, context.Rows.Labels);
        (string Name, double Change, Column Cells)[] moved = [.. asked.Where(stress => all.Cells.Contains(stress.Key)).Select(stress =>
            (stress.Key, stress.Value, Shifted(all.Cells.Number(stress.Key), (value, _) => value * (1 + stress.Value))))];
        var found = ImmutableArray.CreateBuilder<InputChange>();
        foreach ((string name, double change, Column cells) in moved)
            found.Add(Changed(all, name, FormattableString.Invariant($"{100 * change:+0.##;-0.##} %"), [cells]));
        if (moved.Length > 1) found.Add(Changed(all, "all of them", "at once", [.. moved.Select(each => each.Cells)]));
        return found.ToImmutable();
    }

    IEnumerable<InputChange> Moved(Rows some, NumberColumn column)
    {
        if (Deviation(context.Learned[column.Name]) is not { } deviation) yield break;
        var noise = new CounterRandom(context.Seed, 0x57E55);
        yield return Changed(some, column.Name, Up, [Shifted(column, (value, _) => value + deviation)]);
        yield return Changed(some, column.Name, Down, [Shifted(column, (value, _) => value - deviation)]);
        yield return Changed(some, column.Name, Noise, [Shifted(column, (value, row) =>
            value + NoiseShare * deviation * Math.Sqrt(12) * (noise.Below(1 << 30, (ulong)row) / (double)(1 << 30) - 0.5))]);
    }

    NumberColumn Shifted(NumberColumn column, Func<double, int, double> change)
    {
        double[] codes = context.CodesOf(column.Name);
        return new NumberColumn(column.Name, [.. column.Values.ToArray().Select((value, row) =>
            double.IsNaN(value) || codes.Contains(value) ? value : change(value, row))]);
    }

    double? Deviation(Column column)
    {
        double[] codes = context.CodesOf(column.Name);
        double[] values = column is NumberColumn numbers
            ? [.. numbers.Values.ToArray().Where(value => double.IsFinite(value) && !codes.Contains(value))] : [];
        if (values.Length < 2) return null;
        double mean = values.Average(), deviation = Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1));
        return double.IsFinite(deviation) && deviation > 0 ? deviation : null;
    }

    static Column? Missing(Column column) => column switch
    {
        NumberColumn => new NumberColumn(column.Name, [.. Enumerable.Repeat(double.NaN, column.Count)]),
        CategoryColumn categories => new CategoryColumn(column.Name, [.. Enumerable.Repeat(CategoryColumn.Missing, column.Count)],
            [.. categories.Levels]),
        _ => null,
    };

    InputChange Changed(Rows rows, string column, string change, IEnumerable<Column> cells)
    {
        cancellation.ThrowIfCancellationRequested();
        double[] pds = rows.Score(cells.Aggregate(rows.Cells, (table, each) => table.With(each)));
        return new InputChange(column, change, rows.Pds.Average(), pds.Average(), pds.Zip(rows.Pds, (a, b) => Math.Abs(a - b)).Average(),
            rows.Auc, BinaryMetrics.Auc(pds, rows.Labels), pds.Length);
    }

    /// <summary>Rows with the PDs that the model gives them as they are.</summary>
    sealed class Rows(CreditContext context, Table cells, double[] labels)
    {
        public Table Cells => cells;

        public double[] Labels => labels;

        public double[] Pds => field ??= Score(cells);

        public double? Auc => BinaryMetrics.Auc(Pds, labels);

        public double[] Score(Table table) => [.. context.Model.Score(table, context.Threads).Select(context.Policy.Pd)];
    }
}
