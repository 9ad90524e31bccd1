using System.Numerics;

namespace Florin.Tests.Kernels;

/// <summary>References that the runtime lacks, good to about an ulp of a double.</summary>
internal static class Twins
{
    /// <summary>Kahan's correction: the rounding error of e^x cancels in the quotient.</summary>
    internal static double Expm1(double x)
    {
        double u = Math.Exp(x), v = u - 1;
        if (Math.Abs(x) < 1e-5) return x + x * x / 2 + x * x * x / 6;
        return Math.Abs(x) < 0.5 ? v * (x / Math.Log(u)) : v;
    }

    internal static double Log1p(double x)
    {
        double u = 1 + x;
        return u == 1 ? x : double.IsInfinity(u) || x <= -1 ? Math.Log(u) : Math.Log(u) * (x / (u - 1));
    }

    /// <summary>The Maclaurin series in decimal, where a double would lose digits; far out a continued fraction.</summary>
    internal static double Erf(double x)
    {
        if (double.IsNaN(x)) return x;
        double a = Math.Abs(x);
        if (a > 6) return Math.Sign(x);
        if (a < 1e-4) return 2 / Math.Sqrt(Math.PI) * (x - x * x * x / 3);
        if (a > 3) return Math.Sign(x) * (1 - Complement(a));
        decimal t = Exact(a), square = t * t, term = t, sum = t;
        for (int n = 1; n < 200 && Math.Abs(term) > 1e-27m; n++)
        {
            term *= -square / n;
            sum += term / (2 * n + 1);
        }
        return Math.Sign(x) * (double)(sum * 1.1283791670955125738961589031m);
    }

    // The conversion of the language keeps 15 digits only.
    static decimal Exact(double a)
    {
        int shift = 52 - Math.ILogB(a);
        return (decimal)(long)Math.ScaleB(a, shift) / (decimal)BigInteger.Pow(2, shift);
    }

    static double Complement(double a)
    {
        double fraction = 0;
        for (int n = 200; n > 0; n--) fraction = n / 2.0 / (a + fraction);
        return Math.Exp(-a * a) / Math.Sqrt(Math.PI) / (a + fraction);
    }
}
