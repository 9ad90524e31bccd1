namespace Florin;

using System.Collections.Immutable;

/// <summary>How the score moves with one column: partial dependence (Friedman 2001).</summary>
/// <param name="Column">The column.</param>
/// <param name="Points">By rising number, or by level.</param>
public sealed record ColumnDependence(string Column, ImmutableArray<DependencePoint> Points)
{
    const int MostRows = 500, MostPoints = 15, MostLevels = 12;

    const uint Node = 0xDE9;

    const double Outer = 0.025, Band = 0.1;

    /// <summary>
    /// The mean score of rows when all of them have one and the same cell in a column, for a grid of cells: quantiles of the column from
    /// 2.5 % to 97.5 % with three digits, or its levels. Columns that hang together are moved apart: read it with care.
    /// </summary>
    /// <param name="model">A model whose score is one number; counts are for an exposure of 1.</param>
    /// <param name="table">Rows it was not trained on; at most 500 of them, drawn at random, are used.</param>
    /// <param name="column">A column that the model reads.</param>
    /// <param name="seed">Keys the draw.</param>
    /// <param name="threads">Threads that score; the numbers do not depend on it.</param>
    /// <param name="cancellation">Checked before each point.</param>
    /// <returns>Null for dates, and where nothing varies.</returns>
    /// <exception cref="FlorinException">FLR0596: the model does not read the column, or has a score for each of several
    /// classes.</exception>
    public static ColumnDependence? Of(Model model, Table table, string column, ulong seed, int threads = 1,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(table);
        ColumnEncoder encoder = model.Features.Encoders.FirstOrDefault(each => each.Column == column)
            ?? throw new FlorinException("FLR0596", "the model does not read this column", $"column \"{column}\"", null,
                NearestName.Of(column, model.Features.Encoders.Select(each => each.Column)) is { } near ? $"perhaps \"{near}\"" : null);
        if (model.Target.Outputs != 1)
            throw new FlorinException("FLR0596", "dependence is shown of one score", "model.Target", "several classes",
                "explain rows instead");
        Table rows = Sample(table, seed);
        Column[] cells = encoder switch
        {
            NumberEncoder numbers => [.. Grid(numbers, table[column]).Select(value => Constant(column, value, rows.RowCount))],
            CategoryEncoder levels => [.. levels.Levels.Take(MostLevels).Select(level =>
                CategoryColumn.From(column, Enumerable.Repeat<string?>(level, rows.RowCount)))],
            _ => [],
        };
        if (cells.Length < 2) return null;
        Table others = rows.Without(column);
        return new ColumnDependence(column, [.. cells.Select(cell =>
        {
            cancellation.ThrowIfCancellationRequested();
            return Point(cell, model.Score(model.Features.Encode(others.With(cell)), threads));
        })]);
    }

    static Table Sample(Table table, ulong seed)
    {
        if (table.RowCount <= MostRows) return table;
        int[] order = [.. Enumerable.Range(0, table.RowCount)];
        Kernels.Philox.Shuffle(order, seed, 0, 0, Node);
        return table.Rows([.. order.Take(MostRows).Order()]);
    }

    /// <summary>Codes are no amounts: they have no place on the line.</summary>
    static double[] Grid(NumberEncoder encoder, Column column)
    {
        double[] sorted = [.. ColumnCells.Numbers(column).Values.ToArray()
            .Where(value => !double.IsNaN(value) && !encoder.Special.Contains(value)).Order()];
        if (sorted.Length < ReferenceRow.FewestRows) return [];
        return [.. Enumerable.Range(0, MostPoints).Select(i => Outer + i * (1 - 2 * Outer) / (MostPoints - 1))
            .Select(level => Numbers.ThreeDigits(Quartiles.At(sorted, level)))
            .Distinct()];
    }

    static NumberColumn Constant(string column, double value, int rows) => new(column, [.. Enumerable.Repeat(value, rows)]);

    static DependencePoint Point(Column cell, double[] scores)
    {
        double mean = scores.Average();
        Array.Sort(scores);
        return new DependencePoint(cell.TextAt(0)!, cell is NumberColumn number ? number.Values[0] : null, mean, Quartiles.At(scores, Band),
            Quartiles.At(scores, 1 - Band));
    }
}

/// <summary>A cell, and the scores of rows that have it.</summary>
/// <param name="Cell">As text.</param>
/// <param name="Number">As a number; null: a level.</param>
/// <param name="Mean">Mean score.</param>
/// <param name="Low">One row of ten scores lower.</param>
/// <param name="High">One row of ten scores higher.</param>
public sealed record DependencePoint(string Cell, double? Number, double Mean, double Low, double High);
