using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Florin.Kernels;

/// <summary>
/// B laid out for the kernels. Wide: panels of <see cref="PanelWidth"/> columns, row after row, the last panel rounded up to whole vectors.
/// Narrow: column after column, each rounded up to whole vectors. The padding is zero.
/// </summary>
internal static unsafe partial class Gemm
{
    /// <summary>The elements that a packed B[k, n] takes.</summary>
    internal static int PackedLength(int k, int n) => n <= Narrow ? n * Lanes.RoundUp(k) : k * Lanes.RoundUp(n);

    /// <summary>Packs B[k, n].</summary>
    internal static void Pack(int k, int n, Real* b, int ldb, Real* packed)
    {
        if (n <= Narrow) PackColumns(k, n, b, ldb, 1, packed);
        else
            for (int j = 0; j < n; j += PanelWidth)
                PackPanel(k, Math.Min(PanelWidth, n - j), b + j, ldb, packed + (nint)j * k);
    }

    /// <summary>Packs the transpose of bT[n, k], with the result of <see cref="Pack"/>.</summary>
    internal static void PackTransposed(int k, int n, Real* bT, int ld, Real* packed)
    {
        if (n <= Narrow) PackColumns(k, n, bT, 1, ld, packed);
        else
            for (int j = 0; j < n; j += PanelWidth)
                PackPanelTransposed(k, Math.Min(PanelWidth, n - j), bT + (nint)j * ld, ld, packed + (nint)j * k);
    }

    /// <summary>C[m, n] (+)= A[m, k] B[k, n] with B packed: the bits of <see cref="Multiply"/>.</summary>
    internal static void MultiplyPacked(int m, int n, int k, Real* a, int lda, Real* packed, Real* c, int ldc, bool accumulate)
    {
        if (n <= Narrow)
        {
            NarrowColumns(m, n, k, a, lda, packed, Lanes.RoundUp(k), c, ldc, accumulate);
            return;
        }
        for (int j = 0; j < n; j += PanelWidth)
        {
            int width = Math.Min(PanelWidth, n - j);
            PanelInPlace(m, width, k, a, lda, 1, packed + (nint)j * k, Lanes.RoundUp(width), c + j, ldc, accumulate);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void PackPanel(int k, int width, Real* b, nint ldb, Real* packed)
    {
        int whole = width / Vec.Count * Vec.Count, rest = width - whole;
        for (int p = 0; p < k; p++, b += ldb)
        {
            for (int j = 0; j < whole; j += Vec.Count, packed += Vec.Count) Vector512.Load(b + j).Store(packed);
            if (rest == 0) continue;
            Lanes.Load(b + whole, rest).Store(packed);
            packed += Vec.Count;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void PackPanelTransposed(int k, int width, Real* bT, nint ld, Real* packed)
    {
        int padded = Lanes.RoundUp(width);
        for (int p = 0; p < k; p++, packed += padded)
        {
            for (int j = 0; j < width; j++) packed[j] = bT[j * ld + p];
            for (int j = width; j < padded; j++) packed[j] = 0;
        }
    }

    // Element (p, j) of B is b[p * step + j * column].
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void PackColumns(int k, int n, Real* b, nint step, nint column, Real* packed)
    {
        int padded = Lanes.RoundUp(k);
        for (int j = 0; j < n; j++, packed += padded, b += column)
        {
            for (int p = 0; p < k; p++) packed[p] = b[p * step];
            for (int p = k; p < padded; p++) packed[p] = 0;
        }
    }
}
