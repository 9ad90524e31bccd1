namespace Florin;

/// <summary>What training rows turned out to be, for features that read it.</summary>
/// <param name="Values">Row by row: 1 or 0, an amount, a count.</param>
/// <param name="Exposures">What a value is divided by, above 0; null: 1.</param>
/// <param name="Parts">The part of each row, from 0: no row is encoded by the outcomes of its own part.</param>
sealed record TargetValues(double[] Values, double[]? Exposures, int[] Parts)
{
    public double Exposure(int row) => Exposures?[row] ?? 1;
}

/// <summary>
/// Mean targets of the levels of a column (Micci-Barreca 2001), each drawn towards the mean of all as if it had 20 more rows like them, and
/// scaled so that the rows have mean 0 and deviation 1.
/// </summary>
sealed class TargetMeans
{
    const double Drawn = 20;

    readonly double[,] sums;
    readonly double[,] exposures;
    readonly int parts;

    TargetMeans(CategoryEncoder encoder, int[] places, TargetValues values)
    {
        parts = values.Parts.Length == 0 ? 1 : values.Parts.Max() + 1;
        int levels = encoder.Levels.Length + 1 + (encoder.Indicator ? 1 : 0);
        (sums, exposures) = (new double[levels, parts], new double[levels, parts]);
        for (int row = 0; row < places.Length; row++)
        {
            sums[places[row], values.Parts[row]] += values.Values[row];
            exposures[places[row], values.Parts[row]] += values.Exposure(row);
        }
    }

    int Levels => sums.GetLength(0);

    /// <summary>The encoder with a number for each level.</summary>
    public static CategoryEncoder Fit(CategoryEncoder encoder, CategoryColumn column, TargetValues values)
    {
        var means = new TargetMeans(encoder, Places(encoder, column), values);
        return encoder with { Means = [.. means.Scaled(-1)] };
    }

    /// <summary>Writes the number of each training row as the outcomes of the other parts have it.</summary>
    public static void Encode(CategoryEncoder encoder, CategoryColumn column, TargetValues values, EncodedRows rows, int first)
    {
        int[] places = Places(encoder, column);
        var means = new TargetMeans(encoder, places, values);
        double[][] without = [.. Enumerable.Range(0, means.parts).Select(means.Scaled)];
        for (int row = 0; row < places.Length; row++) rows.Set(row, first, without[values.Parts[row]][places[row]]);
    }

    /// <summary>The level's place; then that of all others, then that of missing cells.</summary>
    static int[] Places(CategoryEncoder encoder, CategoryColumn column)
    {
        int others = encoder.Levels.Length, missing = others + (encoder.Indicator ? 1 : 0);
        int[] places = [.. column.Levels.Select(level => encoder.Levels.IndexOf(level) is >= 0 and var place ? place : others)];
        return [.. column.Values.ToArray().Select(code => code == CategoryColumn.Missing ? missing : places[code])];
    }

    /// <summary>The numbers without one part, on the scale of all; -1 leaves out none.</summary>
    double[] Scaled(int without)
    {
        double[] whole = Means(-1), left = without < 0 ? whole : Means(without);
        double total = 0, middle = 0, squares = 0;
        for (int level = 0; level < Levels; level++)
        {
            double weight = Sum(exposures, level, -1);
            (total, middle) = (total + weight, middle + weight * whole[level]);
        }

        middle /= Math.Max(total, 1e-300);
        for (int level = 0; level < Levels; level++)
            squares += Sum(exposures, level, -1) * (whole[level] - middle) * (whole[level] - middle);
        double factor = squares > 0 ? Math.Sqrt(total / squares) : 0;
        return [.. left.Select(mean => (mean - middle) * factor)];
    }

    double[] Means(int without)
    {
        double sum = 0, exposure = 0;
        for (int level = 0; level < Levels; level++)
            (sum, exposure) = (sum + Sum(sums, level, without), exposure + Sum(exposures, level, without));
        double all = exposure > 0 ? sum / exposure : 0;
        return [.. Enumerable.Range(0, Levels).Select(level =>
            (Sum(sums, level, without) + Drawn * all) / (Sum(exposures, level, without) + Drawn))];
    }

    double Sum(double[,] cells, int level, int without)
    {
        double sum = 0;
        for (int part = 0; part < parts; part++)
            if (part != without) sum += cells[level, part];
        return sum;
    }
}
