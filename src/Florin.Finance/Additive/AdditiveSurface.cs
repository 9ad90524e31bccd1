namespace Florin;

using System.Collections.Immutable;

/// <summary>What a pair of columns adds beyond the curves of both: around every cell of either its mean over the rows is 0.</summary>
/// <param name="First">A column.</param>
/// <param name="Second">The other.</param>
/// <param name="Spread">Standard deviation of the term over the rows: how much the pair matters.</param>
/// <param name="VarianceShare">As <see cref="AdditiveCurve.VarianceShare"/>.</param>
public sealed record AdditiveSurface(string First, string Second, double Spread, double VarianceShare)
{
    const int MostCells = 16;

    /// <summary>Cells of the first column: amounts by rising number, then codes and missing cells; of categories the levels.</summary>
    public required ImmutableArray<AdditiveCell> Across { get; init; }

    /// <summary>Cells of the second column.</summary>
    public required ImmutableArray<AdditiveCell> Down { get; init; }

    /// <summary>For each cell of the second column what is added at each cell of the first; null where no row lies.</summary>
    public required ImmutableArray<ImmutableArray<double?>> Terms { get; init; }

    /// <summary>"income × debt".</summary>
    internal string Name => $"{First} × {Second}";

    /// <summary>The terms where rows lie.</summary>
    internal double[] Seen => [.. Terms.SelectMany(row => row).OfType<double>()];

    internal static AdditiveSurface Of(AdditiveTerms terms, ColumnPair pair, TermSpread spread, Table table)
    {
        int[] columns = [terms.Columns.IndexOf(pair.First), terms.Columns.IndexOf(pair.Second)];
        AxisCell[][] cells = [.. columns.Select(column => AdditiveCurves.Cells(terms.Features.Encoders[column], table, MostCells))];
        (int First, int Count)[] inputs = [.. columns.Select(column => terms.Features.InputsOf(terms.Columns[column]))];
        int width = cells[0].Length, height = cells[1].Length;
        var grid = new EncodedRows(width * height, terms.Features.Width);
        for (int at = 0; at < grid.Count; at++)
        {
            cells[0][at % width].Set(grid, at, inputs[0].First);
            cells[1][at / width].Set(grid, at, inputs[1].First);
        }

        double[] found = terms.Of(grid);
        int own = terms.Columns.Length + terms.Pairs.IndexOf(pair);
        HashSet<int> seen = Lying(terms.Features.Encode(table), grid, inputs, width);
        return new AdditiveSurface(pair.First, pair.Second, spread.Deviation, spread.Share)
        {
            Across = Named(cells[0], table),
            Down = Named(cells[1], table),
            Terms = [.. Enumerable.Range(0, height).Select(row => (ImmutableArray<double?>)[.. Enumerable.Range(row * width, width)
                .Select(at => seen.Contains(at) ? found[at * terms.Count + own] : (double?)null)])],
        };
    }

    /// <summary>The places of the grid to which some row lies nearest.</summary>
    static HashSet<int> Lying(EncodedRows rows, EncodedRows grid, (int First, int Count)[] inputs, int width)
    {
        HashSet<int> seen = [];
        if (grid.Count == 0) return seen;
        for (int row = 0; row < rows.Count; row++)
        {
            int across = Nearest(rows, row, grid, Enumerable.Range(0, width), inputs[0]);
            int down = Nearest(rows, row, grid, Enumerable.Range(0, grid.Count / width).Select(i => i * width), inputs[1]);
            seen.Add(down + across);
        }

        return seen;
    }

    static int Nearest(EncodedRows rows, int row, EncodedRows grid, IEnumerable<int> places, (int First, int Count) inputs)
    {
        (int nearest, double least) = (0, double.PositiveInfinity);
        foreach (int place in places)
        {
            double square = 0;
            for (int i = inputs.First; i < inputs.First + inputs.Count; i++)
            {
                double off = rows.Numbers[row * rows.Width + i] - grid.Numbers[place * grid.Width + i];
                square += off * off;
            }

            if (square < least) (nearest, least) = (place, square);
        }

        return nearest;
    }

    static ImmutableArray<AdditiveCell> Named(AxisCell[] cells, Table table) =>
        [.. cells.Select(cell => new AdditiveCell(cell.Text, cell.Number, (double)cell.Rows / Math.Max(1, table.RowCount)))];
}

/// <summary>A cell of one column.</summary>
/// <param name="Cell">As text.</param>
/// <param name="Number">Its place on the line, of dates in years; null: a level, a code or a missing cell.</param>
/// <param name="Share">Of the rows, those at this cell; of amounts, those nearest to it.</param>
public sealed record AdditiveCell(string Cell, double? Number, double Share);

/// <summary>How wide a term is, and what part of the whole goes with it.</summary>
sealed record TermSpread(double Deviation, double Share)
{
    /// <summary>Of centred terms, row after row.</summary>
    public static TermSpread[] Of(double[] terms, int count)
    {
        double[] squares = new double[count], together = new double[count];
        for (int row = 0; row < terms.Length; row += count)
        {
            ReadOnlySpan<double> own = terms.AsSpan(row, count);
            double whole = 0;
            foreach (double term in own) whole += term;
            for (int i = 0; i < count; i++) (squares[i], together[i]) = (squares[i] + own[i] * own[i], together[i] + own[i] * whole);
        }

        double rows = Math.Max(1, terms.Length / count), all = together.Sum();
        return [.. squares.Zip(together, (square, share) => new TermSpread(Math.Sqrt(square / rows), all > 0 ? share / all : 0))];
    }
}
