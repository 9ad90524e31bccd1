using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.Intrinsics.Vector512;

namespace Florin.Kernels;

/// <summary>The elementary functions on single precision lanes: the same operations and bits everywhere; NaN in, NaN out.</summary>
internal static partial class Elementary
{
    const float Magic32 = 12582912f; // added to a small number it leaves the nearest integer in the low bits
    const int MagicBits32 = 0x4B400000;

    /// <summary>e^x; results below the least normal number are gradual, beyond them 0; +inf above the range.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<float> Exp(Vector512<float> x)
    {
        x = Clamp(x, -104f, 89f);
        Vector512<float> reduced = ExpReduced(x, out Vector512<int> n);
        Vector512<int> half = ShiftRightArithmetic(n, 1); // two factors: either alone could leave the range
        return (Create(1f) + reduced) * PowerOfTwo32(half) * PowerOfTwo32(n - half);
    }

    /// <summary>
    /// e^x for x up to 0, as probabilities need it: half the work of <see cref="Exp(Vector512{float})"/>, but below e^-87 nothing gets
    /// smaller.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<float> ExpOfNegative(Vector512<float> x)
    {
        x = ConditionalSelect(LessThan(x, Create(-87f)), Create(-87f), x);
        Vector512<float> reduced = ExpReduced(x, out Vector512<int> n);
        return (Create(1f) + reduced) * PowerOfTwo32(n);
    }

    /// <summary>e^x - 1 without cancellation near 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<float> Expm1(Vector512<float> x)
    {
        x = Clamp(x, -20f, 89f);
        Vector512<float> reduced = ExpReduced(x, out Vector512<int> n);
        Vector512<float> scale = PowerOfTwo32(n - Vector512<int>.One); // half the factor: 2^128 has no finite form
        Vector512<float> half = FusedMultiplyAdd(scale, reduced, scale - Create(0.5f));
        return ConditionalSelect(LessThan(Abs(x), Create(1.17549435e-38f)), x, half + half); // denormals would lose a bit
    }

    /// <summary>The hyperbolic tangent, exactly odd.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<float> Tanh(Vector512<float> x)
    {
        Vector512<float> a = MinNative(Create(10f), Abs(x)); // 1 to the last bit from there on; the second operand passes where it is NaN
        Vector512<float> reduced = ExpReduced(a + a, out Vector512<int> n), scale = PowerOfTwo32(n);
        Vector512<float> t = FusedMultiplyAdd(scale, reduced, scale - Create(1f));
        return WithSign(t / (t + Create(2f)), x);
    }

    /// <summary>1 / (1 + e^-x); 0 below -88, where a clamped tail times -inf would be -inf and not NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<float> Sigmoid(Vector512<float> x)
    {
        // One factor is enough in this range; above it the sum is 1 to the last bit.
        Vector512<float> one = Create(1f), reduced = ExpReduced(MinNative(Create(88f), MaxNative(Create(-87f), -x)), out Vector512<int> n);
        return AndNot(one / FusedMultiplyAdd(one + reduced, PowerOfTwo32(n), one), LessThan(x, Create(-88f)));
    }

    /// <summary>log(1 + e^x), without overflow.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<float> Softplus(Vector512<float> x) =>
        ConditionalSelect(LessThan(x, Vector512<float>.Zero), Vector512<float>.Zero, x) + Log1p(Exp(-Abs(x)));

    /// <summary>The natural logarithm: -inf at 0, NaN below.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<float> Log(Vector512<float> x)
    {
        Vector512<float> small = LessThan(x, Create(1.17549435e-38f)); // denormal: its exponent field says nothing
        Vector512<float> scaled = ConditionalSelect(small, x * Create(8388608f), x);
        Vector512<float> shift = small & Create(23f);
        return LogSpecial(LogOf(scaled, shift, Vector512<float>.Zero), x);
    }

    /// <summary>log(1 + x) without cancellation near 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<float> Log1p(Vector512<float> x)
    {
        Vector512<float> one = Create(1f), u = one + x;
        Vector512<float> lost = ConditionalSelect(LessThan(x, one), x - (u - one), one - (u - x)); // what rounding u dropped
        return LogSpecial(LogOf(u, Vector512<float>.Zero, lost / u), u);
    }

    /// <summary>The error function, exactly odd.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<float> Erf(Vector512<float> x)
    {
        Vector512<float> a = Abs(x), t = Clamp(a, 0f, 4.2f), z = a * a;
        Vector512<float> p = Create(-0.000598697648f);
        p = Horner(p, z, 0.00499292555f); p = Horner(p, z, -0.0267668622f); p = Horner(p, z, 0.112818373f);
        p = Horner(p, z, -0.376124975f); p = Horner(p, z, 0.12837915f);
        Vector512<float> inner = FusedMultiplyAdd(p, x, x);
        p = Create(1.1822009e-5f);
        p = Horner(p, t, -0.000328640122f); p = Horner(p, t, 0.00366587664f); p = Horner(p, t, -0.0238109266f);
        p = Horner(p, t, 0.106292835f); p = Horner(p, t, 0.635117942f); p = Horner(p, t, 0.128656597f);
        Vector512<float> outer = WithSign(Create(1f) - Exp(-FusedMultiplyAdd(p, t, t)), x); // -log(1 - erf) / t - 1
        return ConditionalSelect(LessThan(a, Create(0.9277f)), inner, outer);
    }

