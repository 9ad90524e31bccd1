namespace Florin;

using System.Globalization;

/// <summary>What can be wrong with the data of a chart.</summary>
static class ChartErrors
{
    public static FlorinException Lengths(string chart, string series, int x, int y) => new(
        "FLR1901", "a series needs as many vertical as horizontal values", $"chart \"{chart}\", series \"{series}\"",
        string.Create(CultureInfo.InvariantCulture, $"{x} and {y} values"), "give both from the same rows");

    public static FlorinException Field(string chart, int columns, int rows, int values) => new(
        "FLR1902", "a field needs at least two columns and rows, and a value at each of their crossings", $"chart \"{chart}\"",
        string.Create(CultureInfo.InvariantCulture, $"{columns} columns, {rows} rows, {values} values"),
            "give columns × rows values, row by row");

    public static FlorinException Pixels(string grid, int width, int height, int pixels) => new(
        "FLR1903", "a picture needs a value for every pixel", $"images \"{grid}\"",
        string.Create(CultureInfo.InvariantCulture, $"{pixels} values for {width} × {height} pixels"),
            "give width × height values, line by line");
}
