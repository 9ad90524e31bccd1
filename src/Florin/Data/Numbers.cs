namespace Florin;

using System.Globalization;
using System.Text;

/// <summary>
/// Reads decimal numbers of any culture's machine form: sign, digits, point, exponent. The result is the double nearest to the text, half
/// to even, as that of <see cref="double.Parse(string)"/>; both short ways are exact because they round once.
/// </summary>
static class Numbers
{
    /// <summary>The number with three digits: what is left tells no amount of a single row. 0 for what is not finite.</summary>
    public static double ThreeDigits(double value) => double.IsFinite(value)
        ? double.Parse(value.ToString("E2", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) : 0;

    const int LongestExact = 19; // digits that a ulong holds, whatever they are
    const int LargestExact = 22; // 10^22 is the last power of ten that a double holds exactly
    const ulong Whole = 1UL << 53; // integers up to here are doubles

    static readonly double[] Powers =
        [.. Enumerable.Range(0, LargestExact + 1).Select(k => double.Parse($"1e{k}", CultureInfo.InvariantCulture))];

    static readonly ulong[] Integers = MakeIntegers();

    /// <summary>The shortest text that reads back to the same number; minus zero is zero, so that equal numbers have one text.</summary>
    public static string Text(double value) => (value == 0 ? 0 : value).ToString("R", CultureInfo.InvariantCulture);

    /// <summary>Reads a text; blanks at its ends do not count.</summary>
    public static bool TryParse(string text, out double value) => TryParse(Encoding.UTF8.GetBytes(text.Trim()), out value);

    /// <summary>Two texts that are equal without the blanks at their ends, or equal as numbers.</summary>
    public static bool SameValue(string left, string right) =>
        left.AsSpan().Trim().SequenceEqual(right.AsSpan().Trim())
        || TryParse(left, out double first) && TryParse(right, out double second) && first == second;

    /// <summary>Reads a cell without blanks at its ends; false when it is no number or too large for one.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out double value)
    {
        value = 0;
        int at = 0;
        if (text.Length > 0 && text[0] is (byte)'-' or (byte)'+') at = 1;
        ulong digits = 0;
        int first = at;
        at = Digits(text, at, ref digits);
        int count = at - first, scale = 0;
        if (at < text.Length && text[at] == '.')
        {
            int point = ++at;
            at = Digits(text, at, ref digits);
            scale = at - point;
            count += scale;
        }

        int exponent = 0;
        if (count == 0 || at < text.Length && !TryExponent(text[at..], out exponent)) return false;
        exponent -= scale;
        if (count <= LongestExact && digits <= Whole && Math.Abs(exponent) <= LargestExact)
            value = exponent < 0 ? digits / Powers[-exponent] : digits * Powers[exponent];
        else if (count <= LongestExact && exponent is < 0 and > -20)
            value = Quotient(digits, Integers[-exponent]);
        else
            return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);
        if (text[0] == '-') value = -value;
        return true;
    }

    /// <summary>Runs on past what a ulong holds; the caller looks at how many digits there were.</summary>
    static int Digits(ReadOnlySpan<byte> text, int at, ref ulong digits)
    {
        ulong sum = digits;
        for (; at < text.Length; at++)
        {
            uint digit = (uint)(text[at] - '0');
            if (digit > 9) break;
            sum = sum * 10 + digit;
        }

        digits = sum;
        return at;
    }

    static bool TryExponent(ReadOnlySpan<byte> text, out int exponent)
    {
        exponent = 0;
        if (text[0] is not ((byte)'e' or (byte)'E')) return false;
        bool signed = text.Length > 1 && text[1] is (byte)'-' or (byte)'+';
        int at = signed ? 2 : 1;
        if (at == text.Length) return false;
        for (; at < text.Length; at++)
        {
            uint digit = (uint)(text[at] - '0');
            if (digit > 9) return false;
            exponent = Math.Min(exponent * 10 + (int)digit, 100_000);
        }

        if (signed && text[1] == '-') exponent = -exponent;
        return true;
    }

    /// <summary>
    /// The double nearest to a quotient of integers. Both are moved up until their top bit is set, so that 63 or 64 bits of the quotient
    /// come out; whatever is left over becomes the lowest bit, far below the place that decides the rounding.
    /// </summary>
    static double Quotient(ulong dividend, ulong divisor)
    {
        int up = System.Numerics.BitOperations.LeadingZeroCount(dividend), down = System.Numerics.BitOperations.LeadingZeroCount(divisor);
        (UInt128 whole, UInt128 rest) = UInt128.DivRem((UInt128)(dividend << up) << 63, divisor << down);
        ulong bits = (ulong)whole;
        long rounded = (long)(bits >> 1 | bits & 1 | (rest == 0 ? 0UL : 1UL));
        return rounded * BitConverter.Int64BitsToDouble((long)(1023 - 62 + down - up) << 52);
    }

    static ulong[] MakeIntegers()
    {
        var powers = new ulong[20];
        powers[0] = 1;
        for (int k = 1; k < powers.Length; k++) powers[k] = powers[k - 1] * 10;
        return powers;
    }
}
