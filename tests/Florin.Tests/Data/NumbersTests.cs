namespace Florin.Tests.Data;

using System.Globalization;
using System.Text;

/// <summary>The reader of numbers beside the runtime's, bit for bit.</summary>
public class NumbersTests
{
    static readonly string[] Forms = ["R", "F0", "F2", "F6", "E3", "E16", "E17", "G15", "G17", "F15", "F18"];

    [Fact]
    public void Random_numbers_in_many_forms_are_those_of_the_runtime()
    {
        var random = new Random(1);
        for (int i = 0; i < 300_000; i++)
        {
            double value = (i % 3) switch
            {
                0 => BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue)),
                1 => (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-12, 18)),
                _ => random.Next(-1_000_000, 1_000_000) / 100.0,
            };
            if (!double.IsFinite(value)) continue;
            int forms = Math.Abs(value) is < 1e22 and > 1e-22 ? Forms.Length : 3;
            Same(value.ToString(Forms[random.Next(forms)], CultureInfo.InvariantCulture));
        }
    }

    [Fact]
    public void Random_digits_with_a_point_anywhere_are_those_of_the_runtime()
    {
        var random = new Random(2);
        for (int i = 0; i < 300_000; i++)
        {
            string digits = string.Concat(Enumerable.Range(0, random.Next(1, 22)).Select(_ => (char)('0' + random.Next(10))));
            string text = digits.Insert(random.Next(digits.Length + 1), ".");
            Same(i % 4 == 0 ? $"-{text}e{random.Next(-30, 30)}" : text);
        }
    }

    /// <summary>Halfway between two doubles, and a digit to either side: one rounding too many shows here.</summary>
    [Fact]
    public void Numbers_halfway_between_two_doubles_go_to_the_even_one()
    {
        var random = new Random(3);
        for (int i = 0; i < 100_000; i++)
        {
            long mantissa = (1L << 52) + random.NextInt64(1L << 52);
            int shift = random.Next(1, 6);
            decimal halfway = (mantissa + 0.5m) / (1L << shift);
            string text = halfway.ToString(CultureInfo.InvariantCulture);
            Same(text);
            Same(text[..^1] + "6");
            Same(text[..^1] + "4");
        }
    }

    [Fact]
    public void What_is_no_number_is_what_the_runtime_refuses()
    {
        var random = new Random(4);
        const string Marks = "0123456789.+-eE";
        for (int i = 0; i < 300_000; i++)
            Same(string.Concat(Enumerable.Range(0, random.Next(0, 8)).Select(_ => Marks[random.Next(Marks.Length)])));
        string[] refused = ["", ".", "-", "+.", "1e", "1e+", "NaN", "Infinity", "1e999", "0x10", "1,5", "1 2", "١", "--1", "1.2.3"];
        foreach (string text in refused)
            Assert.False(Numbers.TryParse(Encoding.UTF8.GetBytes(text), out _), text);
    }

    static void Same(string text)
    {
        bool expected = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value);
        Assert.True(expected == Numbers.TryParse(Encoding.UTF8.GetBytes(text), out double read), text);
        if (expected && BitConverter.DoubleToInt64Bits(value) != BitConverter.DoubleToInt64Bits(read))
            Assert.Fail($"{text} read as {read:R}");
    }
}
