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
    /// <summary>p = exp(scale (s - max)) over its sum, column by column, in place; key j is hidden from queries before j if causal.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Softmax(Real* s, int steps, double scale, bool causal)
    {
        int lanes = Lanes.RoundUp(steps);
        Vec factor = Vector512.Create((Real)scale);
        for (int i = 0; i < lanes; i += Vec.Count)
        {
            Real* column = s + i, end = column + (long)steps * lanes;
            Vec max = Vector512.Load(column), sum = Vec.Zero;
            int seen = causal ? Math.Min(steps, i + Vec.Count) : steps;
            if (causal) Hide(column, i, seen, lanes);
            for (Real* x = column; x < column + (long)seen * lanes; x += lanes) max = Vector512.Max(max, Vector512.Load(x));
            Vec shift = max * factor;
            for (Real* x = column; x < column + (long)seen * lanes; x += lanes)
            {
                Vec e = Elementary.Exp(Vector512.FusedMultiplyAdd(Vector512.Load(x), factor, -shift));
                sum += e;
                e.Store(x);
            }

            Vec share = Vec.One / sum;
            for (Real* x = column; x < column + (long)seen * lanes; x += lanes) (Vector512.Load(x) * share).Store(x);
            for (Real* x = column + (long)seen * lanes; x < end; x += lanes) Vec.Zero.Store(x);
        }
    }

    /// <summary>Scores of keys after the query become -∞; only the block on the diagonal has queries on both sides.</summary>
    static void Hide(Real* column, int first, int seen, int lanes)
    {
        Vec lowest = Vector512.Create(Real.NegativeInfinity);
        for (int j = first + 1; j < seen; j++)
        {
            Real* x = column + (long)j * lanes;
            Vector512.ConditionalSelect(Lanes.First(j - first), lowest, Vector512.Load(x)).Store(x);
        }
    }

    /// <summary>ds = scale p (dp - Σ p dp), column by column; dp lies in <paramref name="d"/> and ds replaces it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SoftmaxSlope(Real* p, Real* d, int steps, double scale)
    {
        int lanes = Lanes.RoundUp(steps);
        long size = (long)steps * lanes;
        Vec factor = Vector512.Create((Real)scale);
        for (int i = 0; i < lanes; i += Vec.Count)
        {
            Vec sum = Vec.Zero;
            for (long at = i; at < size; at += lanes) sum = Vector512.FusedMultiplyAdd(Vector512.Load(p + at), Vector512.Load(d + at), sum);
            for (long at = i; at < size; at += lanes)
                (Vector512.Load(p + at) * factor * (Vector512.Load(d + at) - sum)).Store(d + at);
        }
    }
}
