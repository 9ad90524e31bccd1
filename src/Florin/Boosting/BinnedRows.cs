namespace Florin;

using Florin.Kernels;

/// <summary>Some columns of the rows as bin numbers, row after row; the numbers count on from column to column.</summary>
/// <param name="Columns">The columns of the rows.</param>
/// <param name="Starts">Number of each column's first bin; at the end, bins of all. A column's last bin is for missing values.</param>
/// <param name="Bins">Rows × columns.</param>
/// <param name="FirstCell">Where the group stands in a histogram of all groups.</param>
sealed record BinGroup(int[] Columns, int[] Starts, ushort[] Bins, int FirstCell)
{
    public int Cells => Starts[^1];
}

/// <summary>Training rows as bins. Columns that hold one value only are left out; the others are in groups that one thread adds up.</summary>
sealed class BinnedRows
{
    /// <summary>The histogram of so many columns stays in the first cache.</summary>
    const int GroupColumns = 8;

    /// <summary>Quantiles of more rows would be no different.</summary>
    const int SampledRows = 1 << 18;

    BinnedRows(int rows, float[][] thresholds, bool[] missing, BinGroup[] groups)
    {
        (Rows, Thresholds, Missing, Groups) = (rows, thresholds, missing, groups);
        Cells = groups.Sum(group => group.Cells);
    }

    public int Rows { get; }

    /// <summary>By column, ascending: a value is in the bin whose number is that of the thresholds up to it.</summary>
    public float[][] Thresholds { get; }

    /// <summary>Whether a column has missing values.</summary>
    public bool[] Missing { get; }

    public BinGroup[] Groups { get; }

    /// <summary>Bins of all groups.</summary>
    public int Cells { get; }

    public static BinnedRows Of(BoostingRows rows, int bins, Team team)
    {
        float[][] thresholds = new float[rows.Columns][];
        bool[] missing = new bool[rows.Columns];
        team.Run(rows.Columns, column => thresholds[column] = Cut(rows, column, bins - 1, out missing[column]));
        int[] used = [.. Enumerable.Range(0, rows.Columns).Where(column => Differs(rows, column, thresholds[column], missing[column]))];
        if (used.Length == 0)
            throw new FlorinException("FLR0583", "there is nothing to learn", "rows", "no column holds two values",
                "give columns whose values differ");
        int parts = (used.Length + GroupColumns - 1) / GroupColumns, cell = 0;
        var groups = new BinGroup[parts];
        for (int i = 0; i < parts; i++)
        {
            int[] columns = used[(used.Length * i / parts)..(used.Length * (i + 1) / parts)];
            int[] starts = new int[columns.Length + 1];
            for (int c = 0; c < columns.Length; c++) starts[c + 1] = starts[c] + thresholds[columns[c]].Length + 2;
            groups[i] = new BinGroup(columns, starts, new ushort[(long)rows.Count * columns.Length], cell);
            cell += groups[i].Cells;
        }

        team.Run(parts, group => Fill(groups[group], rows, thresholds));
        return new BinnedRows(rows.Count, thresholds, missing, groups);
    }

    static bool Differs(BoostingRows rows, int column, float[] thresholds, bool missing)
    {
        if (thresholds.Length > 0 || !missing) return thresholds.Length > 0;
        for (int row = 0; row < rows.Count; row++) if (!float.IsNaN(rows.Values[row * rows.Columns + column])) return true;
        return false;
    }

    /// <summary>Half-way between neighbours: a bin for each value while there are enough, else as equal in rows as ties allow.</summary>
    static float[] Cut(BoostingRows rows, int column, int bins, out bool missing)
    {
        int stride = (rows.Count - 1) / SampledRows + 1, count = 0;
        float[] values = new float[rows.Count];
        missing = false;
        for (int row = 0; row < rows.Count; row++)
        {
            float value = rows.Values[(long)row * rows.Columns + column];
            if (float.IsNaN(value)) missing = true;
            else if (row % stride == 0) values[count++] = value;
        }

        Array.Sort(values, 0, count);
        int distinct = count == 0 ? 0 : 1;
        for (int i = 1; i < count; i++) if (values[i] > values[i - 1]) distinct++;
        List<float> cuts = [];
        for (int i = 1, begin = 0; i < count && cuts.Count < bins - 1; i++)
        {
            bool full = distinct <= bins || (long)(i - begin) * (bins - cuts.Count) >= count - begin;
            if (!(values[i] > values[i - 1]) || !full) continue;
            float middle = (float)(values[i - 1] + ((double)values[i] - values[i - 1]) / 2);
            cuts.Add(middle > values[i - 1] ? middle : values[i]);
            begin = i;
        }

        return [.. cuts];
    }

    static void Fill(BinGroup group, BoostingRows rows, float[][] thresholds)
    {
        int width = group.Columns.Length;
        for (int c = 0; c < width; c++)
        {
            float[] cuts = thresholds[group.Columns[c]];
            for (int row = 0; row < rows.Count; row++)
            {
                float value = rows.Values[(long)row * rows.Columns + group.Columns[c]];
                int bin = cuts.Length + 1;
                if (!float.IsNaN(value))
                {
                    bin = Array.BinarySearch(cuts, value);
                    bin = bin < 0 ? ~bin : bin + 1;
                }

                group.Bins[(long)row * width + c] = (ushort)(group.Starts[c] + bin);
            }
        }
    }
}
