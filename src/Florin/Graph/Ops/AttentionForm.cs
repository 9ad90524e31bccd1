namespace Florin.Graph;

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Florin.Kernels;

/// <summary>The extents of an attention: steps of time, heads, numbers of a head, and what a query may see.</summary>
readonly record struct AttentionForm(int Steps, int Heads, int Width, bool Causal, bool Masked)
{
    /// <summary>Numbers of a step in the output.</summary>
    public int Model => Heads * Width;

    /// <summary>Numbers of a step in the input: queries, keys, values.</summary>
    public int Row => 3 * Model;

    /// <summary>Numbers that the scores of one head take: a row for each key, whole vectors of queries.</summary>
    public int Scores => Steps * Lanes.RoundUp(Steps);

    /// <summary>Scores of all heads.</summary>
    public int Kept => Heads * Scores;

    /// <summary>Numbers of one head with steps as lanes: a short row, packed by columns, may take more than a long one.</summary>
    public int Packed =>
        Lanes.RoundUp(Math.Max(Gemm.PackedLength(Width, Steps), Gemm.PackedLength(Width, Math.Min(Steps, Gemm.Narrow)))) + Vec.Count;

    public double Scale => 1 / Math.Sqrt(Width);

    public long Products(int count) => 2L * count * Heads * Steps * Steps * Width;

    /// <summary>The steps of a row that exist.</summary>
    public int Length(Real length) => length >= Steps ? Steps : length > 0 ? (int)length : 0;
}

/// <summary>Softmax down the columns of a head's scores, rows of whole vectors; lanes past the last query hold anything.</summary>
static unsafe class AttentionColumns
{
    /// <summary>
    /// p = exp(scale (s - max)) over its sum, column by column, in place; key j is hidden from queries before j if causal.
    /// </summary>
    public static void Softmax(Real* s, int steps, double scale, bool causal)
    {
        int lanes = Lanes.RoundUp(steps);
        for (int i = 0; i < lanes; i += Vec.Count)
        {
            int seen = causal ? Math.Min(steps, i + Vec.Count) : steps;
            if (causal) Hide(s + i, i, seen, lanes, Real.NegativeInfinity);
            Vec sum = Exponentials(s + i, seen, lanes, Vector512.Create((Real)scale));
            Scale(s + i, seen, lanes, Vec.One / sum);
            if (causal) Hide(s + i, i, seen, lanes, 0);
            for (int j = seen; j < steps; j++) Vec.Zero.Store(s + i + (long)j * lanes);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static Vec Exponentials(Real* column, int rows, nint lanes, Vec scale)
    {
        Vec shift = Highest(column, rows, lanes) * scale, even = Vec.Zero, odd = Vec.Zero;
        for (; rows >= 2; rows -= 2, column += 2 * lanes)
        {
            Vec a = Elementary.ExpOfNegative(Vector512.FusedMultiplyAdd(Vector512.Load(column), scale, -shift));
            Vec b = Elementary.ExpOfNegative(Vector512.FusedMultiplyAdd(Vector512.Load(column + lanes), scale, -shift));
            a.Store(column);
            b.Store(column + lanes);
            even += a;
            odd += b;
        }

        if (rows == 0) return even + odd;
        Vec last = Elementary.ExpOfNegative(Vector512.FusedMultiplyAdd(Vector512.Load(column), scale, -shift));
        last.Store(column);
        return even + odd + last;
    }

    // Four chains, for one would wait for itself. A NaN that a maximum loses comes back with its own exponential.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static Vec Highest(Real* column, int rows, nint lanes)
    {
        Vec m0 = Vector512.Load(column), m1 = m0, m2 = m0, m3 = m0;
        for (; rows >= 4; rows -= 4, column += 4 * lanes)
        {
            m0 = Vector512.MaxNative(m0, Vector512.Load(column));
            m1 = Vector512.MaxNative(m1, Vector512.Load(column + lanes));
            m2 = Vector512.MaxNative(m2, Vector512.Load(column + 2 * lanes));
            m3 = Vector512.MaxNative(m3, Vector512.Load(column + 3 * lanes));
        }

        for (; rows > 0; rows--, column += lanes) m0 = Vector512.MaxNative(m0, Vector512.Load(column));
        return Vector512.MaxNative(Vector512.MaxNative(m0, m1), Vector512.MaxNative(m2, m3));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Scale(Real* column, int rows, nint lanes, Vec factor)
    {
        for (; rows > 0; rows--, column += lanes) (Vector512.Load(column) * factor).Store(column);
    }

    /// <summary>Sets what keys after the query hold; only the block on the diagonal has queries on both sides.</summary>
    static void Hide(Real* column, int first, int seen, int lanes, Real value)
    {
        for (int j = first + 1; j < seen; j++)
        {
            Real* x = column + (long)j * lanes;
            Vector512.ConditionalSelect(Lanes.First(j - first), Vector512.Create(value), Vector512.Load(x)).Store(x);
        }
    }

    /// <summary>ds = scale p (dp - Σ p dp), column by column; dp lies in <paramref name="d"/> and ds replaces it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SoftmaxSlope(Real* p, Real* d, int steps, double scale)
    {
        nint lanes = Lanes.RoundUp(steps), size = steps * lanes;
        Vec factor = Vector512.Create((Real)scale);
        for (nint i = 0; i < lanes; i += Vec.Count)
        {
            Vec even = Vec.Zero, odd = Vec.Zero;
            nint at = i;
            for (; at < size - lanes; at += 2 * lanes)
            {
                even = Vector512.FusedMultiplyAdd(Vector512.Load(p + at), Vector512.Load(d + at), even);
                odd = Vector512.FusedMultiplyAdd(Vector512.Load(p + at + lanes), Vector512.Load(d + at + lanes), odd);
            }

            if (at < size) even = Vector512.FusedMultiplyAdd(Vector512.Load(p + at), Vector512.Load(d + at), even);
            Vec sum = even + odd;
            for (at = i; at < size; at += lanes)
                (Vector512.Load(p + at) * factor * (Vector512.Load(d + at) - sum)).Store(d + at);
        }
    }
}
