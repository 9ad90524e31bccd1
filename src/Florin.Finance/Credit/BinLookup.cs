namespace Florin;

/// <summary>Finds the bin of a cell.</summary>
sealed class BinLookup
{
    readonly WoeBinning binning;
    readonly double[] edges;
    readonly Dictionary<double, int> codes = [];
    readonly Dictionary<string, int> levels = new(StringComparer.Ordinal);
    readonly int missing;
    readonly int other;

    public BinLookup(WoeBinning binning)
    {
        this.binning = binning;
        edges = [.. binning.Bins.Where(bin => bin.Kind == BinKind.Interval).Select(bin => bin.To).OfType<double>()];
        foreach ((int place, WoeBin bin) in binning.Bins.Index())
        {
            foreach (double code in bin.Codes) codes[code] = place;
            foreach (string level in bin.Levels) levels[level] = place;
            if (bin.Kind == BinKind.Missing) missing = place;
            if (bin.Other) other = place;
        }
    }

    public int[] Of(Column column)
    {
        if (binning.Categorical) return column is NumberColumn or CategoryColumn or TextColumn ? Levels(column.AsCategories())
            : throw Kind(column, "categories");
        if (column is NumberColumn numbers) return [.. numbers.Values.ToArray().Select(Number)];
        return column.MissingCount == column.Count ? [.. Enumerable.Repeat(missing, column.Count)] : throw Kind(column, "numbers");
    }

    /// <summary>How many of the ascending edges a number has reached.</summary>
    public static int Above(double[] edges, double number)
    {
        int at = Array.BinarySearch(edges, number);
        return at >= 0 ? at + 1 : ~at;
    }

    int Number(double cell) => double.IsNaN(cell) ? missing : codes.TryGetValue(cell, out int code) ? code : Above(edges, cell);

    int[] Levels(CategoryColumn cells)
    {
        int[] places = [.. cells.Levels.Select(level => levels.GetValueOrDefault(level, other))];
        return [.. cells.Values.ToArray().Select(code => code == CategoryColumn.Missing ? missing : places[code])];
    }

    FlorinException Kind(Column column, string wanted) => new("FLR1505", $"the bins were learned from {wanted}",
        $"column \"{binning.Column}\"", $"{column.Kind}", "declare the kind of the column where the table is read");
}
