using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Florin.Kernels;

/// <summary>Products with one to <see cref="Narrow"/> columns, where a vector of columns would be mostly empty.</summary>
internal static unsafe partial class Gemm
{
    // Packs a block of B and takes dot products along k; each block of Depth is added to C, as MultiplyPacked does.
    [SkipLocalsInit]
    static void MultiplyNarrow(int m, int n, int k, Real* a, nint lda, Real* b, nint ldb, Real* c, nint ldc, bool accumulate)
    {
        Real* packed = stackalloc Real[Narrow * Depth];
        int p = 0;
        do
        {
            int depth = Math.Min(Depth, k - p);
            PackColumns(depth, n, b + p * ldb, ldb, 1, packed);
            NarrowColumns(m, n, depth, a + p, lda, packed, Lanes.RoundUp(depth), c, ldc, new Finish(accumulate || p > 0));
            p += Depth;
        }
        while (p < k);
    }

    static void NarrowColumns(int m, int n, int k, Real* a, nint lda, Real* packed, int column, Real* c, nint ldc, Finish finish)
    {
        int p = 0;
        do
        {
            int depth = Math.Min(Depth, k - p);
            for (int j = 0; j < n; j++)
                Dots(m, depth, a + p, lda, packed + j * column + p, c + j, ldc, finish.OfColumns(j).OfBlock(p, depth, k));
            p += Depth;
        }
        while (p < k);
    }

    // c[i] (+)= the dot product of row i with b, which is padded with zeros; what lies behind the row may be NaN, so it is masked.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Dots(int m, int k, Real* a, nint lda, Real* b, Real* c, nint ldc, Finish finish)
    {
        int whole = k / Vec.Count * Vec.Count, i = 0;
        Vec mask = Lanes.First(k - whole);
        for (; i <= m - 4; i += 4, a += 4 * lda, c += 4 * ldc)
        {
            Real* a1 = a + lda, a2 = a1 + lda, a3 = a2 + lda;
            Vec s0 = Vec.Zero, s1 = Vec.Zero, s2 = Vec.Zero, s3 = Vec.Zero;
            for (int p = 0; p < k; p += Vec.Count)
            {
                Vec y = Vector512.Load(b + p), keep = p < whole ? Vec.AllBitsSet : mask;
                s0 = Vector512.FusedMultiplyAdd(Vector512.Load(a + p) & keep, y, s0);
                s1 = Vector512.FusedMultiplyAdd(Vector512.Load(a1 + p) & keep, y, s1);
                s2 = Vector512.FusedMultiplyAdd(Vector512.Load(a2 + p) & keep, y, s2);
                s3 = Vector512.FusedMultiplyAdd(Vector512.Load(a3 + p) & keep, y, s3);
            }
            Put(c, Reduce.Sum(s0), finish);
            Put(c + ldc, Reduce.Sum(s1), finish);
            Put(c + 2 * ldc, Reduce.Sum(s2), finish);
            Put(c + 3 * ldc, Reduce.Sum(s3), finish);
        }
        for (; i < m; i++, a += lda, c += ldc)
        {
            Vec s = Vec.Zero;
            for (int p = 0; p < k; p += Vec.Count)
                s = Vector512.FusedMultiplyAdd(Vector512.Load(a + p) & (p < whole ? Vec.AllBitsSet : mask), Vector512.Load(b + p), s);
            Put(c, Reduce.Sum(s), finish);
        }
    }

    // With few columns the roles change: B^T A has n rows and vectors of m columns. Each panel of it is turned on its way to C.
    [SkipLocalsInit]
    static void TransposedNarrow(int m, int n, int k, Real* a, nint lda, Real* b, nint ldb, Real* c, nint ldc, bool accumulate)
    {
        Real* turned = stackalloc Real[Narrow * PanelWidth + Vec.Count];
        for (int i = 0; i < m; i += PanelWidth)
        {
            int width = Math.Min(PanelWidth, m - i), p = 0;
            do
            {
                Strip(n, width, Math.Min(Depth, k - p), b + p * ldb, 1, ldb, a + p * lda + i, lda, turned, PanelWidth, default);
                for (int j = 0; j < n; j++)
                    for (int r = 0; r < width; r++)
                        Put(c + (i + r) * ldc + j, turned[j * PanelWidth + r], new Finish(accumulate || p > 0));
                p += Depth;
            }
            while (p < k);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Put(Real* c, Real value, Finish finish)
    {
        if (finish.Add) value += *c;
        if (finish.Bias != null) value += *finish.Bias;
        *c = finish.Relu ? Real.Max(value, 0) : value;
    }
}
