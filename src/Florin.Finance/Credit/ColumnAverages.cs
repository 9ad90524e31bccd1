namespace Florin;

using System.Collections.Immutable;

/// <summary>What rows are like on average, to stand beside points, which are of averages, too.</summary>
static class ColumnAverages
{
    /// <summary>By column: the mean of its amounts with three digits, and the shares of cells that are codes or missing; of categories the
    /// most frequent level and its share. A column with fewer than 20 amounts has the shares alone; dates are not there.</summary>
    public static ImmutableSortedDictionary<string, string> Of(Table rows, FittedFeatures features)
    {
        var found = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (ColumnEncoder encoder in features.Encoders.Where(encoder => rows.Contains(encoder.Column)))
            if (Of(encoder, rows[encoder.Column]) is { } text) found[encoder.Column] = text;
        return found.ToImmutable();
    }

    static string? Of(ColumnEncoder encoder, Column column) => encoder switch
    {
        NumberEncoder numbers => Amounts(ColumnCells.Numbers(column).Values.ToArray(), numbers.Special),
        CategoryEncoder => Levels(column.AsCategories()),
        _ => null,
    };

    static string? Amounts(double[] cells, ImmutableArray<double> codes)
    {
        double[] amounts = [.. cells.Where(cell => !double.IsNaN(cell) && !codes.Contains(cell))];
        int missing = cells.Count(double.IsNaN), coded = cells.Length - missing - amounts.Length;
        string[] parts =
        [
            .. amounts.Length < ReferenceRow.FewestRows ? [] : (string[])[Numbers.Text(Numbers.ThreeDigits(amounts.Average()))],
            .. coded == 0 ? [] : (string[])[Share(coded, cells.Length) + " codes"],
            .. missing == 0 ? [] : (string[])[Share(missing, cells.Length) + " missing"],
        ];
        return parts.Length == 0 ? null : string.Join(", ", parts);
    }

    static string? Levels(CategoryColumn column)
    {
        int[] counts = new int[column.Levels.Count];
        foreach (int code in column.Values)
            if (code >= 0) counts[code]++;
        int most = counts.Length == 0 ? 0 : counts.Max();
        return most < ReferenceRow.FewestRows / 2 ? null
            : $"{column.Levels[Array.IndexOf(counts, most)]} {Share(most, column.Count)}";
    }

    static string Share(int rows, int all) => FormattableString.Invariant($"{(double)rows / all:P0}");
}
