using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Florin.Kernels;

/// <summary>The first lanes of a vector: rows of a matrix are not padded, and what follows one may belong to another thread.</summary>
internal static unsafe class Lanes
{
    /// <summary>All bits set in the first <paramref name="count"/> lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vec First(long count) => Vector512.LessThan(Vec.Indices, Vector512.Create((Real)count));

    /// <summary>The first <paramref name="count"/> lanes from memory, 0 in the others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vec Load(Real* x, long count) => Vector512.Load(x) & First(count);

    /// <summary>Writes the first <paramref name="count"/> lanes and nothing else.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Store(Real* y, Vec value, long count)
    {
        Vec mask = First(count);
        if (Avx512F.IsSupported) Avx512F.MaskStore(y, mask, value);
        else if (Avx.IsSupported)
        {
            Avx.MaskStore(y, mask.GetLower(), value.GetLower());
            Avx.MaskStore(y + Vec.Count / 2, mask.GetUpper(), value.GetUpper());
        }
        else StoreSingly(y, value, count);
    }

    static void StoreSingly(Real* y, Vec value, long count)
    {
        Real* lane = (Real*)&value;
        for (long i = 0; i < count; i++) y[i] = lane[i];
    }

    internal static int RoundUp(int n) => (n + Vec.Count - 1) / Vec.Count * Vec.Count;
}
