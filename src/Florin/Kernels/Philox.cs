using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Florin.Kernels;

/// <summary>
/// Random numbers by counter (Philox 4x32, ten rounds; Salmon et al., 2011): element e has word e mod 4 of block (e / 4, slot, step, node)
/// under the seed. A value depends on these alone, never on who drew what before. Fills may write up to a vector past the end.
/// </summary>
internal static unsafe class Philox
{
    const int Rounds = 10, Batch = 64; // words of sixteen blocks at once
    const uint Multiplier0 = 0xD2511F53, Multiplier1 = 0xCD9E8D57, Weyl0 = 0x9E3779B9, Weyl1 = 0xBB67AE85;

    /// <summary>The four words of a block.</summary>
    internal static (uint W0, uint W1, uint W2, uint W3) Block(uint c0, uint c1, uint c2, uint c3, ulong key)
    {
        uint k0 = (uint)key, k1 = (uint)(key >> 32);
        for (int round = 0; round < Rounds; round++, k0 += Weyl0, k1 += Weyl1)
        {
            ulong p0 = (ulong)Multiplier0 * c0, p1 = (ulong)Multiplier1 * c2;
            (c0, c1, c2, c3) = ((uint)(p1 >> 32) ^ c1 ^ k0, (uint)p1, (uint)(p0 >> 32) ^ c3 ^ k1, (uint)p0);
        }
        return (c0, c1, c2, c3);
    }

    /// <summary>The word of one element.</summary>
    internal static uint At(long element, ulong seed, uint step, uint slot, uint node)
    {
        (uint w0, uint w1, uint w2, uint w3) = Block((uint)(element / 4), slot, step, node, seed);
        return (element % 4) switch { 0 => w0, 1 => w1, 2 => w2, _ => w3 };
    }

    /// <summary>Two words of block <paramref name="index"/> as one number, for shuffles and seeds.</summary>
    internal static ulong Next(uint index, ulong seed, uint step, uint slot, uint node)
    {
        (uint w0, uint w1, _, _) = Block(index, slot, step, node, seed);
        return (ulong)w1 << 32 | w0;
    }

    /// <summary>A number below <paramref name="bound"/>; its bias, bound / 2^64, is beyond any test.</summary>
    internal static long Below(long bound, uint index, ulong seed, uint step, uint slot, uint node) =>
        (long)Math.BigMul(Next(index, seed, step, slot, node), (ulong)bound, out _);

