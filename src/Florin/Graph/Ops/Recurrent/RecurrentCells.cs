namespace Florin.Graph;

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Florin.Kernels;

/// <summary>What a cell reads and writes in one step of all rows of a shard; every row of every block is whole vectors.</summary>
unsafe struct CellStep
{
    public int Rows;

    /// <summary>Units of a block.</summary>
    public int Padded;

    /// <summary>The distance from one row of states to the next.</summary>
    public int StateRow;

    /// <summary>Forward: products in, activations out. Backward: activations.</summary>
    public Real* Gates;

    public Real* Bias;

    /// <summary>States before and after the step; the units come first in a row.</summary>
    public Real* Before, After;

    /// <summary>The LSTM's memory before and after.</summary>
    public Real* CellBefore, CellAfter;

    /// <summary>Gradient of the state after the step; on return, what reaches the state before it other than by the gates.</summary>
    public Real* StateGradient;

    /// <summary>Gradient of the memory after the step; on return, before it.</summary>
    public Real* CellGradient;

    /// <summary>Gradients of the gates before their activations.</summary>
    public Real* GateGradients;
}

/// <summary>A recurrent cell: from the products of a step to its state, and back.</summary>
unsafe interface ICell
{
    static abstract void Forward(in CellStep step);

    static abstract void Backward(in CellStep step);
}

/// <summary>h' = tanh(x W + h U + b) (Elman 1990).</summary>
readonly unsafe struct SimpleCell : ICell
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(in CellStep step)
    {
        Real* gates = step.Gates, bias = step.Bias, after = step.After;
        int padded = step.Padded, row = step.StateRow;
        for (int r = 0; r < step.Rows; r++, gates += padded, after += row)
            for (int j = 0; j < padded; j += Vec.Count)
            {
                Vec h = Elementary.Tanh(Vector512.Load(gates + j) + Vector512.Load(bias + j));
                h.Store(gates + j);
                h.Store(after + j);
            }
    }

    public static void Backward(in CellStep step)
    {
        long n = (long)step.Rows * step.Padded;
        Loops.Map2<TanhSlope>(step.StateGradient, step.Gates, step.GateGradients, n);
    }
}

/// <summary>Hochreiter and Schmidhuber (1997), with forget gate: c' = f c + i g, h' = o tanh(c').</summary>
readonly unsafe struct LstmCell : ICell
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(in CellStep step)
    {
        Real* gates = step.Gates, bias = step.Bias, after = step.After, before = step.CellBefore, cell = step.CellAfter;
        int n = step.Padded, row = step.StateRow;
        for (int r = 0; r < step.Rows; r++, gates += 4 * n, after += row, before += n, cell += n)
            for (int j = 0; j < n; j += Vec.Count)
            {
                Real* z = gates + j, b = bias + j;
                Vec i = Elementary.Sigmoid(Vector512.Load(z) + Vector512.Load(b));
                Vec f = Elementary.Sigmoid(Vector512.Load(z + n) + Vector512.Load(b + n));
                Vec g = Elementary.Tanh(Vector512.Load(z + 2 * n) + Vector512.Load(b + 2 * n));
                Vec o = Elementary.Sigmoid(Vector512.Load(z + 3 * n) + Vector512.Load(b + 3 * n));
                i.Store(z);
                f.Store(z + n);
                g.Store(z + 2 * n);
                o.Store(z + 3 * n);
                Vec c = Vector512.FusedMultiplyAdd(f, Vector512.Load(before + j), i * g);
                c.Store(cell + j);
                (o * Elementary.Tanh(c)).Store(after + j);
            }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(in CellStep step)
    {
        Real* gates = step.Gates, before = step.CellBefore, cell = step.CellAfter;
        Real* dh = step.StateGradient, dc = step.CellGradient, d = step.GateGradients;
        int n = step.Padded;
        for (int r = 0; r < step.Rows; r++, gates += 4 * n, d += 4 * n, before += n, cell += n, dh += n, dc += n)
            for (int j = 0; j < n; j += Vec.Count)
            {
                Real* z = gates + j, dz = d + j;
                Vec i = Vector512.Load(z), f = Vector512.Load(z + n), g = Vector512.Load(z + 2 * n), o = Vector512.Load(z + 3 * n);
                Vec tanh = Elementary.Tanh(Vector512.Load(cell + j)), h = Vector512.Load(dh + j);
                Vec c = Vector512.FusedMultiplyAdd(h * o, Vec.One - tanh * tanh, Vector512.Load(dc + j));
                SigmoidSlope.Apply(c * g, i).Store(dz);
                SigmoidSlope.Apply(c * Vector512.Load(before + j), f).Store(dz + n);
                TanhSlope.Apply(c * i, g).Store(dz + 2 * n);
                SigmoidSlope.Apply(h * tanh, o).Store(dz + 3 * n);
                (c * f).Store(dc + j);
            }
    }
}

/// <summary>Cho et al. (2014), reset after the product: n = tanh(x W + r (h U + b)), h' = n + z (h - n). Blocks n, r, z, h U + b.</summary>
readonly unsafe struct GruCell : ICell
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(in CellStep step)
    {
        Real* gates = step.Gates, bias = step.Bias, before = step.Before, after = step.After;
        int n = step.Padded, row = step.StateRow;
        for (int row0 = 0; row0 < step.Rows; row0++, gates += 4 * n, before += row, after += row)
            for (int j = 0; j < n; j += Vec.Count)
            {
                Real* p = gates + j, b = bias + j;
                Vec r = Elementary.Sigmoid(Vector512.Load(p + n) + Vector512.Load(b + n));
                Vec z = Elementary.Sigmoid(Vector512.Load(p + 2 * n) + Vector512.Load(b + 2 * n));
                Vec hidden = Vector512.Load(p + 3 * n) + Vector512.Load(b + 3 * n);
                Vec fresh = Elementary.Tanh(Vector512.FusedMultiplyAdd(r, hidden, Vector512.Load(p) + Vector512.Load(b)));
                fresh.Store(p);
                r.Store(p + n);
                z.Store(p + 2 * n);
                hidden.Store(p + 3 * n);
                Vector512.FusedMultiplyAdd(z, Vector512.Load(before + j) - fresh, fresh).Store(after + j);
            }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(in CellStep step)
    {
        Real* gates = step.Gates, before = step.Before, dh = step.StateGradient, d = step.GateGradients;
        int n = step.Padded, row = step.StateRow;
        for (int row0 = 0; row0 < step.Rows; row0++, gates += 4 * n, d += 4 * n, before += row, dh += n)
            for (int j = 0; j < n; j += Vec.Count)
            {
                Real* p = gates + j, dp = d + j;
                Vec fresh = Vector512.Load(p), r = Vector512.Load(p + n), z = Vector512.Load(p + 2 * n), h = Vector512.Load(dh + j);
                Vec dFresh = TanhSlope.Apply(h - h * z, fresh);
                dFresh.Store(dp);
                SigmoidSlope.Apply(dFresh * Vector512.Load(p + 3 * n), r).Store(dp + n);
                SigmoidSlope.Apply(h * (Vector512.Load(before + j) - fresh), z).Store(dp + 2 * n);
                (dFresh * r).Store(dp + 3 * n);
                (h * z).Store(dh + j);
            }
    }
}