    /// <summary>The sine; NaN beyond |x| = 1e5f, where the reduction would lose its meaning.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<float> Sin(Vector512<float> x) => SinShifted(x, Vector512<int>.Zero);

    /// <summary>The cosine; NaN beyond |x| = 1e5f.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<float> Cos(Vector512<float> x) => SinShifted(x, Vector512<int>.One);

    // e^r - 1 for r = x - n log 2, |r| <= log(2) / 2
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<float> ExpReduced(Vector512<float> x, out Vector512<int> n)
    {
        Vector512<float> t = FusedMultiplyAdd(x, Create(1.44269504f), Create(Magic32));
        n = t.AsInt32() - Create(MagicBits32);
        t -= Create(Magic32);
        Vector512<float> r = Horner(t, Create(-0.693147182f), x);
        r = Horner(t, Create(1.90465421e-9f), r);
        Vector512<float> p = Create(0.00139514502f);
        p = Horner(p, r, 0.00836898133f); p = Horner(p, r, 0.0416661904f); p = Horner(p, r, 0.166665181f);
        p = Horner(p, r, 0.50000001f);
        return FusedMultiplyAdd(r * r, p, r);
    }

    // log y + log(1 + lost / y) - shift log 2, y normal and positive; the scheme of fdlibm: s = f / (2 + f)
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<float> LogOf(Vector512<float> y, Vector512<float> shift, Vector512<float> lost)
    {
        Vector512<int> bits = y.AsInt32();
        Vector512<int> n = ShiftRightArithmetic(bits - Create(0x3F3504F3), 23); // the fraction falls in [sqrt 1/2, sqrt 2)
        Vector512<float> k = (n + Create(MagicBits32)).AsSingle() - Create(Magic32) - shift;
        Vector512<float> f = (bits - ShiftLeft(n, 23)).AsSingle() - Create(1f);
        Vector512<float> s = f / (f + Create(2f)), z = s * s, half = Create(0.5f) * f * f;
        Vector512<float> p = Create(0.298866103f);
        p = Horner(p, z, 0.399770118f); p = Horner(p, z, 0.666667804f);
        Vector512<float> low = FusedMultiplyAdd(k, Create(9.05800061e-6f), lost);
        low = FusedMultiplyAdd(s, FusedMultiplyAdd(z, p, half), low);
        return FusedMultiplyAdd(k, Create(0.693138123f), f - (half - low));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<float> LogSpecial(Vector512<float> log, Vector512<float> x)
    {
        Vector512<float> infinity = Create(float.PositiveInfinity), zero = Vector512<float>.Zero;
        Vector512<float> special = ConditionalSelect(Vector512.Equals(x, zero), -infinity, Create(float.NaN));
        special = ConditionalSelect(Vector512.Equals(x, infinity), infinity, special);
        return ConditionalSelect(GreaterThan(x, zero) & LessThan(x, infinity), log, special);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<float> SinShifted(Vector512<float> x, Vector512<int> quarter)
    {
        Vector512<float> t = FusedMultiplyAdd(x, Create(0.636619772f), Create(Magic32));
        quarter += t.AsInt32() - Create(MagicBits32);
        t -= Create(Magic32);
        Vector512<float> r = Horner(t, Create(-1.57079637f), x);
        r = Horner(t, Create(4.37113883e-8f), r);
        r = Horner(t, Create(1.71512451e-15f), r);
        Vector512<float> z = r * r, p = Create(-0.000195105028f), q = Create(2.44320666e-5f);
        p = Horner(p, z, 0.00833212803f); p = Horner(p, z, -0.166666542f);
        q = Horner(q, z, -0.00138873143f); q = Horner(q, z, 0.0416666458f);
        Vector512<float> sine = FusedMultiplyAdd(z * r, p, r);
        Vector512<float> cosine = FusedMultiplyAdd(z * z, q, FusedMultiplyAdd(z, Create(-0.5f), Create(1f)));
        Vector512<int> one = Vector512<int>.One;
        Vector512<float> y = ConditionalSelect(Vector512.Equals(quarter & one, one).AsSingle(), cosine, sine);
        y ^= ShiftLeft(ShiftRightArithmetic(quarter, 1), 31).AsSingle();
        return ConditionalSelect(LessThanOrEqual(Abs(x), Create(1e5f)), y, Create(float.NaN));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<float> Horner(Vector512<float> p, Vector512<float> x, Vector512<float> next) => FusedMultiplyAdd(p, x, next);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<float> Horner(Vector512<float> p, Vector512<float> x, float next) => FusedMultiplyAdd(p, x, Create(next));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<float> PowerOfTwo32(Vector512<int> n) => ShiftLeft(n + Create(127), 23).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<float> WithSign(Vector512<float> magnitude, Vector512<float> sign) => magnitude | (sign & Create(-0f));

    // NaN passes: both comparisons are false
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<float> Clamp(Vector512<float> x, float low, float high)
    {
        x = ConditionalSelect(GreaterThan(x, Create(high)), Create(high), x);
        return ConditionalSelect(LessThan(x, Create(low)), Create(low), x);
    }
}
