namespace Florin.Explain;

/// <summary>Where a cell lies among the places of its column: a part of it at one, the rest at the next.</summary>
/// <param name="At">The place.</param>
/// <param name="Next">The share that counts at the place after it, 0 to 1.</param>
readonly record struct BasisPlace(int At, double Next);

/// <summary>
/// Places of one column: knots of its amounts with straight lines between, and one for each of its yes-or-no inputs. A row's shares at all
/// places add up to 1.
/// </summary>
sealed class ColumnBasis
{
    readonly int first;
    readonly int[] flags;
    readonly float[] knots;

    ColumnBasis(int first, int[] flags, float[] knots) => (this.first, this.flags, this.knots) = (first, flags, knots);

    /// <summary>Places.</summary>
    public int Size => knots.Length + flags.Length;

    /// <summary>The places of a column over rows, its knots at quantiles; the time of year of a date is not told apart.</summary>
    /// <param name="features">Columns and their inputs.</param>
    /// <param name="column">The column, counted from 0.</param>
    /// <param name="rows">Encoded rows.</param>
    /// <param name="most">The most knots, from 2.</param>
    public static ColumnBasis Of(FittedFeatures features, int column, EncodedRows rows, int most)
    {
        ColumnEncoder encoder = features.Encoders[column];
        (int first, int count) = features.InputsOf(encoder.Column);
        int told = encoder is CategoryEncoder { ByMean: false } ? 0 : 1;
        int[] flags = [.. Enumerable.Range(told, count - told).Where(i => !encoder.Amounts[i]).Select(i => first + i)];
        double[] amounts = told == 0 ? [] : [.. Enumerable.Range(0, rows.Count).Select(row => row * rows.Width)
            .Where(at => !Array.Exists(flags, flag => rows.Numbers[at + flag] != 0)).Select(at => (double)rows.Numbers[at + first])
            .Order()];
        return new ColumnBasis(first, flags, amounts.Length == 0 ? [0]
            : [.. Enumerable.Range(0, most).Select(i => (float)Quartiles.At(amounts, i / (most - 1.0))).Distinct()]);
    }

    /// <summary>The place of a row.</summary>
    public BasisPlace Of(EncodedRows rows, int row)
    {
        ReadOnlySpan<float> inputs = rows.Numbers.AsSpan(row * rows.Width, rows.Width);
        for (int i = 0; i < flags.Length; i++)
            if (inputs[flags[i]] != 0) return new BasisPlace(knots.Length + i, 0);
        float amount = inputs[first];
        if (knots.Length == 1 || !(amount > knots[0])) return new BasisPlace(0, 0);
        if (amount >= knots[^1]) return new BasisPlace(knots.Length - 1, 0);
        int found = Array.BinarySearch(knots, amount), at = found >= 0 ? found : ~found - 1;
        return new BasisPlace(at, ((double)amount - knots[at]) / ((double)knots[at + 1] - knots[at]));
    }
}
