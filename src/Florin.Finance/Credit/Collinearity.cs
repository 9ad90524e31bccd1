namespace Florin;

using System.Globalization;

/// <summary>How far characteristics of a scorecard say the same: correlations of their weights of evidence, and how much they inflate the
/// variances of each other's coefficients (VIF).</summary>
static class Collinearity
{
    /// <summary>From here on two characteristics are told of, and a coefficient's variance.</summary>
    public const double Correlated = 0.7, Inflated = 5;

    /// <summary>Pearson's correlations of columns; 0 with a column that does not vary.</summary>
    /// <param name="columns">Column by column, row by row.</param>
    /// <param name="weights">Row by row, 0 or more; empty: each row counts once.</param>
    public static double[,] Correlations(double[][] columns, double[] weights)
    {
        double[][] centred = [.. columns.Select(column => Centred(column, weights))];
        double[,] found = new double[columns.Length, columns.Length];
        for (int one = 0; one < columns.Length; one++)
            for (int two = 0; two <= one; two++)
                found[one, two] = found[two, one] = one == two ? 1 : centred[one].Zip(centred[two], (left, right) => left * right).Sum();
        return found;
    }

    /// <summary>VIF = 1 / (1 - R²) of each column on all others: the diagonal of the inverse of the correlations. Infinite where the others
    /// say all of it.</summary>
    public static double[] Vifs(double[,] correlations)
    {
        int count = correlations.GetLength(0);
        double[] found = new double[count];
        for (int column = 0; column < count; column++) found[column] = 1 / Unexplained(correlations, column);
        return found;
    }

    /// <summary>What whoever signs the card must know; none where the characteristics speak for themselves.</summary>
    public static IEnumerable<string> Remarks(IReadOnlyList<string> names, double[] coefficients, double[][] columns, double[] weights)
    {
        double[,] correlations = Correlations(columns, weights);
        double[] vifs = Vifs(correlations);
        var told = new HashSet<int>();
        for (int one = 0; one < names.Count; one++)
            for (int two = one + 1; two < names.Count; two++)
            {
                if (!(Math.Abs(correlations[one, two]) > Correlated)) continue;
                told.UnionWith([one, two]);
                yield return Invariant($"\"{names[one]}\" and \"{names[two]}\" say much of the same: their weights of evidence correlate ")
                    + Invariant($"by {correlations[one, two]:0.00}. How the points are shared between them is uncertain (VIF ")
                    + Invariant($"{vifs[one]:0.0} and {vifs[two]:0.0}); keep the one that is easier to explain, or read their ")
                    + "points together.";
            }

        foreach (int at in Enumerable.Range(0, names.Count).Where(at => vifs[at] > Inflated && !told.Contains(at)))
            yield return Invariant($"\"{names[at]}\" is nearly what the other characteristics say together: the variance of its ")
                + Invariant($"coefficient is {vifs[at]:0.0} times what it would be alone (VIF), so its points are uncertain.");
        foreach (int at in Enumerable.Range(0, names.Count).Where(at => coefficients[at] > 0))
            yield return Invariant($"The coefficient of \"{names[at]}\" has the wrong sign ({coefficients[at]:+0.00}): bins with more ")
                + "defaults get more points, as the other characteristics say the rest. Do not sign it as it is.";
    }

    static double[] Centred(double[] column, double[] weights)
    {
        double Weight(int row) => weights.Length == 0 ? 1 : weights[row];
        double all = 0, sum = 0, squares = 0;
        for (int row = 0; row < column.Length; row++)
        {
            all += Weight(row);
            sum += Weight(row) * column[row];
        }

        double[] centred = [.. column.Select((value, row) => Math.Sqrt(Weight(row)) * (value - sum / all))];
        foreach (double value in centred) squares += value * value;
        return squares > 0 ? [.. centred.Select(value => value / Math.Sqrt(squares))] : centred;
    }

    /// <summary>1 - R² of a column on all others, by elimination with the largest pivots.</summary>
    static double Unexplained(double[,] correlations, int column)
    {
        const double None = 1e-12;
        double[,] left = (double[,])correlations.Clone();
        List<int> others = [.. Enumerable.Range(0, left.GetLength(0)).Where(at => at != column)];
        while (others.Count > 0)
        {
            int pivot = others.MaxBy(at => left[at, at]);
            others.Remove(pivot);
            if (left[pivot, pivot] < None) break;
            foreach (int row in others.Append(column))
            {
                double times = left[row, pivot] / left[pivot, pivot];
                foreach (int at in others.Append(column)) left[row, at] -= times * left[pivot, at];
            }
        }

        return Math.Max(0, left[column, column]);
    }

    static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
