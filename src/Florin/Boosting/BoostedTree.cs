namespace Florin;

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
