namespace Florin;

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Florin.Kernels;

/// <summary>
/// Sums of derivatives by bin. A leaf's rows are cut into chunks by their number alone and chunks are added in order, so that the bits do
/// not depend on the threads.
/// </summary>
sealed unsafe class GradientHistogram(BinnedRows rows, Team team)
{
    const int ChunkRows = 16_384, MostChunks = 16;

    readonly Stack<double[]> free = [];

    /// <summary>Histograms of the small leaves from their rows, those of the large ones from their parents, which lose theirs.</summary>
    public void Fill(List<TreePair> pairs, int[] order, float[] gradients)
    {
        List<(TreeLeaf Leaf, int Chunk, int Chunks, double[] Cells)> parts = [];
        int[] firsts = new int[pairs.Count + 1];
        for (int i = 0; i < pairs.Count; i++)
        {
            TreeLeaf leaf = pairs[i].Small;
            int chunks = Math.Clamp((leaf.Rows + ChunkRows - 1) / ChunkRows, 1, MostChunks);
            for (int chunk = 0; chunk < chunks; chunk++)
                parts.Add((leaf, chunk, chunks, free.TryPop(out double[]? spare) ? spare : new double[2 * rows.Cells]));
            firsts[i + 1] = parts.Count;
        }

        int groups = rows.Groups.Length;
        team.Run(parts.Count * groups, item =>
        {
            (TreeLeaf leaf, int chunk, int chunks, double[] cells) = parts[item / groups];
            int begin = leaf.Begin + (int)((long)leaf.Rows * chunk / chunks), end = leaf.Begin + (int)((long)leaf.Rows * (chunk + 1) / chunks);
            Accumulate(rows.Groups[item % groups], order.AsSpan(begin, end - begin), gradients, cells);
        });
        team.Run(pairs.Count * groups, item =>
        {
            int pair = item / groups;
            Span<double> small = Part(parts[firsts[pair]].Cells, item % groups);
            for (int part = firsts[pair] + 1; part < firsts[pair + 1]; part++) Add(small, Part(parts[part].Cells, item % groups));
            if (pairs[pair].Parent is { } parent) Subtract(Part(parent.Histogram!, item % groups), small);
        });
        for (int i = 0; i < pairs.Count; i++)
        {
            pairs[i].Small.Histogram = parts[firsts[i]].Cells;
            for (int part = firsts[i] + 1; part < firsts[i + 1]; part++) free.Push(parts[part].Cells);
            if (pairs[i] is not { Large: { } large, Parent: { } parent }) continue;
            (large.Histogram, parent.Histogram) = (parent.Histogram, null);
        }
    }

    public void Free(TreeLeaf leaf)
    {
        if (leaf.Histogram is { } cells) free.Push(cells);
        leaf.Histogram = null;
    }

    Span<double> Part(double[] cells, int group) => cells.AsSpan(2 * rows.Groups[group].FirstCell, 2 * rows.Groups[group].Cells);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Accumulate(BinGroup group, ReadOnlySpan<int> order, float[] gradients, double[] cells)
    {
        int width = group.Columns.Length;
        Span<double> part = cells.AsSpan(2 * group.FirstCell, 2 * group.Cells);
        part.Clear();
        fixed (int* begin = order)
        fixed (float* pairs = gradients)
        fixed (ushort* bins = group.Bins)
        fixed (double* sums = part)
        {
            for (int* row = begin; row < begin + order.Length; row++)
            {
                Vector128<double> pair = Vector128.WidenLower(Vector128.CreateScalar(*(double*)(pairs + 2L * *row)).AsSingle());
                ushort* bin = bins + (long)*row * width, end = bin + width;
                for (; bin <= end - 2; bin += 2)
                {
                    double* first = sums + 2 * bin[0], second = sums + 2 * bin[1];
                    (Vector128.Load(first) + pair).Store(first);
                    (Vector128.Load(second) + pair).Store(second);
                }

                if (bin == end) continue;
                double* last = sums + 2 * *bin;
                (Vector128.Load(last) + pair).Store(last);
            }
        }
    }

    static void Add(Span<double> sums, ReadOnlySpan<double> others)
    {
        for (int i = 0; i < sums.Length; i++) sums[i] += others[i];
    }

    static void Subtract(Span<double> sums, ReadOnlySpan<double> others)
    {
        for (int i = 0; i < sums.Length; i++) sums[i] -= others[i];
    }
}
