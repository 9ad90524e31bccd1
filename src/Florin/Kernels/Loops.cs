using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Florin.Kernels;

/// <summary>
/// Elementwise drivers, specialised by a struct. The Map forms take whole padded arrays and may read and write up to a vector past the end;
/// the row forms write exactly the elements of their rows. The output may be an input.
/// </summary>
internal static unsafe class Loops
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Map<T>(Real* x, Real* y, long n)
        where T : struct, IUnary
    {
        for (long i = 0; i < n; i += Vec.Count) T.Apply(Vector512.Load(x + i)).Store(y + i);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Map2<T>(Real* a, Real* b, Real* y, long n)
        where T : struct, IBinary
    {
        for (long i = 0; i < n; i += Vec.Count) T.Apply(Vector512.Load(a + i), Vector512.Load(b + i)).Store(y + i);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Map3<T>(Real* a, Real* b, Real* c, Real* y, long n)
        where T : struct, ITernary
    {
        for (long i = 0; i < n; i += Vec.Count)
            T.Apply(Vector512.Load(a + i), Vector512.Load(b + i), Vector512.Load(c + i)).Store(y + i);
    }

    /// <summary>y = x + row for every row.</summary>
    internal static void AddRow(Real* x, Real* row, Real* y, long rows, int width) => MapRow<Add>(x, row, y, rows, width);

    /// <summary>y[r, j] = T(x[r, j], row[j]); rows lie one after another.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void MapRow<T>(Real* x, Real* row, Real* y, long rows, int width)
        where T : struct, IBinary
    {
        if (width < Vec.Count)
        {
            MapNarrowRow<T>(x, row, y, rows, width);
            return;
        }
        int whole = width / Vec.Count * Vec.Count, rest = width - whole;
        for (long r = 0; r < rows; r++, x += width, y += width)
        {
            for (int j = 0; j < whole; j += Vec.Count) T.Apply(Vector512.Load(x + j), Vector512.Load(row + j)).Store(y + j);
            if (rest > 0) Lanes.Store(y + whole, T.Apply(Vector512.Load(x + whole), Vector512.Load(row + whole)), rest);
        }
    }

    // Rows shorter than a vector: the row repeated until it fills a whole number of vectors.
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void MapNarrowRow<T>(Real* x, Real* row, Real* y, long rows, int width)
        where T : struct, IBinary
    {
        Real* pattern = stackalloc Real[width * Vec.Count];
        long n = rows * width;
        int period = width * Vec.Count;
        for (int i = 0, j = 0; i < period; i++, j = j + 1 == width ? 0 : j + 1) pattern[i] = row[j];
        int p = 0;
        for (; n >= Vec.Count; n -= Vec.Count, x += Vec.Count, y += Vec.Count)
        {
            T.Apply(Vector512.Load(x), Vector512.Load(pattern + p)).Store(y);
            p = p + Vec.Count == period ? 0 : p + Vec.Count;
        }
        if (n > 0) Lanes.Store(y, T.Apply(Vector512.Load(x), Vector512.Load(pattern + p)), n);
    }

    /// <summary>y[j] (+)= the sum of column j, its rows added in ascending order to 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void SumRows(Real* x, long rows, int width, Real* y, bool accumulate)
    {
        int j = 0, w = Vec.Count;
        for (; j <= width - 4 * w; j += 4 * w)
        {
            Vec s0 = Vec.Zero, s1 = Vec.Zero, s2 = Vec.Zero, s3 = Vec.Zero;
            Real* p = x + j;
            for (long r = 0; r < rows; r++, p += width)
            {
                s0 += Vector512.Load(p);
                s1 += Vector512.Load(p + w);
                s2 += Vector512.Load(p + 2 * w);
                s3 += Vector512.Load(p + 3 * w);
            }
            Put(y + j, s0, w, accumulate);
            Put(y + j + w, s1, w, accumulate);
            Put(y + j + 2 * w, s2, w, accumulate);
            Put(y + j + 3 * w, s3, w, accumulate);
        }
        for (; j < width; j += w)
        {
            Vec s = Vec.Zero;
            Real* p = x + j;
            for (long r = 0; r < rows; r++, p += width) s += Vector512.Load(p);
            Put(y + j, s, Math.Min(w, width - j), accumulate);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Put(Real* y, Vec sum, int count, bool accumulate) =>
        Lanes.Store(y, accumulate ? Vector512.Load(y) + sum : sum, count);
}
