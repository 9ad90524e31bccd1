using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Florin.Kernels;

/// <summary>
/// Matrix products. Every element of C is a chain of fused multiply-adds over k in ascending order that starts from zero, one chain for
/// each block of <see cref="Depth"/>; the chains are added to C in order. Only A B with at most <see cref="Narrow"/> columns differs: there
/// the chain goes by lanes along k. So a row has the same bits alone and in any batch, a packed product those of a plain one, and any split
/// over m or n those of the whole (parts of A B no narrower than <see cref="Narrow"/> + 1, unless the whole is).
/// Rows of A and B are read up to a vector past their end; of C nothing but its elements is written.
/// </summary>
internal static unsafe partial class Gemm
{
    /// <summary>The length of a chain of fused multiply-adds: a block of B of this many rows stays in the second-level cache.</summary>
    internal const int Depth = 512;

    /// <summary>The widest B that is multiplied by dot products along k.</summary>
    internal const int Narrow = 4;

    const int TileRows = 6, PanelVectors = 4;

    // Up to two vectors wide, six rows are too few chains of additions to keep both multipliers busy.
    const int TallVectors = 2, TallRows = 12;

    const int PackFromRows = 48; // below, copying a panel of B costs more than its strides

    /// <summary>The columns of a panel of packed B.</summary>
    internal static int PanelWidth => PanelVectors * Vec.Count;

    // Without AVX-512 there are 16 registers of half the length: a panel is taken vector by vector. The bits are the same.
    static int TileVectors => Vector512.IsHardwareAccelerated ? PanelVectors : 1;

    /// <summary>C[m, n] (+)= A[m, k] B[k, n]; rows of A may overlap (lda below k).</summary>
    internal static void Multiply(int m, int n, int k, Real* a, int lda, Real* b, int ldb, Real* c, int ldc, bool accumulate)
    {
        if (n <= Narrow) MultiplyNarrow(m, n, k, a, lda, b, ldb, c, ldc, accumulate);
        else Blocks(m, n, k, a, lda, 1, b, ldb, c, ldc, accumulate);
    }

    /// <summary>C[m, n] (+)= A[k, m]^T B[k, n]; the same chains for every n.</summary>
    internal static void MultiplyTransposedA(int m, int n, int k, Real* a, int lda, Real* b, int ldb, Real* c, int ldc, bool accumulate)
    {
        if (n <= Narrow) TransposedNarrow(m, n, k, a, lda, b, ldb, c, ldc, accumulate);
        else Blocks(m, n, k, a, 1, lda, b, ldb, c, ldc, accumulate);
    }

    // Element (i, p) of A is a[i * row + p * step].
    static void Blocks(int m, int n, int k, Real* a, nint row, nint step, Real* b, nint ldb, Real* c, nint ldc, bool accumulate)
    {
        bool pack = m >= PackFromRows;
        for (int j = 0; j < n; j += PanelWidth)
        {
            int width = Math.Min(PanelWidth, n - j);
            if (pack) PanelPacking(m, width, k, a, row, step, b + j, ldb, c + j, ldc, new Finish(accumulate));
            else PanelInPlace(m, width, k, a, row, step, b + j, ldb, c + j, ldc, new Finish(accumulate));
        }
    }

    // Rows of B a power of two apart fall on the same few cache lines: worth a copy as soon as several rows of A use it.
    [SkipLocalsInit]
    static void PanelPacking(int m, int width, int k, Real* a, nint row, nint step, Real* b, nint ldb, Real* c, nint ldc, Finish finish)
    {
        int padded = Lanes.RoundUp(width);
        Real* memory = stackalloc Real[Math.Min(k, Depth) * padded + Vec.Count];
        var packed = (Real*)(((nint)memory + 63) & ~(nint)63);
        int p = 0;
        do
        {
            int depth = Math.Min(Depth, k - p);
            PackPanel(depth, width, b + p * ldb, ldb, packed);
            Strip(m, width, depth, a + p * step, row, step, packed, padded, c, ldc, finish.OfBlock(p, depth, k));
            p += Depth;
        }
        while (p < k);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void PanelInPlace(int m, int width, int k, Real* a, nint row, nint step, Real* b, nint ldb, Real* c, nint ldc, Finish finish)
    {
        int p = 0;
        do
        {
            int depth = Math.Min(Depth, k - p);
            Strip(m, width, depth, a + p * step, row, step, b + p * ldb, ldb, c, ldc, finish.OfBlock(p, depth, k));
            p += Depth;
        }
        while (p < k);
    }

    // All rows of A against one block of a panel; the rows are shared out evenly, for a tile of one row runs at a third of the speed.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Strip(int m, int width, int k, Real* a, nint row, nint step, Real* b, nint ldb, Real* c, nint ldc, Finish finish)
    {
        int most = width <= TallVectors * Vec.Count && Vector512.IsHardwareAccelerated ? TallRows : TileRows, tiles = (m + most - 1) / most;
        for (int i = 0; tiles > 0; tiles--)
        {
            int rows = (m - i + tiles - 1) / tiles;
            for (int j = 0; j < width; j += TileVectors * Vec.Count)
            {
                int part = Math.Min(TileVectors * Vec.Count, width - j), vectors = (part + Vec.Count - 1) / Vec.Count;
                int tail = part - (vectors - 1) * Vec.Count;
                Real* bias = finish.Bias == null ? null : finish.Bias + j;
                Tile(rows, vectors, k, a + i * row, row, step, b + j, ldb, c + i * ldc + j, ldc, tail, finish.Add, bias, finish.Relu);
            }
            i += rows;
        }
    }

    // What happens to a chain's sum on its way to C: added to what is there, then the bias of its column, then max(., 0).
    readonly struct Finish(bool add)
    {
        internal bool Add => add;

        internal Real* Bias { get; init; }

        internal bool Relu { get; init; }

        // Of the blocks of a long k only the first may overwrite C, and only the last has the sum that bias and relu are for.
        internal Finish OfBlock(int p, int depth, int k)
        {
            bool last = p + depth == k;
            return new Finish(add || p > 0) { Bias = last ? Bias : null, Relu = last && Relu };
        }

        internal Finish OfColumns(int j) => this with { Bias = Bias == null ? null : Bias + j };
    }
}
