namespace Florin;

using System.Collections.Immutable;
using System.Globalization;

/// <summary>The terms of a sum over columns as curves, those of pairs of columns as surfaces: the whole model, drawn.</summary>
/// <param name="Intercept">The log odds (or amount) of the average row.</param>
/// <param name="Columns">The column with the widest curve first.</param>
public sealed record AdditiveCurves(double Intercept, ImmutableArray<AdditiveCurve> Columns)
{
    const int MostPoints = 60;

    const double Outer = 0.005;

    /// <summary>The pair with the widest surface first; empty where the model has no pairs.</summary>
    public ImmutableArray<AdditiveSurface> Surfaces { get; init; } = [];

    /// <summary>How the pairs were chosen; null where the plan asks for no number of them.</summary>
    public PairChoice? Choice { get; init; }

    /// <summary>The curves of a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="rows">The rows that it learned from: terms are centred over them, and shares are theirs.</param>
    /// <returns>Null where the model is no single sum over columns.</returns>
    public static AdditiveCurves? Of(Model model, Table rows)
    {
        using AdditiveTerms? terms = AdditiveTerms.Of(model, rows);
        if (terms is null) return null;
        double[] own = terms.Of(rows);
        TermSpread[] spreads = TermSpread.Of(own, terms.Count);
        AdditiveCurve Curve(string column, int i) => new(column, spreads[i].Deviation, Points(terms, i, rows))
        {
            VarianceShare = spreads[i].Share,
        };
        return new AdditiveCurves(terms.Intercept,
            [.. terms.Columns.Select(Curve).OrderByDescending(curve => curve.Spread).ThenBy(curve => curve.Column, StringComparer.Ordinal)])
        {
            Surfaces = [.. terms.Pairs.Select((pair, i) => AdditiveSurface.Of(terms, pair, spreads[terms.Columns.Length + i], rows))
                .OrderByDescending(surface => surface.Spread)],
        };
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
        AxisCell[] cells = Cells(terms.Features.Encoders[index], table, MostPoints);
        var rows = new EncodedRows(cells.Length, terms.Features.Width);
        int first = terms.Features.InputsOf(terms.Columns[index]).First;
        for (int row = 0; row < cells.Length; row++) cells[row].Set(rows, row, first);
        double[] found = terms.Of(rows);
        return [.. cells.Select((cell, row) => new AdditivePoint(cell.Text, cell.Number, found[row * terms.Count + index],
            (double)cell.Rows / Math.Max(1, table.RowCount)))];
    }

    /// <summary>The cells at which a column is drawn.</summary>
    /// <param name="encoder">The column's step.</param>
    /// <param name="table">The rows.</param>
    /// <param name="most">The most amounts, less one.</param>
    internal static AxisCell[] Cells(ColumnEncoder encoder, Table table, int most) => !table.Contains(encoder.Column) ? [] : encoder switch
    {
        NumberEncoder numbers => Amounts(numbers, ColumnCells.Numbers(table[encoder.Column]).Values.ToArray(), most),
        DateEncoder dates => Dates(dates, ColumnCells.Dates(table[encoder.Column]), most),
        CategoryEncoder levels => Levels(levels, table[encoder.Column].AsCategories()),
        _ => [],
    };

    static AxisCell[] Amounts(NumberEncoder encoder, double[] values, int most)
    {
        double[] amounts = [.. values.Where(value => !double.IsNaN(value) && !encoder.Special.Contains(value)).Order()];
        double[] grid = [.. Quantiles(amounts, most).Select(Numbers.ThreeDigits).Distinct()];
        int[] counts = Nearest(grid, amounts);
        return
        [
            .. grid.Select((x, i) => new AxisCell(Numbers.Text(x), x, counts[i], (rows, row, first) => encoder.Set(rows, row, first, x))),
            .. encoder.Special.Select(code => new AxisCell("= " + Numbers.Text(code), null, values.Count(value => value == code),
                (rows, row, first) => encoder.Set(rows, row, first, code))),
            .. Missing(encoder, encoder.Indicator, values.Count(double.IsNaN)),
        ];
    }

    static AxisCell[] Dates(DateEncoder encoder, DateColumn column, int most)
    {
        double[] days = [.. Enumerable.Range(0, column.Count).Where(row => !column.IsMissing(row))
            .Select(row => (column.Values[row] - encoder.Since).TotalDays).Order()];
        DateTime[] months = [.. Quantiles(days, most).Select(day => encoder.Since.AddDays(day))
            .Select(date => new DateTime(date.Year, date.Month, 1)).Distinct()];
        int[] counts = Nearest([.. months.Select(month => (month - encoder.Since).TotalDays)], days);
        return
        [
            .. months.Select((month, i) => new AxisCell(month.ToString("yyyy-MM", CultureInfo.InvariantCulture),
                month.Year + (month.Month - 1) / 12.0, counts[i], (rows, row, first) => encoder.Set(rows, row, first, month))),
            .. Missing(encoder, encoder.Indicator, column.MissingCount),
        ];
    }

    static AxisCell[] Levels(CategoryEncoder encoder, CategoryColumn column)
    {
        int[] places = [.. column.Levels.Select(level => encoder.Levels.IndexOf(level))], counts = new int[encoder.Levels.Length];
        int others = 0;
        foreach (int code in column.Values)
            if (code >= 0 && places[code] >= 0) counts[places[code]]++;
            else if (code >= 0) others++;
        return
        [
            .. encoder.Levels.Select((level, place) => new AxisCell(level, null, counts[place],
                (rows, row, first) => encoder.Set(rows, row, first, place))),
            .. encoder.Other ? [new AxisCell("other", null, others, (rows, row, first) => encoder.Set(rows, row, first, -1))]
                : (ReadOnlySpan<AxisCell>)[],
            .. Missing(encoder, encoder.Indicator, column.MissingCount),
        ];
    }

    static AxisCell[] Missing(ColumnEncoder encoder, bool own, int rows) =>
        own ? [new AxisCell("missing", null, rows, encoder.SetMissing)] : [];

    /// <summary>Quantiles, which are rounded to three digits later: no point is the amount of one row. Fewer than the rows of a mean give
    /// none.</summary>
    static IEnumerable<double> Quantiles(double[] sorted, int most) => sorted.Length < ReferenceRow.FewestRows ? []
        : Enumerable.Range(0, most + 1).Select(i => Quartiles.At(sorted, Outer + i * (1 - 2 * Outer) / most));

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
}

/// <summary>A cell of a column, as text and as inputs.</summary>
sealed record AxisCell(string Text, double? Number, int Rows, Action<EncodedRows, int, int> Set);

/// <summary>What a column adds.</summary>
/// <param name="Column">The column.</param>
/// <param name="Spread">Standard deviation of the term over the rows: how much the column matters.</param>
/// <param name="Points">Amounts by rising number, then codes and missing cells; of categories the levels.</param>
public sealed record AdditiveCurve(string Column, double Spread, ImmutableArray<AdditivePoint> Points)
{
    /// <summary>The part of the variance of the log odds (or amount) that goes with this term: their covariance over that variance. All
    /// add up to 1; that of a term that works against the others is below 0.</summary>
    public double VarianceShare { get; init; }
}

/// <summary>A cell and what it adds.</summary>
/// <param name="Cell">As text.</param>
/// <param name="Number">Its place on the line, of dates in years; null: a level, a code or a missing cell.</param>
/// <param name="Term">What is added to the log odds (or amount), compared with the average row.</param>
/// <param name="Share">Of the rows, those at this cell; of amounts, those nearest to it.</param>
public sealed record AdditivePoint(string Cell, double? Number, double Term, double Share);
