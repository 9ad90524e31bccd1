namespace Florin;

using System.Globalization;

/// <summary>Says which number cannot be one of credit: a probability, a loss given default, an amount.</summary>
static class CreditCheck
{
    /// <summary>A number from 0 to 1.</summary>
    public static double Share(string what, double value) => Demand(value is >= 0 and <= 1, what, value, "0 to 1");

    /// <summary>A finite number of 0 or more.</summary>
    public static double Amount(string what, double value) => Demand(value >= 0 && double.IsFinite(value), what, value, "0 or more");

    /// <summary>A finite number.</summary>
    public static double Finite(string what, double value) => Demand(double.IsFinite(value), what, value, "a number");

    public static double Demand(bool fits, string what, double value, string expected) => fits ? value
        : throw new FlorinException("FLR1540", $"this cannot be {what}", what, value.ToString(CultureInfo.InvariantCulture),
            $"give {expected}");

    public static void SameLength(string what, int expected, int found)
    {
        if (expected != found)
            throw new FlorinException("FLR1541", "the numbers are not of the same rows", what,
                string.Create(CultureInfo.InvariantCulture, $"{found} beside {expected}"), "give one for each row or period");
    }
}
