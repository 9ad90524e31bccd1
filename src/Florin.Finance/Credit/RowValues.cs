namespace Florin;

/// <summary>What a plan gives as a number for all rows or as the name of a column.</summary>
static class RowValues
{
    public static double[] Of(string value, Table table) => Constant(value) is { } number
        ? [.. Enumerable.Repeat(number, table.RowCount)]
        : table.Number(value).Values.ToArray();

    public static double? Constant(string value) => Numbers.TryParse(value, out double number) ? number : null;
}
