namespace Florin;

using MathNet.Numerics;

/// <summary>
/// Logarithm and exponential from additions and multiplications alone, so that calibrated scores and metrics have the same bits on
/// every operating system; the distributions of the tests.
/// </summary>
static class MetricMath
{
    /// <summary>Probabilities are kept this far from 0 and 1 before their log odds are taken.</summary>
    public const double Edge = 1e-15;

    /// <summary>A normal number lies so many standard deviations from its mean at most in 95 % of cases.</summary>
    public const double Normal95 = 1.959963984540054;

    const double Ln2High = 0x162E42FEE00000 / (double)(1L << 53), Ln2Low = 1.9082149292705877e-10;

    /// <summary>Within 2 units in the last place for normal x above 0; minus infinity for 0.</summary>
    public static double Log(double x)
    {
        if (x == 0) return double.NegativeInfinity;
        int exponent = Math.ILogB(x);
        double mantissa = Math.ScaleB(x, -exponent);
        if (mantissa > 1.4142135623730951) (mantissa, exponent) = (mantissa / 2, exponent + 1);
        double s = (mantissa - 1) / (mantissa + 1), square = s * s, sum = 0;
        for (int power = 23; power >= 3; power -= 2) sum = (sum + 1.0 / power) * square; // atanh(s) = s + s³/3 + s⁵/5 + …
        return exponent * Ln2High + (2 * s + (2 * s * sum + exponent * Ln2Low));
    }

    /// <summary>Within 2 units in the last place; 0 and infinity beyond the range of double.</summary>
    public static double Exp(double x)
    {
        if (x < -746) return 0;
        if (x > 710) return double.PositiveInfinity;
        double whole = Math.Round(x * 1.4426950408889634);
        double rest = x - whole * Ln2High - whole * Ln2Low, sum = 1;
        for (int power = 14; power >= 1; power--) sum = 1 + sum * rest / power;
        return Math.ScaleB(sum, (int)whole);
    }

    /// <summary>x to a power, for x of 0 or more and a power above 0, or x above 0.</summary>
    public static double Power(double x, double power) => x == 0 ? 0 : Exp(power * Log(x));

    public static double[] Ones(int count) => [.. Enumerable.Repeat(1.0, count)];

    public static double Clip(double p) => Math.Min(Math.Max(p, Edge), 1 - Edge);

    public static double Logit(double p)
    {
        p = Clip(p);
        return Log(p / (1 - p));
    }

    public static double Sigmoid(double x)
    {
        double small = Exp(-Math.Abs(x));
        return (x >= 0 ? 1 : small) / (1 + small);
    }

    /// <summary>ln(1 + e^x).</summary>
    public static double Softplus(double x) => Math.Max(x, 0) + Log(1 + Exp(-Math.Abs(x)));

    public static double Normal(double z) => SpecialFunctions.Erfc(-z / Math.Sqrt(2)) / 2;

    public static double NormalQuantile(double p) => MathNet.Numerics.Distributions.Normal.InvCDF(0, 1, p);

    public static double TwoSided(double z) => 2 * Normal(-Math.Abs(z));

    /// <summary>P(chi-square above x).</summary>
    public static double ChiSquareTail(double x, double degrees) => SpecialFunctions.GammaUpperRegularized(degrees / 2, x / 2);

    /// <summary>
    /// The incomplete beta function I_x(a, b) by its continued fraction (Lentz's method), which takes about the square root of a + b
    /// steps: grades have millions of obligors, where a library's fixed number of steps ends early.
    /// </summary>
    public static double BetaCdf(double x, double a, double b)
    {
        if (x <= 0 || x >= 1) return x <= 0 ? 0 : 1;
        if (x > (a + 1) / (a + b + 2)) return 1 - BetaCdf(1 - x, b, a);
        double c = 1, d = 1 / Lifted(1 - (a + b) * x / (a + 1)), fraction = d;
        for (double m = 1, change = 0; change != 1 && m < 1e6; m++)
        {
            double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
            double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
            d = 1 / Lifted(1 + even * d);
            c = Lifted(1 + even / c);
            fraction *= d * c;
            d = 1 / Lifted(1 + odd * d);
            c = Lifted(1 + odd / c);
            change = d * c;
            if (Math.Abs(change - 1) < 1e-15) change = 1;
            fraction *= change;
        }

        return Front(x, a, b) * fraction / a;
    }

    /// <summary>
    /// x^a (1 - x)^b / B(a, b), by Stirling's series, small parameters raised first: a difference of logarithms of gamma functions
    /// would leave eight digits of a million obligors.
    /// </summary>
    static double Front(double x, double a, double b)
    {
        const double Large = 16;
        double factor = 1;
        for (; a < Large; a++) factor *= a / ((a + b) * x);
        for (; b < Large; b++) factor *= b / ((a + b) * (1 - x));
        double gap = a - (a + b) * x;
        double exponent = a * SpecialFunctions.Log1p(-gap / a) + b * SpecialFunctions.Log1p(gap / b);
        return factor * Math.Sqrt(a / (2 * Math.PI) * b / (a + b)) * Math.Exp(exponent + Series(a + b) - Series(a) - Series(b));

        static double Series(double z) => (1.0 / 12 - (1.0 / 360 - (1.0 / 1260 - 1 / (1680 * z * z)) / (z * z)) / (z * z)) / z;
    }

    static double Lifted(double value) => Math.Abs(value) < 1e-300 ? 1e-300 : value;
}