    /// <summary>Fisher and Yates, backwards; each draw is keyed by its position.</summary>
    internal static void Shuffle<T>(Span<T> items, ulong seed, uint step, uint slot, uint node)
    {
        for (int i = items.Length - 1; i > 0; i--)
        {
            int j = (int)Below(i + 1, (uint)i, seed, step, slot, node);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    /// <summary>Uniform in [0, 1): 24 bits of the word in single precision, all 32 in double.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Uniform(Real* y, long n, ulong seed, uint step, uint slot, uint node)
    {
        uint* words = stackalloc uint[Batch];
        for (long i = 0; i < n; i += Batch)
        {
            Words(words, i, seed, step, slot, node);
            for (int j = 0; j < Batch && i + j < n; j += Vec.Count) Unit(words + j, y).Store(y + i + j);
        }
    }

    /// <summary>Standard normal, by Box and Muller from the uniform numbers of elements e and e + 16 of each 32.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Normal(Real* y, long n, ulong seed, uint step, uint slot, uint node)
    {
        const int Apart = 16;
        uint* words = stackalloc uint[Batch];
        for (long i = 0; i < n; i += Batch)
        {
            Words(words, i, seed, step, slot, node);
            for (int pair = 0; pair < Batch; pair += 2 * Apart)
                for (int j = pair; j < pair + Apart; j += Vec.Count)
                {
                    Vec radius = Vector512.Sqrt(Vector512.Create((Real)(-2)) * Elementary.Log(Vec.One - Unit(words + j, y)));
                    Vec angle = Vector512.Create((Real)(2 * Math.PI)) * Unit(words + j + Apart, y);
                    if (i + j < n) (radius * Elementary.Cos(angle)).Store(y + i + j);
                    if (i + j + Apart < n) (radius * Elementary.Sin(angle)).Store(y + i + j + Apart);
                }
        }
    }

    /// <summary>y = x / (1 - rate) where the uniform number is at least the rate, else 0; its gradient is the same call.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Dropout(Real* x, Real* y, long n, Real rate, ulong seed, uint step, uint slot, uint node)
    {
        uint* words = stackalloc uint[Batch];
        Vec limit = Vector512.Create(rate), scale = Vector512.Create(1 / (1 - rate));
        for (long i = 0; i < n; i += Batch)
        {
            Words(words, i, seed, step, slot, node);
            for (int j = 0; j < Batch && i + j < n; j += Vec.Count)
            {
                Vec keep = Vector512.GreaterThanOrEqual(Unit(words + j, y), limit);
                keep &= Vector512.Load(x + i + j) * scale;
                if (n - i - j >= Vec.Count) keep.Store(y + i + j);
                else Lanes.Store(y + i + j, keep, n - i - j); // in place, the next row is still to be read
            }
        }
    }

    // The pointer only chooses the overload: the element type is an alias.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<float> Unit(uint* words, float* _) =>
        Vector512.ConvertToSingle((Vector512.Load(words) >>> 8).AsInt32()) * (1f / (1 << 24));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<double> Unit(uint* words, double* _)
    {
        (Vector256<ulong> low, Vector256<ulong> high) = Vector256.Widen(Vector256.Load(words));
        Vector512<ulong> bits = Vector512.Create(low, high) | Vector512.Create(0x4330000000000000UL); // 2^52 + word
        return (bits.AsDouble() - Vector512.Create(4503599627370496.0)) * (1.0 / (1L << 32));
    }

    // Words of elements first .. first + 63. Two chains of rounds side by side: one alone waits for its products.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Words(uint* words, long first, ulong seed, uint step, uint slot, uint node)
    {
        // Blocks 0 4 1 5 2 6 3 7 lie in the lanes: swapping neighbours then puts blocks 0-3 and 4-7 in order.
        Vector512<ulong> a0 = Vector512.Create((ulong)first / 4) + Vector512.Create(0UL, 4, 1, 5, 2, 6, 3, 7);
        Vector512<ulong> b0 = a0 + Vector512.Create(8UL);
        Vector512<ulong> a1 = Vector512.Create((ulong)slot), a2 = Vector512.Create((ulong)step), a3 = Vector512.Create((ulong)node);
        Vector512<ulong> b1 = a1, b2 = a2, b3 = a3, k0 = Vector512.Create(seed & uint.MaxValue), k1 = Vector512.Create(seed >> 32);
        for (int round = 0; round < Rounds; round++)
        {
            Round(ref a0, ref a1, ref a2, ref a3, k0, k1);
            Round(ref b0, ref b1, ref b2, ref b3, k0, k1);
            k0 += Vector512.Create((ulong)Weyl0);
            k1 += Vector512.Create((ulong)Weyl1);
        }
        Interleave((ulong*)words, a0, a1, a2, a3);
        Interleave((ulong*)words + Batch / 4, b0, b1, b2, b3);
    }

    // A word in the low half of each lane so that a product keeps both of its halves; the high halves hold anything.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Round(
        ref Vector512<ulong> c0, ref Vector512<ulong> c1, ref Vector512<ulong> c2, ref Vector512<ulong> c3,
        Vector512<ulong> k0, Vector512<ulong> k1)
    {
        Vector512<ulong> p0 = Product(Vector512.Create((ulong)Multiplier0), c0), p1 = Product(Vector512.Create((ulong)Multiplier1), c2);
        c0 = (p1 >>> 32) ^ c1 ^ k0;
        c2 = (p0 >>> 32) ^ c3 ^ k1;
        c1 = p1;
        c3 = p0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Interleave(ulong* words, Vector512<ulong> c0, Vector512<ulong> c1, Vector512<ulong> c2, Vector512<ulong> c3)
    {
        Vector512<ulong> low = Vector512.Create((ulong)uint.MaxValue), odd = Vector512.Create(0, ~0UL, 0, ~0UL, 0, ~0UL, 0, ~0UL);
        Vector512<ulong> front = (c0 & low) | (c1 << 32), back = (c2 & low) | (c3 << 32);
        Vector512.ConditionalSelect(odd, Swap(back), front).Store(words);
        Vector512.ConditionalSelect(odd, back, Swap(front)).Store(words + 8);
    }

    // The product of the low halves; the high ones may hold anything.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<ulong> Product(Vector512<ulong> a, Vector512<ulong> b)
    {
        if (Avx512F.IsSupported) return Avx512F.Multiply(a.AsUInt32(), b.AsUInt32());
        if (Avx2.IsSupported)
            return Vector512.Create(
                Avx2.Multiply(a.GetLower().AsUInt32(), b.GetLower().AsUInt32()),
                Avx2.Multiply(a.GetUpper().AsUInt32(), b.GetUpper().AsUInt32()));
        Vector512<ulong> low = Vector512.Create((ulong)uint.MaxValue);
        return (a & low) * (b & low);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<ulong> Swap(Vector512<ulong> x)
    {
        if (Vector512.IsHardwareAccelerated) return Vector512.Shuffle(x, Vector512.Create(1UL, 0, 3, 2, 5, 4, 7, 6));
        Vector256<ulong> order = Vector256.Create(1UL, 0, 3, 2);
        return Vector512.Create(Vector256.Shuffle(x.GetLower(), order), Vector256.Shuffle(x.GetUpper(), order));
    }
}
