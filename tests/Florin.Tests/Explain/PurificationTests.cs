namespace Florin.Tests.Explain;

using System.Text.Json;
using Florin.Explain;

/// <summary>What a surface owes to each of its columns, against numpy (tests/reference/make_purification.py).</summary>
public class PurificationTests
{
    public static IEnumerable<TheoryDataRow<string>> Cases => Reference.Names("purification.json");

    [Theory]
    [MemberData(nameof(Cases))]
    public void What_is_left_is_what_mass_moving_and_least_squares_leave(string name)
    {
        JsonElement test = Reference.Case("purification.json", name);
        double[] Numbers(string key) => [.. test.GetProperty(key).GetProperty("values").EnumerateArray().Select(each => each.GetDouble())];
        (double[] first, double[] second, double[] weights, double[] values) = (Numbers("first"), Numbers("second"), Numbers("weights"),
            Numbers("values"));
        PairPoint[] points = [.. Enumerable.Range(0, values.Length).Select(i => new PairPoint(
            new BasisPlace((int)first[2 * i], first[2 * i + 1]), new BasisPlace((int)second[2 * i], second[2 * i + 1]), weights[i],
            values[i]))];
        int[] sizes = [.. test.GetProperty("sizes").EnumerateArray().Select(size => size.GetInt32())];
        var curves = Purification.Of(sizes[0], sizes[1], points);
        double[] left = [.. points.Select(point => point.Value - curves.First(point.First) - curves.Second(point.Second))];
        // Curves are those of the surface less its mean.
        double mean = left.Zip(weights, (value, weight) => value * weight).Sum() / weights.Sum();
        double[] expected = Numbers("left");
        for (int i = 0; i < left.Length; i++) Assert.Equal(expected[i], left[i] - mean, 1e-8);
    }

    [Fact]
    public void A_sum_of_curves_leaves_nothing()
    {
        PairPoint[] points = [.. Enumerable.Range(0, 40).Select(i => new PairPoint(new BasisPlace(i % 4, 0.25), new BasisPlace(i % 7, 0),
            1 + i % 3, Math.Sin(i % 4) + Math.Exp(i % 7)))];
        var curves = Purification.Of(5, 7, points);
        double[] left = [.. points.Select(point => point.Value - curves.First(point.First) - curves.Second(point.Second))];
        foreach (double value in left) Assert.Equal(left[0], value, 1e-6);
    }
}
