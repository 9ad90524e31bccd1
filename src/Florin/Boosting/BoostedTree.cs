namespace Florin;

using System.Runtime.Intrinsics;

/// <summary>A node: rows below the threshold go to <paramref name="Left"/>, the others to the node after it.</summary>
/// <param name="Column">The column that is compared.</param>
/// <param name="Threshold">What it is compared with.</param>
/// <param name="MissingLeft">Where rows without a value go.</param>
/// <param name="Left">The left child; 0: none, a leaf.</param>
/// <param name="Value">Of a leaf, what is added; the learning rate is in it.</param>
readonly record struct TreeNode(int Column, float Threshold, bool MissingLeft, int Left, float Value);

/// <summary>A fitted tree; the root is the first node.</summary>
sealed record BoostedTree(TreeNode[] Nodes)
{
    public float ValueOf(ReadOnlySpan<float> row)
    {
        ref readonly TreeNode node = ref Nodes[0];
        while (node.Left != 0)
        {
            float value = row[node.Column];
            bool left = value < node.Threshold || (float.IsNaN(value) && node.MissingLeft);
            node = ref Nodes[left ? node.Left : node.Left + 1];
        }

        return node.Value;
    }
}

/// <summary>A leaf of a tree in growth.</summary>
/// <param name="Node">Its node.</param>
/// <param name="Depth">Splits above it.</param>
/// <param name="Begin">The first of its rows in the grower's order.</param>
/// <param name="End">After the last.</param>
/// <param name="Sums">Of first and second derivatives of its rows' losses.</param>
/// <param name="Weight">Its value before the learning rate.</param>
sealed record TreeLeaf(int Node, int Depth, int Begin, int End, Vector128<double> Sums, double Weight)
{
    /// <summary>What monotone splits above allow.</summary>
    public (double Low, double High) Limits { get; set; } = (double.NegativeInfinity, double.PositiveInfinity);

    /// <summary>Sums by bin of all columns; null: it is not split.</summary>
    public Vector128<double>[]? Cells { get; set; }

    /// <summary>The larger child of the same split, whose cells are the parent's until this one's are taken from them.</summary>
    public TreeLeaf? Sibling { get; set; }

    public TreeSplit Best { get; set; }
}

/// <summary>A way to split a leaf: a column's bins up to <paramref name="Bin"/> go left, where <paramref name="Left"/> sums up.</summary>
readonly record struct TreeSplit(double Gain, int Column, int Bin, bool MissingLeft, Vector128<double> Left);
