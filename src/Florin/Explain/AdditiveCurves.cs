namespace Florin;

using System.Collections.Immutable;
using System.Globalization;

/// <summary>The terms of a sum over columns as curves: the whole model, drawn.</summary>
/// <param name="Intercept">The log odds (or amount) of the average row.</param>
/// <param name="Columns">The column with the widest curve first.</param>
public sealed record AdditiveCurves(double Intercept, ImmutableArray<AdditiveCurve> Columns)
{
    const int MostPoints = 60;

    const double Outer = 0.005;

    /// <summary>The curves of a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="rows">The rows that it learned from: terms are centred over them, and shares are theirs.</param>
    /// <returns>Null where the model is no single sum over columns.</returns>
    public static AdditiveCurves? Of(Model model, Table rows)
    {
        using AdditiveTerms? terms = AdditiveTerms.Of(model, rows);
        if (terms is null) return null;
        ImmutableArray<AdditiveCurve>.Builder curves = ImmutableArray.CreateBuilder<AdditiveCurve>();
        double[] own = terms.Of(rows);
        for (int i = 0; i < terms.Columns.Length; i++)
        {
            double square = 0;
            for (int at = i; at < own.Length; at += terms.Columns.Length) square += own[at] * own[at];
            curves.Add(new AdditiveCurve(terms.Columns[i], Math.Sqrt(square / Math.Max(1, rows.RowCount)), Points(terms, i, rows)));
        }

        return new AdditiveCurves(terms.Intercept,
            [.. curves.OrderByDescending(curve => curve.Spread).ThenBy(curve => curve.Column, StringComparer.Ordinal)]);
    }

    /// <summary>A line for each point, for a file.</summary>
    public Table ToTable()
    {
        (string Column, AdditivePoint Point)[] all = [.. Columns.SelectMany(each => each.Points.Select(point => (each.Column, point)))];
        return Table.From(
            new TextColumn("column", [.. all.Select(each => each.Column)]),
            new TextColumn("cell", [.. all.Select(each => each.Point.Cell)]),
            new NumberColumn("from_number", [.. all.Select(each => each.Point.Number ?? double.NaN)]),
            new NumberColumn("term", [.. all.Select(each => each.Point.Term)]),
            new NumberColumn("share", [.. all.Select(each => each.Point.Share)]));
    }

    static ImmutableArray<AdditivePoint> Points(AdditiveTerms terms, int index, Table table)
    {
        ColumnEncoder encoder = terms.Features.Encoders[index];
        if (!table.Contains(encoder.Column)) return [];
        Cell[] cells = encoder switch
        {
            NumberEncoder numbers => Amounts(numbers, ColumnCells.Numbers(table[encoder.Column]).Values.ToArray()),
            DateEncoder dates => Dates(dates, ColumnCells.Dates(table[encoder.Column])),
            CategoryEncoder levels => Levels(levels, table[encoder.Column].AsCategories()),
            _ => [],
        };
        var rows = new EncodedRows(cells.Length, terms.Features.Width);
        int first = terms.Features.InputsOf(encoder.Column).First;
        for (int row = 0; row < cells.Length; row++) cells[row].Set(rows, row, first);
        double[] found = terms.Of(rows);
        return [.. cells.Select((cell, row) => new AdditivePoint(cell.Text, cell.Number, found[row * terms.Columns.Length + index],
            (double)cell.Rows / Math.Max(1, table.RowCount)))];
    }

    static Cell[] Amounts(NumberEncoder encoder, double[] values)
    {
        double[] amounts = [.. values.Where(value => !double.IsNaN(value) && !encoder.Special.Contains(value)).Order()];
        double[] grid = Grid(amounts);
        int[] counts = Nearest(grid, amounts);
        return
        [
            .. grid.Select((x, i) => new Cell(Numbers.Text(x), x, counts[i], (rows, row, first) => encoder.Set(rows, row, first, x))),
            .. encoder.Special.Select(code => new Cell("= " + Numbers.Text(code), null, values.Count(value => value == code),
                (rows, row, first) => encoder.Set(rows, row, first, code))),
            .. Missing(encoder, encoder.Indicator, values.Count(double.IsNaN)),
        ];
    }

