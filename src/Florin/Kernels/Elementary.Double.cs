using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.Intrinsics.Vector512;

namespace Florin.Kernels;

/// <summary>The elementary functions on double precision lanes: see the single precision ones.</summary>
internal static partial class Elementary
{
    const double Magic64 = 6755399441055744.0; // added to a small number it leaves the nearest integer in the low bits
    const long MagicBits64 = 0x4338000000000000;

    /// <summary>e^x; results below the least normal number are gradual, beyond them 0; +inf above the range.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<double> Exp(Vector512<double> x)
    {
        x = Clamp(x, -746.0, 710.0);
        Vector512<double> reduced = ExpReduced(x, out Vector512<long> n);
        Vector512<long> half = ShiftRightArithmetic(n, 1); // two factors: either alone could leave the range
        return (Create(1.0) + reduced) * PowerOfTwo64(half) * PowerOfTwo64(n - half);
    }

    /// <summary>e^x for x up to 0, as probabilities need it; below e^-708 nothing gets smaller.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<double> ExpOfNegative(Vector512<double> x)
    {
        x = ConditionalSelect(LessThan(x, Create(-708.0)), Create(-708.0), x);
        Vector512<double> reduced = ExpReduced(x, out Vector512<long> n);
        return (Create(1.0) + reduced) * PowerOfTwo64(n);
    }

    /// <summary>e^x - 1 without cancellation near 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<double> Expm1(Vector512<double> x)
    {
        x = Clamp(x, -40.0, 710.0);
        Vector512<double> reduced = ExpReduced(x, out Vector512<long> n);
        Vector512<double> scale = PowerOfTwo64(n - Vector512<long>.One); // half the factor: 2^1024 has no finite form
        Vector512<double> half = FusedMultiplyAdd(scale, reduced, scale - Create(0.5));
        return ConditionalSelect(LessThan(Abs(x), Create(2.2250738585072014e-308)), x, half + half); // denormals would lose a bit
    }

    /// <summary>The hyperbolic tangent, exactly odd.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<double> Tanh(Vector512<double> x)
    {
        Vector512<double> a = Clamp(Abs(x), 0.0, 20.0); // 1 to the last bit from there on
        Vector512<double> t = Expm1(a + a);
        return WithSign(t / (t + Create(2.0)), x);
    }

    /// <summary>1 / (1 + e^-x); 0 where e^-x overflows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<double> Sigmoid(Vector512<double> x) => Create(1.0) / (Create(1.0) + Exp(-x));

    /// <summary>log(1 + e^x), without overflow.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<double> Softplus(Vector512<double> x) =>
        ConditionalSelect(LessThan(x, Vector512<double>.Zero), Vector512<double>.Zero, x) + Log1p(Exp(-Abs(x)));

    /// <summary>The natural logarithm: -inf at 0, NaN below.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<double> Log(Vector512<double> x)
    {
        Vector512<double> small = LessThan(x, Create(2.2250738585072014e-308)); // denormal: its exponent field says nothing
        Vector512<double> scaled = ConditionalSelect(small, x * Create(18014398509481984.0), x);
        Vector512<double> shift = small & Create(54.0);
        return LogSpecial(LogOf(scaled, shift, Vector512<double>.Zero), x);
    }

    /// <summary>log(1 + x) without cancellation near 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<double> Log1p(Vector512<double> x)
    {
        Vector512<double> one = Create(1.0), u = one + x;
        Vector512<double> lost = ConditionalSelect(LessThan(x, one), x - (u - one), one - (u - x)); // what rounding u dropped
        return LogSpecial(LogOf(u, Vector512<double>.Zero, lost / u), u);
    }

