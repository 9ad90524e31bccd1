namespace Florin;

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Florin.Kernels;

/// <summary>
/// Grows trees on binned rows. Derivatives are summed by bin for the smaller child of a split only: the larger one's sums are the parent's
/// less those.
/// </summary>
sealed class TreeGrower(BinnedRows rows, BoostingOptions options, int[] monotone, Team team)
{
    /// <summary>Less is rounding.</summary>
    const double LeastGain = 1e-6;

    readonly SplitSearch search = new(rows, options, monotone);
    readonly int[] order = new int[rows.Rows], moved = new int[rows.Rows];
    readonly Vector128<double>[] derivatives = new Vector128<double>[rows.Rows], gathered = new Vector128<double>[rows.Rows];
    readonly List<TreeNode> nodes = [];
    readonly Stack<Vector128<double>[]> spare = [];

    /// <summary>The leaves of the last tree.</summary>
    public List<TreeLeaf> Leaves { get; } = [];

    /// <summary>The rows of a leaf, ascending.</summary>
    public ReadOnlySpan<int> RowsOf(TreeLeaf leaf) => order.AsSpan(leaf.Begin, leaf.End - leaf.Begin);

    /// <summary>First and second derivatives of the loss of each row, to be written before a tree is grown.</summary>
    public Vector128<double>[] Derivatives => derivatives;

    /// <summary>A tree for the derivatives, whose sums are known, on some columns in ascending order.</summary>
    public BoostedTree Grow(Vector128<double> sums, int[] columns)
    {
        for (int row = 0; row < order.Length; row++) order[row] = row;
        nodes.Clear();
        Leaves.Clear();
        TreeLeaf root = Leaf(0, 0, order.Length, sums, null);
        root.Cells = Cells();
        for (List<TreeLeaf> small = [root]; small.Count > 0; small = Divide()) Search(small, columns);
        foreach (TreeLeaf leaf in Leaves)
        {
            nodes[leaf.Node] = new TreeNode(0, 0, false, 0, (float)(leaf.Weight * options.LearningRate));
            if (leaf.Cells is not null) spare.Push(leaf.Cells);
        }

        return new BoostedTree([.. nodes]);
    }

    Vector128<double>[] Cells() => spare.TryPop(out Vector128<double>[]? cells) ? cells : new Vector128<double>[rows.Starts[^1]];

    TreeLeaf Leaf(int depth, int begin, int end, Vector128<double> sums, TreeLeaf? parent)
    {
        (double, double) limits = parent?.Limits ?? (double.NegativeInfinity, double.PositiveInfinity);
        var leaf = new TreeLeaf(nodes.Count, depth, begin, end, sums, search.Weight(sums, limits)) { Limits = limits };
        nodes.Add(default);
        Leaves.Add(leaf);
        return leaf;
    }

    /// <summary>Sums up the small leaves, takes them from their siblings', and finds the best split of both.</summary>
    void Search(List<TreeLeaf> small, int[] columns)
    {
        var found = new (TreeSplit Small, TreeSplit Large)[small.Count * columns.Length];
        team.Run(small.Count, new TeamWork(i => Gather(small[i])));
        team.Run(found.Length, new TeamWork(item =>
        {
            TreeLeaf leaf = small[item / columns.Length];
            int column = columns[item % columns.Length], start = rows.Starts[column], count = rows.Starts[column + 1] - start;
            Span<Vector128<double>> cells = leaf.Cells.AsSpan(start, count);
            Sum(leaf, rows.Bins[column], cells);
            found[item].Small = search.Best(leaf, column);
            if (leaf.Sibling is not { } large) return;
            Span<Vector128<double>> others = large.Cells.AsSpan(start, count);
            for (int cell = 0; cell < count; cell++) others[cell] -= cells[cell];
            found[item].Large = search.Best(large, column);
        }));
        for (int item = 0; item < found.Length; item++) // in order, so that the first column wins a tie
        {
            TreeLeaf leaf = small[item / columns.Length];
            if (found[item].Small.Gain > leaf.Best.Gain) leaf.Best = found[item].Small;
            if (leaf.Sibling is { } large && found[item].Large.Gain > large.Best.Gain) large.Best = found[item].Large;
        }
    }

