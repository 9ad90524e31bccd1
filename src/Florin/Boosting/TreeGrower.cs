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
    readonly List<TreeNode> nodes = [];
    readonly Stack<Vector128<double>[]> spare = [];

    /// <summary>The leaves of the last tree.</summary>
    public List<TreeLeaf> Leaves { get; } = [];

    /// <summary>The rows of a leaf, ascending.</summary>
    public ReadOnlySpan<int> RowsOf(TreeLeaf leaf) => order.AsSpan(leaf.Begin, leaf.End - leaf.Begin);

    /// <summary>A tree for these derivatives and their sums, on the columns that are seen.</summary>
    public BoostedTree Grow(Vector128<double>[] derivatives, Vector128<double> sums, bool[] seen)
    {
        for (int row = 0; row < order.Length; row++) order[row] = row;
        nodes.Clear();
        Leaves.Clear();
        TreeLeaf root = Leaf(0, 0, order.Length, sums, null);
        root.Cells = Cells();
        for (List<TreeLeaf> small = [root]; small.Count > 0; small = Divide()) Search(small, derivatives, seen);
        foreach (TreeLeaf leaf in Leaves)
        {
            nodes[leaf.Node] = new TreeNode(0, 0, false, 0, (float)(leaf.Weight * options.LearningRate));
            if (leaf.Cells is not null) spare.Push(leaf.Cells);
        }

        return new BoostedTree([.. nodes]);
    }

    Vector128<double>[] Cells() => spare.TryPop(out Vector128<double>[]? cells) ? cells : new Vector128<double>[rows.Total];

    TreeLeaf Leaf(int depth, int begin, int end, Vector128<double> sums, TreeLeaf? parent)
    {
        (double, double) limits = parent?.Limits ?? (double.NegativeInfinity, double.PositiveInfinity);
        var leaf = new TreeLeaf(nodes.Count, depth, begin, end, sums, search.Weight(sums, limits)) { Limits = limits };
        nodes.Add(default);
        Leaves.Add(leaf);
        return leaf;
    }

    /// <summary>Sums up the small leaves, takes them from their siblings', and finds the best split of both.</summary>
    void Search(List<TreeLeaf> small, Vector128<double>[] derivatives, bool[] seen)
    {
        int groups = rows.Groups.Count;
        var found = new (TreeSplit Small, TreeSplit Large)[small.Count * groups];
        team.Run(found.Length, new TeamWork(item =>
        {
            TreeLeaf leaf = small[item / groups];
            BinGroup group = rows.Groups[item % groups];
            Span<Vector128<double>> cells = leaf.Cells.AsSpan(group.First, group.Starts[^1]);
            cells.Clear();
            Sum(group, RowsOf(leaf), derivatives, ref cells[0]);
            found[item].Small = search.Best(leaf, item % groups, seen);
            if (leaf.Sibling is not { } large) return;
            Span<Vector128<double>> others = large.Cells.AsSpan(group.First, cells.Length);
            for (int cell = 0; cell < cells.Length; cell++) others[cell] -= cells[cell];
            found[item].Large = search.Best(large, item % groups, seen);
        }));
        for (int item = 0; item < found.Length; item++) // in order, so that the first column wins a tie
        {
            TreeLeaf leaf = small[item / groups];
            if (found[item].Small.Gain > leaf.Best.Gain) leaf.Best = found[item].Small;
            if (leaf.Sibling is { } large && found[item].Large.Gain > large.Best.Gain) large.Best = found[item].Large;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static unsafe void Sum(BinGroup group, ReadOnlySpan<int> order, Vector128<double>[] derivatives, ref Vector128<double> first)
    {
        int width = group.Columns.Length;
        fixed (ushort* bins = group.Bins)
        fixed (Vector128<double>* cells = &first)
        {
            foreach (int row in order)
            {
                Vector128<double> pair = derivatives[row];
                ushort* bin = bins + (long)row * width, end = bin + width;
                for (; bin < end; bin++) cells[*bin] += pair;
            }
        }
    }

    /// <summary>Splits all leaves that gain, level by level, or the one that gains most; gives the smaller children that may go on.</summary>
    List<TreeLeaf> Divide()
    {
        List<TreeLeaf> able = [.. Leaves.Where(leaf => leaf.Cells is not null && leaf.Best.Gain > LeastGain)], small = [];
        if (options.MaximumLeaves > 0 && able.Count > 0)
            able = Leaves.Count < options.MaximumLeaves ? [able.MaxBy(leaf => leaf.Best.Gain)!] : [];
        int[] middles = new int[able.Count];
        team.Run(able.Count, new TeamWork(i => middles[i] = Partition(able[i])));
        foreach ((int i, TreeLeaf leaf) in able.Index())
        {
            BinGroup group = rows.Groups[leaf.Best.Group];
            int column = group.Columns[leaf.Best.Slot];
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
    int Partition(TreeLeaf leaf)
    {
        TreeSplit split = leaf.Best;
        BinGroup group = rows.Groups[split.Group];
        int width = group.Columns.Length, last = group.Starts[split.Slot] + split.Bin, missing = group.Starts[split.Slot + 1] - 1;
        int left = leaf.Begin, right = leaf.Begin;
        for (int i = leaf.Begin; i < leaf.End; i++)
        {
            int row = order[i], bin = group.Bins[(long)row * width + split.Slot];
            // Both sides are written and one place moves on: a branch would be guessed wrong half of the time.
            int isLeft = (bin <= last | (bin == missing & split.MissingLeft)) ? 1 : 0;
            (order[left], moved[right]) = (row, row);
            left += isLeft;
            right += 1 - isLeft;
        }

        moved.AsSpan(leaf.Begin, right - leaf.Begin).CopyTo(order.AsSpan(left));
        return left;
    }
}
