using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Florin.Kernels;

/// <summary>Sums and maxima in one fixed order: four vectors of partial results, then halves. Reads up to a vector past the end.</summary>
internal static unsafe class Reduce
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static Real Sum(Real* x, long n)
    {
        Vec s0 = Vec.Zero, s1 = Vec.Zero, s2 = Vec.Zero, s3 = Vec.Zero;
        long i = 0, w = Vec.Count;
        for (; i <= n - 4 * w; i += 4 * w)
        {
            s0 += Vector512.Load(x + i);
            s1 += Vector512.Load(x + i + w);
            s2 += Vector512.Load(x + i + 2 * w);
            s3 += Vector512.Load(x + i + 3 * w);
        }
        for (; i <= n - w; i += w) s0 += Vector512.Load(x + i);
        if (i < n) s1 += Lanes.Load(x + i, n - i);
        return Sum(s0 + s1 + (s2 + s3));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static Real Dot(Real* a, Real* b, long n)
    {
        Vec s0 = Vec.Zero, s1 = Vec.Zero, s2 = Vec.Zero, s3 = Vec.Zero;
        long i = 0, w = Vec.Count;
        for (; i <= n - 4 * w; i += 4 * w)
        {
            s0 = Vector512.FusedMultiplyAdd(Vector512.Load(a + i), Vector512.Load(b + i), s0);
            s1 = Vector512.FusedMultiplyAdd(Vector512.Load(a + i + w), Vector512.Load(b + i + w), s1);
            s2 = Vector512.FusedMultiplyAdd(Vector512.Load(a + i + 2 * w), Vector512.Load(b + i + 2 * w), s2);
            s3 = Vector512.FusedMultiplyAdd(Vector512.Load(a + i + 3 * w), Vector512.Load(b + i + 3 * w), s3);
        }
        for (; i <= n - w; i += w) s0 = Vector512.FusedMultiplyAdd(Vector512.Load(a + i), Vector512.Load(b + i), s0);
        if (i < n) s1 = Vector512.FusedMultiplyAdd(Lanes.Load(a + i, n - i), Lanes.Load(b + i, n - i), s1);
        return Sum(s0 + s1 + (s2 + s3));
    }

    /// <summary>The greatest element, -inf of none; a NaN is the greatest of all.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static Real Max(Real* x, long n)
    {
        Vec lowest = Vector512.Create(Real.NegativeInfinity), m0 = lowest, m1 = lowest;
        long i = 0, w = Vec.Count;
        for (; i <= n - 2 * w; i += 2 * w)
        {
            m0 = Vector512.Max(m0, Vector512.Load(x + i));
            m1 = Vector512.Max(m1, Vector512.Load(x + i + w));
        }
        for (; i < n; i += w) m0 = Vector512.Max(m0, Vector512.ConditionalSelect(Lanes.First(n - i), Vector512.Load(x + i), lowest));
        return Max(Vector512.Max(m0, m1));
    }

    /// <summary>The sum of the lanes by halves: the same tree for every processor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static float Sum(Vector512<float> x)
    {
        Vector256<float> half = x.GetLower() + x.GetUpper();
        Vector128<float> four = half.GetLower() + half.GetUpper();
        Vector128<float> two = four + Vector128.Shuffle(four, Vector128.Create(2, 3, 0, 1));
        return two.GetElement(0) + two.GetElement(1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static double Sum(Vector512<double> x)
    {
        Vector256<double> half = x.GetLower() + x.GetUpper();
        Vector128<double> two = half.GetLower() + half.GetUpper();
        return two.GetElement(0) + two.GetElement(1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static float Max(Vector512<float> x)
    {
        Vector256<float> half = Vector256.Max(x.GetLower(), x.GetUpper());
        Vector128<float> four = Vector128.Max(half.GetLower(), half.GetUpper());
        Vector128<float> two = Vector128.Max(four, Vector128.Shuffle(four, Vector128.Create(2, 3, 0, 1)));
        return Vector128.Max(two, Vector128.Shuffle(two, Vector128.Create(1, 0, 3, 2))).ToScalar();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static double Max(Vector512<double> x)
    {
        Vector256<double> half = Vector256.Max(x.GetLower(), x.GetUpper());
        Vector128<double> two = Vector128.Max(half.GetLower(), half.GetUpper());
        return Vector128.Max(two, Vector128.Shuffle(two, Vector128.Create(1L, 0L))).ToScalar();
    }
}