    /// <summary>The error function, exactly odd.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<double> Erf(Vector512<double> x)
    {
        Vector512<double> a = Abs(x), t = Clamp(a, 0.0, 6.0), z = a * a;
        Vector512<double> p = Create(5.9605882418158824e-11);
        p = Horner(p, z, -1.1374896572478123e-9); p = Horner(p, z, 1.4660312931422675e-8); p = Horner(p, z, -1.635039379826464e-7);
        p = Horner(p, z, 1.6461008241355162e-6); p = Horner(p, z, -1.4925595756924006e-5); p = Horner(p, z, 0.00012055331132297778);
        p = Horner(p, z, -0.00085483269814068156); p = Horner(p, z, 0.0052239776248280919); p = Horner(p, z, -0.026866170645077839);
        p = Horner(p, z, 0.11283791670954884); p = Horner(p, z, -0.37612638903183748); p = Horner(p, z, 0.12837916709551257);
        Vector512<double> inner = FusedMultiplyAdd(p, x, x);
        p = Create(2.0093825691194888e-13);
        p = Horner(p, t, -9.944624484607885e-12); p = Horner(p, t, 2.3190368201098461e-10); p = Horner(p, t, -3.3875299819020505e-9);
        p = Horner(p, t, 3.4735757631981392e-8); p = Horner(p, t, -2.6523328347335231e-7); p = Horner(p, t, 1.5578996060828104e-6);
        p = Horner(p, t, -7.141243711469513e-6); p = Horner(p, t, 2.5431749054443989e-5); p = Horner(p, t, -6.7744348100848852e-5);
        p = Horner(p, t, 0.00011701912163661517); p = Horner(p, t, -3.2523668146562737e-5); p = Horner(p, t, -0.0005381099482277773);
        p = Horner(p, t, 0.0016595794423144558); p = Horner(p, t, -0.00018926259540834776); p = Horner(p, t, -0.019136527898669882);
        p = Horner(p, t, 0.10277489903130896); p = Horner(p, t, 0.63661936502622328); p = Horner(p, t, 0.12837920102826513);
        Vector512<double> outer = WithSign(Create(1.0) - Exp(-FusedMultiplyAdd(p, t, t)), x); // -log(1 - erf) / t - 1
        return ConditionalSelect(LessThan(a, Create(1.0)), inner, outer);
    }

    /// <summary>The sine; NaN beyond |x| = 1e12, where the reduction would lose its meaning.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<double> Sin(Vector512<double> x) => SinShifted(x, Vector512<long>.Zero);

    /// <summary>The cosine; NaN beyond |x| = 1e12.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<double> Cos(Vector512<double> x) => SinShifted(x, Vector512<long>.One);

    // e^r - 1 for r = x - n log 2, |r| <= log(2) / 2
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<double> ExpReduced(Vector512<double> x, out Vector512<long> n)
    {
        Vector512<double> t = FusedMultiplyAdd(x, Create(1.4426950408889634), Create(Magic64));
        n = t.AsInt64() - Create(MagicBits64);
        t -= Create(Magic64);
        Vector512<double> r = Horner(t, Create(-0.6931471805599453), x);
        r = Horner(t, Create(-2.3190468138462996e-17), r);
        Vector512<double> p = Create(2.5115604653849825e-8);
        p = Horner(p, r, 2.7631602949515553e-7); p = Horner(p, r, 2.7557223799553706e-6); p = Horner(p, r, 2.4801489065382293e-5);
        p = Horner(p, r, 0.00019841269908456501); p = Horner(p, r, 0.0013888888947839137); p = Horner(p, r, 0.0083333333333116588);
        p = Horner(p, r, 0.041666666666512337); p = Horner(p, r, 0.16666666666666691); p = Horner(p, r, 0.50000000000000131);
        return FusedMultiplyAdd(r * r, p, r);
    }

