namespace Florin;

using Florin.Kernels;

/// <summary>
/// Grows trees on binned rows: a histogram of derivatives for the smaller child of a split, the larger one's is the parent's less that.
/// </summary>
sealed class TreeGrower(BinnedRows rows, BoostingOptions options, SplitSearch search, Team team)
{
    /// <summary>Less is rounding.</summary>
    const double LeastGain = 1e-6;

    readonly GradientHistogram histogram = new(rows, team);
    readonly int[] order = new int[rows.Rows], moved = new int[rows.Rows];
    readonly List<TreeNode> nodes = [];

    /// <summary>The leaves of the last tree.</summary>
    public List<TreeLeaf> Leaves { get; } = [];

    /// <summary>The rows of a leaf, ascending.</summary>
    public ReadOnlySpan<int> RowsOf(TreeLeaf leaf) => order.AsSpan(leaf.Begin, leaf.Rows);

    /// <summary>A tree for these derivatives, first and second in turn, with their sums.</summary>
    public BoostedTree Grow(float[] gradients, GradientSums sums, bool[] columns)
    {
        for (int row = 0; row < order.Length; row++) order[row] = row;
        nodes.Clear();
        nodes.Add(default);
        Leaves.Clear();
        double weight = search.Weight(sums, double.NegativeInfinity, double.PositiveInfinity);
        Leaves.Add(new TreeLeaf(0, 0, 0, order.Length, sums) { Weight = weight });
        List<TreePair> pairs = [new(Leaves[0], null, null)];
        while (pairs.Count > 0)
        {
            histogram.Fill(pairs, order, gradients);
            Search(pairs, columns);
            pairs = Divide(Chosen());
        }

        foreach (TreeLeaf leaf in Leaves)
        {
            nodes[leaf.Node] = new TreeNode(0, 0, false, 0, (float)(leaf.Weight * options.LearningRate));
            histogram.Free(leaf);
        }

        return new BoostedTree([.. nodes]);
    }

    void Search(List<TreePair> pairs, bool[] columns)
    {
        TreeLeaf[] leaves = [.. pairs.SelectMany(pair => pair.Leaves)];
        int groups = rows.Groups.Length;
        var found = new TreeSplit[leaves.Length * groups];
        team.Run(found.Length, item => found[item] = search.Best(leaves[item / groups], item % groups, columns));
        for (int i = 0; i < found.Length; i++)
        {
            TreeLeaf leaf = leaves[i / groups];
            // Columns of a group are neighbours and groups are in order, so the first column wins a tie.
            if (found[i].Gain > leaf.Best.Gain) leaf.Best = found[i];
        }
    }

    /// <summary>The leaves to split next: all of a level, or the one that gains most.</summary>
    List<TreeLeaf> Chosen()
    {
        List<TreeLeaf> able = [.. Leaves.Where(leaf => leaf.Histogram is not null && leaf.Best.Gain > Math.Max(LeastGain, options.MinimumGain))];
        if (options.MaximumLeaves == 0 || able.Count == 0) return able;
        return Leaves.Count < options.MaximumLeaves ? [able.MaxBy(leaf => leaf.Best.Gain)!] : [];
    }

    List<TreePair> Divide(List<TreeLeaf> chosen)
    {
        int[] middles = new int[chosen.Count];
        team.Run(chosen.Count, i => middles[i] = Partition(chosen[i]));
        List<TreePair> pairs = [];
        for (int i = 0; i < chosen.Count; i++)
        {
            TreeLeaf leaf = chosen[i];
            (TreeLeaf left, TreeLeaf right) = Children(leaf, middles[i]);
            BinGroup group = rows.Groups[leaf.Best.Group];
            int column = group.Columns[leaf.Best.Slot];
            float[] cuts = rows.Thresholds[column];
            float cut = leaf.Best.Bin < cuts.Length ? cuts[leaf.Best.Bin] : float.PositiveInfinity;
            nodes[leaf.Node] = new TreeNode(column, cut, leaf.Best.MissingLeft, left.Node, 0);
            Leaves.Remove(leaf);
            Leaves.Add(left);
            Leaves.Add(right);
            if (left.Depth == options.MaximumDepth) histogram.Free(leaf);
            else pairs.Add(left.Rows <= right.Rows ? new TreePair(left, right, leaf) : new TreePair(right, left, leaf));
        }

        return pairs;
    }

    (TreeLeaf Left, TreeLeaf Right) Children(TreeLeaf leaf, int middle)
    {
        GradientSums sums = leaf.Best.Left, rest = leaf.Sums - sums;
        var left = new TreeLeaf(nodes.Count, leaf.Depth + 1, leaf.Begin, middle, sums)
        {
            Low = leaf.Low,
            High = leaf.High,
            Weight = search.Weight(sums, leaf.Low, leaf.High),
        };
        var right = new TreeLeaf(nodes.Count + 1, leaf.Depth + 1, middle, leaf.End, rest)
        {
            Low = leaf.Low,
            High = leaf.High,
            Weight = search.Weight(rest, leaf.Low, leaf.High),
        };
        nodes.Add(default);
        nodes.Add(default);
        int sign = search.Monotone(rows.Groups[leaf.Best.Group].Columns[leaf.Best.Slot]);
        double between = (left.Weight + right.Weight) / 2;
        if (sign > 0) (left.High, right.Low) = (between, between);
        if (sign < 0) (left.Low, right.High) = (between, between);
        return (left, right);
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
            order[left] = row;
            moved[right] = row;
            left += isLeft;
            right += 1 - isLeft;
        }

        moved.AsSpan(leaf.Begin, right - leaf.Begin).CopyTo(order.AsSpan(left));
        return left;
    }
}

/// <summary>Two children whose histograms are wanted, and their parent; the root is alone.</summary>
sealed record TreePair(TreeLeaf Small, TreeLeaf? Large, TreeLeaf? Parent)
{
    public IEnumerable<TreeLeaf> Leaves => Large is null ? [Small] : [Small, Large];
}
