namespace Florin;

/// <summary>The value of a leaf and the best split of a leaf, from the sums of its bins.</summary>
sealed class SplitSearch(BinnedRows rows, BoostingOptions options, int[] monotone)
{
    /// <summary>What rounding leaves of sums that are 0, relative to the leaf.</summary>
    const double Rounding = 1e-9;

    readonly double l1 = options.L1, l2 = options.L2, step = options.Step, least = options.MinimumHessian;
    readonly bool plain = options.L1 == 0 && options.Step == 0 && monotone.All(sign => sign == 0);

    /// <summary>The direction that a column is held to.</summary>
    public int Monotone(int column) => monotone[column];

    /// <summary>The best value of a leaf within its parent's limits, before the learning rate.</summary>
    public double Weight(GradientSums sums, double low, double high)
    {
        if (sums.Second < least) return 0;
        double shrunk = Math.Abs(sums.First) <= l1 ? 0 : sums.First - Math.CopySign(l1, sums.First), weight = -shrunk / (sums.Second + l2);
        if (step > 0) weight = Math.Clamp(weight, -step, step);
        return Math.Max(low, Math.Min(high, weight));
    }

    /// <summary>The best split of a leaf on a column of a group that <paramref name="seen"/> holds.</summary>
    public TreeSplit Best(TreeLeaf leaf, int group, bool[] seen)
    {
        BinGroup bins = rows.Groups[group];
        TreeSplit best = default;
        double rest = Gain(leaf.Sums, leaf.Low, leaf.High);
        for (int slot = 0; slot < bins.Columns.Length; slot++)
        {
            int column = bins.Columns[slot], first = bins.FirstCell + bins.Starts[slot], count = bins.Starts[slot + 1] - bins.Starts[slot] - 1;
            if (!seen[column]) continue;
            ReadOnlySpan<double> cells = leaf.Histogram.AsSpan(2 * first, 2 * (count + 1));
            var missing = new GradientSums(cells[^2], cells[^1]);
            bool some = rows.Missing[column] && missing.Second > Rounding * leaf.Sums.Second;
            var at = new TreeSplit(best.Gain, group, slot, 0, false, default);
            best = Scan(cells[..(2 * (some ? count : count - 1))], leaf, at, rest, default) ?? best;
            if (some)
                best = Scan(cells[..(2 * count - 2)], leaf, at with { Gain = best.Gain, MissingLeft = true }, rest, missing) ?? best;
            else if (best.Group == group && best.Slot == slot && best.Gain > at.Gain)
                best = best with { MissingLeft = 2 * best.Left.Second >= leaf.Sums.Second }; // never seen: with the many
        }

        return best;
    }

    /// <summary>Moves bin after bin to the left side; null: no split gains more than <paramref name="at"/>.</summary>
    TreeSplit? Scan(ReadOnlySpan<double> cells, TreeLeaf leaf, TreeSplit at, double rest, GradientSums left)
    {
        double needed = Math.Max(least, Rounding * leaf.Sums.Second);
        int sign = monotone[rows.Groups[at.Group].Columns[at.Slot]];
        TreeSplit? best = null;
        for (int i = 0; i < cells.Length; i += 2)
        {
            if (cells[i + 1] == 0) continue;
            left += new GradientSums(cells[i], cells[i + 1]);
            GradientSums right = leaf.Sums - left;
            if (left.Second < needed) continue;
            if (right.Second < needed) break;
            double gain = plain ? Both(left, right) - rest : Constrained(left, right, leaf, sign) - rest;
            if (!(gain > at.Gain)) continue;
            at = at with { Gain = gain, Bin = i / 2, Left = left };
            best = at;
        }

        return best;
    }

    /// <summary>Both sides' gains with one division.</summary>
    double Both(GradientSums left, GradientSums right)
    {
        double a = left.Second + l2, b = right.Second + l2;
        return (left.First * left.First * b + right.First * right.First * a) / (a * b);
    }

    double Constrained(GradientSums left, GradientSums right, TreeLeaf leaf, int sign)
    {
        double a = Weight(left, leaf.Low, leaf.High), b = Weight(right, leaf.Low, leaf.High);
        return sign * a > sign * b ? double.NegativeInfinity : GainOf(left, a) + GainOf(right, b);
    }

    double Gain(GradientSums sums, double low, double high) => GainOf(sums, Weight(sums, low, high));

    double GainOf(GradientSums sums, double weight) =>
        -(2 * sums.First * weight + (sums.Second + l2) * weight * weight + 2 * l1 * Math.Abs(weight));
}