    /// <summary>Every column reads the derivatives of the leaf's rows: once found, they lie one after another.</summary>
    void Gather(TreeLeaf leaf)
    {
        for (int i = leaf.Begin; i < leaf.End; i++) gathered[i] = derivatives[order[i]];
    }

    /// <summary>Row after row by one thread: the bits do not depend on how many there are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    unsafe void Sum(TreeLeaf leaf, byte[] bins, Span<Vector128<double>> cells)
    {
        cells.Clear();
        fixed (byte* bin = bins)
        fixed (int* row = order)
        fixed (Vector128<double>* pair = gathered, sum = cells)
            for (int i = leaf.Begin; i < leaf.End; i++) sum[bin[row[i]]] += pair[i];
    }

    /// <summary>Splits all leaves that gain, level by level, or the one that gains most; gives the smaller children that may go
    /// on.</summary>
    List<TreeLeaf> Divide()
    {
        List<TreeLeaf> able = [.. Leaves.Where(leaf => leaf.Cells is not null && leaf.Best.Gain > LeastGain)], small = [];
        if (options.MaximumLeaves > 0 && able.Count > 0)
            able = Leaves.Count < options.MaximumLeaves ? [able.MaxBy(leaf => leaf.Best.Gain)!] : [];
        int[] middles = new int[able.Count];
        team.Run(able.Count, new TeamWork(i => middles[i] = Partition(able[i])));
        foreach ((int i, TreeLeaf leaf) in able.Index())
        {
            int column = leaf.Best.Column;
            float[] cuts = rows.Thresholds[column];
            float cut = leaf.Best.Bin < cuts.Length ? cuts[leaf.Best.Bin] : float.PositiveInfinity;
            nodes[leaf.Node] = new TreeNode(column, cut, leaf.Best.MissingLeft, nodes.Count, 0);
            Leaves.Remove(leaf);
            TreeLeaf left = Leaf(leaf.Depth + 1, leaf.Begin, middles[i], leaf.Best.Left, leaf);
            TreeLeaf right = Leaf(leaf.Depth + 1, middles[i], leaf.End, leaf.Sums - leaf.Best.Left, leaf);
            double between = (left.Weight + right.Weight) / 2;
            if (monotone[column] > 0) (left.Limits, right.Limits) = ((leaf.Limits.Low, between), (between, leaf.Limits.High));
            if (monotone[column] < 0) (left.Limits, right.Limits) = ((between, leaf.Limits.High), (leaf.Limits.Low, between));
            if (left.Depth == options.MaximumDepth) spare.Push(leaf.Cells!);
            else
            {
                (TreeLeaf less, TreeLeaf more) = middles[i] - leaf.Begin <= leaf.End - middles[i] ? (left, right) : (right, left);
                (less.Sibling, less.Cells, more.Cells) = (more, Cells(), leaf.Cells);
                small.Add(less);
            }
        }

        return small;
    }

    /// <summary>Left rows first, both sides in ascending order; gives where the right side begins.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    unsafe int Partition(TreeLeaf leaf)
    {
        int last = leaf.Best.Bin, missing = leaf.Best.MissingLeft ? rows.Thresholds[leaf.Best.Column].Length + 1 : -1;
        int left = leaf.Begin, right = leaf.Begin;
        fixed (byte* bins = rows.Bins[leaf.Best.Column])
        fixed (int* ordered = order, moving = moved)
        {
            for (int i = leaf.Begin; i < leaf.End; i++)
            {
                int row = ordered[i], bin = bins[row];
                // Both sides are written and one place moves on: a branch would be guessed wrong half of the time.
                (ordered[left], moving[right]) = (row, row);
                bool isLeft = bin <= last | bin == missing;
                left += *(byte*)&isLeft;
                right += 1 - *(byte*)&isLeft;
            }
        }

        moved.AsSpan(leaf.Begin, right - leaf.Begin).CopyTo(order.AsSpan(left));
        return left;
    }
}