    // log y + log(1 + lost / y) - shift log 2, y normal and positive; the scheme of fdlibm: s = f / (2 + f)
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<double> LogOf(Vector512<double> y, Vector512<double> shift, Vector512<double> lost)
    {
        Vector512<long> bits = y.AsInt64();
        Vector512<long> n = ShiftRightArithmetic(bits - Create(0x3FE6A09E667F3BCD), 52); // the fraction falls in [sqrt 1/2, sqrt 2)
        Vector512<double> k = (n + Create(MagicBits64)).AsDouble() - Create(Magic64) - shift;
        Vector512<double> f = (bits - ShiftLeft(n, 52)).AsDouble() - Create(1.0);
        Vector512<double> s = f / (f + Create(2.0)), z = s * s, half = Create(0.5) * f * f;
        Vector512<double> p = Create(0.14811514130668231);
        p = Horner(p, z, 0.15312572738468654); p = Horner(p, z, 0.1818361886229398); p = Horner(p, z, 0.22222197590088097);
        p = Horner(p, z, 0.28571428751273369); p = Horner(p, z, 0.39999999999378126); p = Horner(p, z, 0.66666666666667393);
        Vector512<double> low = FusedMultiplyAdd(k, Create(1.9082149292705877e-10), lost);
        low = FusedMultiplyAdd(s, FusedMultiplyAdd(z, p, half), low);
        return FusedMultiplyAdd(k, Create(0.69314718036912382), f - (half - low));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<double> LogSpecial(Vector512<double> log, Vector512<double> x)
    {
        Vector512<double> infinity = Create(double.PositiveInfinity), zero = Vector512<double>.Zero;
        Vector512<double> special = ConditionalSelect(Vector512.Equals(x, zero), -infinity, Create(double.NaN));
        special = ConditionalSelect(Vector512.Equals(x, infinity), infinity, special);
        return ConditionalSelect(GreaterThan(x, zero) & LessThan(x, infinity), log, special);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<double> SinShifted(Vector512<double> x, Vector512<long> quarter)
    {
        Vector512<double> t = FusedMultiplyAdd(x, Create(0.63661977236758138), Create(Magic64));
        quarter += t.AsInt64() - Create(MagicBits64);
        t -= Create(Magic64);
        Vector512<double> r = Horner(t, Create(-1.5707963267948966), x);
        r = Horner(t, Create(-6.123233995736766e-17), r);
        r = Horner(t, Create(1.4973849048591833e-33), r);
        Vector512<double> z = r * r, p = Create(1.5893583882817154e-10), q = Create(-1.1357473176898456e-11);
        p = Horner(p, z, -2.5050704011900137e-8); p = Horner(p, z, 2.7557313355696266e-6); p = Horner(p, z, -0.0001984126982886921);
        p = Horner(p, z, 0.0083333333333212859); p = Horner(p, z, -0.16666666666666628);
        q = Horner(q, z, 2.0875682380527221e-9); q = Horner(q, z, -2.7557314060375117e-7); q = Horner(q, z, 2.4801587288504849e-5);
        q = Horner(q, z, -0.0013888888888872616); q = Horner(q, z, 0.041666666666666591);
        Vector512<double> sine = FusedMultiplyAdd(z * r, p, r);
        Vector512<double> cosine = FusedMultiplyAdd(z * z, q, FusedMultiplyAdd(z, Create(-0.5), Create(1.0)));
        Vector512<long> one = Vector512<long>.One;
        Vector512<double> y = ConditionalSelect(Vector512.Equals(quarter & one, one).AsDouble(), cosine, sine);
        y ^= ShiftLeft(ShiftRightArithmetic(quarter, 1), 63).AsDouble();
        return ConditionalSelect(LessThanOrEqual(Abs(x), Create(1e12)), y, Create(double.NaN));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<double> Horner(Vector512<double> p, Vector512<double> x, Vector512<double> next) => FusedMultiplyAdd(p, x, next);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<double> Horner(Vector512<double> p, Vector512<double> x, double next) => FusedMultiplyAdd(p, x, Create(next));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<double> PowerOfTwo64(Vector512<long> n) => ShiftLeft(n + Create(1023L), 52).AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<double> WithSign(Vector512<double> magnitude, Vector512<double> sign) => magnitude | (sign & Create(-0.0));

    // NaN passes: both comparisons are false
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<double> Clamp(Vector512<double> x, double low, double high)
    {
        x = ConditionalSelect(GreaterThan(x, Create(high)), Create(high), x);
        return ConditionalSelect(LessThan(x, Create(low)), Create(low), x);
    }
}
