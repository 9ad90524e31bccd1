namespace Florin;

using System.Runtime.Intrinsics;

/// <summary>The value of a leaf and its best split, from sums of derivatives.</summary>
sealed class SplitSearch(BinnedRows rows, BoostingOptions options, int[] monotone)
{
    /// <summary>What rounding leaves of sums that are 0, relative to the leaf.</summary>
    const double Rounding = 1e-9;

    readonly double l1 = options.L1, l2 = options.L2, step = options.Step, least = options.MinimumHessian;
    readonly bool plain = options.L1 == 0 && options.Step == 0 && Array.TrueForAll(monotone, sign => sign == 0);

    /// <summary>The best value of a leaf within limits, before the learning rate.</summary>
    public double Weight(Vector128<double> sums, (double Low, double High) limits)
    {
        if (sums[1] < least) return 0;
        double weight = -Math.CopySign(Math.Max(Math.Abs(sums[0]) - l1, 0), sums[0]) / (sums[1] + l2);
        if (step > 0) weight = Math.Clamp(weight, -step, step);
        return Math.Max(limits.Low, Math.Min(limits.High, weight));
    }

    /// <summary>The best split of a leaf on a column.</summary>
    public TreeSplit Best(TreeLeaf leaf, int column)
    {
        ReadOnlySpan<Vector128<double>> cells = leaf.Cells.AsSpan()[rows.Starts[column]..rows.Starts[column + 1]];
        bool missing = cells[^1][1] > Rounding * leaf.Sums[1];
        TreeSplit best = Scan(cells[..^(missing ? 1 : 2)], leaf, new TreeSplit(0, column, 0, false, default), null);
        if (missing) return Scan(cells[..^2], leaf, best, cells[^1]);
        return best with { MissingLeft = 2 * best.Left[1] >= leaf.Sums[1] }; // a value that was never missing here goes with the many
    }

    /// <summary>Moves bin after bin to the left side; gives what it is given when nothing gains more.</summary>
    TreeSplit Scan(ReadOnlySpan<Vector128<double>> cells, TreeLeaf leaf, TreeSplit best, Vector128<double>? missing)
    {
        Vector128<double> left = missing ?? default;
        double needed = Math.Max(least, Rounding * leaf.Sums[1]), rest = Gain(leaf.Sums, Weight(leaf.Sums, leaf.Limits));
        for (int bin = 0; bin < cells.Length; bin++)
        {
            if (cells[bin][1] == 0) continue;
            left += cells[bin];
            Vector128<double> right = leaf.Sums - left;
            if (left[1] < needed) continue;
            if (right[1] < needed) break;
            double gain = (plain ? Plain(left, right) : Limited(left, right, leaf, monotone[best.Column])) - rest;
            if (gain > best.Gain) best = new TreeSplit(gain, best.Column, bin, missing is not null, left);
        }

        return best;
    }

    /// <summary>Both sides with one division.</summary>
    double Plain(Vector128<double> left, Vector128<double> right)
    {
        double a = left[1] + l2, b = right[1] + l2;
        return (left[0] * left[0] * b + right[0] * right[0] * a) / (a * b);
    }

    double Limited(Vector128<double> left, Vector128<double> right, TreeLeaf leaf, int sign)
    {
        double a = Weight(left, leaf.Limits), b = Weight(right, leaf.Limits);
        return sign * a > sign * b ? double.NegativeInfinity : Gain(left, a) + Gain(right, b);
    }

    double Gain(Vector128<double> sums, double weight) =>
        -(2 * sums[0] * weight + (sums[1] + l2) * weight * weight + 2 * l1 * Math.Abs(weight));
}
