namespace Florin;

using Florin.Kernels;

/// <summary>How a column of a table becomes numbers of a row, learned from training rows.</summary>
/// <param name="Name">The column.</param>
/// <param name="Kind">Of its cells.</param>
/// <param name="Levels">Of categories: the known levels.</param>
/// <param name="Means">Of categories with many levels: for each level, then for unknown ones, the mean target of each output; null: a
/// level is an input of its own.</param>
sealed record BoostedColumn(string Name, ColumnKind Kind, string[] Levels, double[][]? Means)
{
    /// <summary>Rows of the overall mean that are added to each level's.</summary>
    const double Smoothing = 20;

    const int Folds = 5;

    /// <summary>Names of the numbers that it gives.</summary>
    public IEnumerable<string> Outputs(BoostingOptions options) => Kind != ColumnKind.Category ? [Name]
        : Means is null ? Levels.Select(level => $"{Name} = {level}")
        : Enumerable.Range(0, options.Outputs).Select(output => $"{Name}, mean {output}");

    /// <summary>How many numbers it gives.</summary>
    public int Width(BoostingOptions options) => Kind != ColumnKind.Category ? 1 : Means is null ? Levels.Length : options.Outputs;

    public static BoostedColumn Of(Column column, ColumnKind kind, BoostingOptions options)
    {
        if (kind != ColumnKind.Category) return new BoostedColumn(column.Name, kind, [], null);
        CategoryColumn codes = column.AsCategories();
        HashSet<int> seen = [.. codes.Values];
        string[] levels = [.. codes.Levels.Where((_, code) => seen.Contains(code)).Order(StringComparer.Ordinal)];
        // Of two levels one tells the other.
        return new BoostedColumn(column.Name, kind, levels.Length == 2 && !seen.Contains(CategoryColumn.Missing) ? [levels[1]] : levels,
            levels.Length > options.OneInputLevels ? [] : null);
    }

    /// <summary>Writes the cells of every row.</summary>
    /// <param name="table">The rows.</param>
    /// <param name="values">Row after row.</param>
    /// <param name="first">The first number that is this column's.</param>
    /// <param name="width">Numbers of a row.</param>
    public void Encode(Table table, float[] values, int first, int width)
    {
        switch (Kind)
        {
            case ColumnKind.Number:
                ReadOnlySpan<double> numbers = table.Number(Name).Values;
                for (int row = 0, at = first; row < numbers.Length; row++, at += width) values[at] = Single(numbers[row]);
                break;
            case ColumnKind.Date:
                DateColumn dates = table.Date(Name);
                for (int row = 0, at = first; row < dates.Count; row++, at += width)
                    values[at] = dates[row] is { } date ? (float)(date - DateTime.UnixEpoch).TotalDays : float.NaN;
                break;
            default:
                Levelled(table.Category(Name).WithLevels(Levels), values, first, width);
                break;
        }
    }

    void Levelled(CategoryColumn codes, float[] values, int first, int width)
    {
        for (int row = 0, at = first; row < codes.Count; row++, at += width)
        {
            int code = Math.Min(codes.Values[row], Levels.Length);
            if (Means is null)
            {
                if (code >= 0 && code < Levels.Length) values[at + code] = 1;
            }
            else if (Means.Length > 0)
            {
                for (int output = 0; output < Means[0].Length; output++)
                    values[at + output] = code < 0 ? float.NaN : (float)Means[code][output];
            }
        }
    }

    /// <summary>
    /// Learns the mean targets and writes the training rows with means of the other folds: a row must not meet its own target.
    /// </summary>
    public BoostedColumn WithMeans(Table table, BoostingRows rows, BoostingOptions options, int first)
    {
        CategoryColumn codes = table.Category(Name).WithLevels(Levels);
        int outputs = options.Outputs, levels = Levels.Length;
        var sums = new double[Folds + 1, levels + 1, outputs + 1];
        for (int row = 0; row < rows.Count; row++)
        {
            if (codes.Values[row] < 0) continue;
            for (int output = 0; output <= outputs; output++)
            {
                double part = Part(rows, options, row, output);
                foreach (int fold in (ReadOnlySpan<int>)[Fold(row, options), Folds])
                {
                    sums[fold, codes.Values[row], output] += part;
                    sums[fold, levels, output] += part;
                }
            }
        }

        for (int row = 0; row < rows.Count; row++)
            for (int output = 0; output < outputs; output++)
                rows.Values[row * rows.Columns + first + output] =
                    codes.Values[row] < 0 ? float.NaN : (float)Mean(sums, codes.Values[row], output, Fold(row, options));
        return this with { Means = [.. Enumerable.Range(0, levels + 1).Select(level => (double[])
            [.. Enumerable.Range(0, outputs).Select(output => Mean(sums, level, output, -1))])] };
    }

    static int Fold(int row, BoostingOptions options) => (int)(Philox.At(row, options.Seed, 0, 2, 0) % Folds);

    /// <summary>What a row adds to the numerator of an output, or to the denominator that comes after them.</summary>
    static double Part(BoostingRows rows, BoostingOptions options, int row, int output) => rows.WeightOf(row) * (output == options.Outputs
        ? options.HasLogLink ? Elementary.Exp(rows.OffsetOf(row)) : 1
        : options.Outputs == 1 ? rows.Target![row] : rows.Target![row] == output ? 1 : 0);

    static double Mean(double[,,] sums, int level, int output, int without)
    {
        int all = sums.GetLength(1) - 1, last = sums.GetLength(2) - 1;
        double Less(int of, int at) => sums[Folds, of, at] - (without < 0 ? 0 : sums[without, of, at]);
        double overall = Less(all, last) > 0 ? Less(all, output) / Less(all, last) : 0;
        return level == all ? overall : (Less(level, output) + Smoothing * overall) / (Less(level, last) + Smoothing);
    }

    static float Single(double value) => (float)Math.Clamp(value, float.MinValue, float.MaxValue);
}
