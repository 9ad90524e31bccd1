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
    internal static void MultiplyPacked(int m, int n, int k, Real* a, int lda, Real* packed, Real* c, int ldc, bool accumulate) =>
        MultiplyPacked(m, n, k, a, lda, packed, c, ldc, accumulate, null, false);

    /// <summary>
    /// The same, then the bias of each column added (unless null) and the result cut off below 0 (if <paramref name="relu"/>) before it is
    /// stored: the bits of these as steps of their own. The bias may be read up to a vector past its end.
    /// </summary>
    internal static void MultiplyPacked(
        int m, int n, int k, Real* a, int lda, Real* packed, Real* c, int ldc, bool accumulate, Real* bias, bool relu)
    {
        var finish = new Finish(accumulate) { Bias = bias, Relu = relu };
        if (n <= Narrow)
        {
            NarrowColumns(m, n, k, a, lda, packed, Lanes.RoundUp(k), c, ldc, finish);
            return;
        }
        for (int j = 0; j < n; j += PanelWidth)
        {
            int width = Math.Min(PanelWidth, n - j);
            PanelInPlace(m, width, k, a, lda, 1, packed + (nint)j * k, Lanes.RoundUp(width), c + j, ldc, finish.OfColumns(j));
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

    // Sixteen rows at a time: more of them, a power of two apart, would push each other out of the cache.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void PackPanelTransposed(int k, int width, Real* bT, nint ld, Real* packed)
    {
        const int block = 16;
        int padded = Lanes.RoundUp(width), wholeRows = width / 4 * 4, wholeDepth = k / 4 * 4;
        for (int j = 0; j < wholeRows; j += block)
            for (int p = 0; p < wholeDepth; p += 4)
                for (int i = j; i < Math.Min(j + block, wholeRows); i += 4)
                    Turn(bT + i * ld + p, ld, packed + (nint)p * padded + i, padded);
        for (int p = 0; p < k; p++)
        {
            Real* row = packed + (nint)p * padded;
            for (int j = p < wholeDepth ? wholeRows : 0; j < width; j++) row[j] = bT[j * ld + p];
            for (int j = width; j < padded; j++) row[j] = 0;
        }
    }

    // Four by four elements: one permutation of a vector.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Turn(float* x, nint ldx, float* y, nint ldy)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            // Unsafe, then WithUpper: Create would wait for what the register held before.
            Vector256<float> lower = Vector128.Load(x).ToVector256Unsafe().WithUpper(Vector128.Load(x + ldx));
            Vector256<float> upper = Vector128.Load(x + 2 * ldx).ToVector256Unsafe().WithUpper(Vector128.Load(x + 3 * ldx));
            Vector512<int> order = Vector512.Create(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15);
            Vector512<float> turned = Vector512.Shuffle(lower.ToVector512Unsafe().WithUpper(upper), order);
            turned.GetLower().GetLower().Store(y);
            turned.GetLower().GetUpper().Store(y + ldy);
            turned.GetUpper().GetLower().Store(y + 2 * ldy);
            turned.GetUpper().GetUpper().Store(y + 3 * ldy);
            return;
        }
        for (int i = 0; i < 4; i++)
            for (int j = 0; j < 4; j++) y[i * ldy + j] = x[j * ldx + i];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Turn(double* x, nint ldx, double* y, nint ldy)
    {
        for (int i = 0; i < 4; i++)
            for (int j = 0; j < 4; j++) y[i * ldy + j] = x[j * ldx + i];
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