    static Cell[] Dates(DateEncoder encoder, DateColumn column)
    {
        double[] days = [.. Enumerable.Range(0, column.Count).Where(row => !column.IsMissing(row))
            .Select(row => (column.Values[row] - encoder.Since).TotalDays).Order()];
        DateTime[] months = [.. Quantiles(days).Select(day => encoder.Since.AddDays(day))
            .Select(date => new DateTime(date.Year, date.Month, 1)).Distinct()];
        int[] counts = Nearest([.. months.Select(month => (month - encoder.Since).TotalDays)], days);
        return
        [
            .. months.Select((month, i) => new Cell(month.ToString("yyyy-MM", CultureInfo.InvariantCulture),
                month.Year + (month.Month - 1) / 12.0, counts[i], (rows, row, first) => encoder.Set(rows, row, first, month))),
            .. Missing(encoder, encoder.Indicator, column.MissingCount),
        ];
    }

    static Cell[] Levels(CategoryEncoder encoder, CategoryColumn column)
    {
        int[] places = [.. column.Levels.Select(level => encoder.Levels.IndexOf(level))], counts = new int[encoder.Levels.Length];
        int others = 0;
        foreach (int code in column.Values)
            if (code >= 0 && places[code] >= 0) counts[places[code]]++;
            else if (code >= 0) others++;
        return
        [
            .. encoder.Levels.Select((level, place) => new Cell(level, null, counts[place],
                (rows, row, first) => encoder.Set(rows, row, first, place))),
            .. encoder.Other ? [new Cell("other", null, others, (rows, row, first) => encoder.Set(rows, row, first, -1))]
                : (ReadOnlySpan<Cell>)[],
            .. Missing(encoder, encoder.Indicator, column.MissingCount),
        ];
    }

    static Cell[] Missing(ColumnEncoder encoder, bool own, int rows) =>
        own ? [new Cell("missing", null, rows, encoder.SetMissing)] : [];

    /// <summary>Quantiles with three digits: no point is the amount of one row. Fewer than the rows of a mean give none.</summary>
    static double[] Grid(double[] sorted) => [.. Quantiles(sorted).Select(Numbers.ThreeDigits).Distinct()];

    static IEnumerable<double> Quantiles(double[] sorted) => sorted.Length < ReferenceRow.FewestRows ? []
        : Enumerable.Range(0, MostPoints + 1).Select(i => Quartiles.At(sorted, Outer + i * (1 - 2 * Outer) / MostPoints));

    /// <summary>Rows whose amount lies nearest to each point.</summary>
    static int[] Nearest(double[] grid, double[] amounts)
    {
        int[] counts = new int[grid.Length];
        foreach (double amount in grid.Length == 0 ? [] : amounts)
        {
            int at = Array.BinarySearch(grid, amount), above = at >= 0 ? at : ~at;
            counts[above == grid.Length ? above - 1 : above > 0 && amount - grid[above - 1] < grid[above] - amount ? above - 1 : above]++;
        }

        return counts;
    }

    /// <summary>A cell of the column, as text and as inputs.</summary>
    sealed record Cell(string Text, double? Number, int Rows, Action<EncodedRows, int, int> Set);
}

/// <summary>What a column adds.</summary>
/// <param name="Column">The column.</param>
/// <param name="Spread">Standard deviation of the term over the rows: how much the column matters.</param>
/// <param name="Points">Amounts by rising number, then codes and missing cells; of categories the levels.</param>
public sealed record AdditiveCurve(string Column, double Spread, ImmutableArray<AdditivePoint> Points);

/// <summary>A cell and what it adds.</summary>
/// <param name="Cell">As text.</param>
/// <param name="Number">Its place on the line, of dates in years; null: a level, a code or a missing cell.</param>
/// <param name="Term">What is added to the log odds (or amount), compared with the average row.</param>
/// <param name="Share">Of the rows, those at this cell; of amounts, those nearest to it.</param>
public sealed record AdditivePoint(string Cell, double? Number, double Term, double Share);
