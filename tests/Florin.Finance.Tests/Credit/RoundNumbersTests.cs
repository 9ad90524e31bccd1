namespace Florin.Finance.Tests.Credit;

public class RoundNumbersTests
{
    [Theory]
    [InlineData(3, 4, 4)]
    [InlineData(23.7, 24.9, 24)]
    [InlineData(24_873, 26_120, 25_000)]
    [InlineData(-3, 5, 0)]
    [InlineData(-0.5, -0.2, -0.5)]
    [InlineData(0.1, 0.2, 0.2)]
    [InlineData(0, 1e-9, 1e-9)]
    [InlineData(-1e308, 1.7e308, 0)]
    [InlineData(1e15, 1000000000000001, 1000000000000001)]
    public void The_roundest_number_is_found(double low, double high, double expected)
    {
        double found = RoundNumbers.Between(low, high);
        if (expected == low) Assert.InRange(found, low, high); // above the lower limit, so -0.4, -0.3 or -0.2
        else Assert.Equal(expected, found);
        Assert.True(found > low && found <= high, $"{found}");
    }

    [Fact]
    public void Every_number_lies_above_the_lower_and_not_above_the_upper()
    {
        var random = new Random(1);
        for (int i = 0; i < 20_000; i++)
        {
            double low = (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-12, 13));
            double high = i % 3 == 0 ? Math.BitIncrement(low) : low + random.NextDouble() * Math.Pow(10, random.Next(-12, 13));
            if (!(high > low)) continue;
            double found = RoundNumbers.Between(low, high);
            Assert.True(found > low && found <= high, $"{low:R} {high:R} {found:R}");
        }
    }

    [Fact]
    public void Parts_hold_five_numbers_or_more()
    {
        var random = new Random(2);
        for (int i = 0; i < 300; i++)
        {
            double[] sorted = [.. Enumerable.Range(0, random.Next(0, 400)).Select(_ => Math.Round(random.NextDouble() * 20, i % 4))
                .Order()];
            double[] edges = RoundNumbers.Edges(sorted, random.Next(2, 60));
            Assert.Equal(edges.Order().Distinct(), edges);
            double[] ends = [double.NegativeInfinity, .. edges, double.PositiveInfinity];
            if (edges.Length > 0) Assert.All(ends.Zip(ends.Skip(1)), part =>
                Assert.True(sorted.Count(number => number >= part.First && number < part.Second) >= 5));
        }
    }
}
