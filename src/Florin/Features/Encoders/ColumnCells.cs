namespace Florin;

/// <summary>Cells as an encoder needs them, from a column that may have been read as another kind.</summary>
static class ColumnCells
{
    /// <summary>A column of texts that are all numbers is one of numbers: a small file may hold only "12" and "NA".</summary>
    public static NumberColumn Numbers(Column column)
    {
        if (column is NumberColumn numbers) return numbers;
        double[] values = new double[column.Count];
        for (int row = 0; row < values.Length; row++)
        {
            values[row] = double.NaN;
            if (column.IsMissing(row) || (column.TextAt(row) is { } text && Florin.Numbers.TryParse(text, out values[row]))) continue;
            throw new FlorinException("FLR0551", $"column \"{column.Name}\" has a cell that is not a number",
                FormattableString.Invariant($"row {row + 1}"), $"a column of kind {column.Kind}",
                "the model was trained on numbers in this column: correct the cell or leave it empty");
        }

        return new NumberColumn(column.Name, values);
    }

    /// <summary>What stands for a missing cell among texts.</summary>
    public const string MissingText = "(missing)";

    /// <summary>The cells as texts.</summary>
    public static string[] Texts(Column column) => [.. Enumerable.Range(0, column.Count).Select(row => column.TextAt(row) ?? MissingText)];

    /// <summary>The cells as amounts, dates as days since 1970; NaN where one is missing.</summary>
    public static double[] Amounts(Column column) => column is DateColumn dates
        ? [.. Enumerable.Range(0, dates.Count).Select(row => dates.IsMissing(row) ? double.NaN
            : (dates.Values[row] - DateTime.UnixEpoch).TotalDays)]
        : Numbers(column).Values.ToArray();

    public static DateColumn Dates(Column column) => column as DateColumn ?? throw new FlorinException("FLR0552",
        $"column \"{column.Name}\" does not hold dates", null, $"a column of kind {column.Kind}",
        "the model was trained on dates in this column: write them as before, for example 2024-05-31");
}
