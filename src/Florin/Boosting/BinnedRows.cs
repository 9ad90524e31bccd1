namespace Florin;

using Florin.Kernels;

/// <summary>Training rows as numbers of bins, column by column; a column's last bin is for missing values.</summary>
sealed class BinnedRows
{
    /// <summary>Quantiles of more rows would be no different.</summary>
    const int SampledRows = 1 << 18;

    readonly BoostingRows rows;

    public BinnedRows(BoostingRows rows, int bins, Team team)
    {
        this.rows = rows;
        Thresholds = new float[rows.Columns][];
        Bins = new byte[rows.Columns][];
        Starts = new int[rows.Columns + 1];
        team.Run(rows.Columns, new TeamWork(column =>
        {
            Thresholds[column] = Cut(column, bins - 1);
            Bins[column] = Fill(column);
        }));
        for (int column = 0; column < rows.Columns; column++) Starts[column + 1] = Starts[column] + Thresholds[column].Length + 2;
        if (!Enumerable.Range(0, rows.Columns).Any(column => Array.Exists(Bins[column], bin => bin != Bins[column][0])))
            throw BoostingRows.Nothing("training rows", "no column holds two values");
    }

    public int Rows => rows.Count;

    /// <summary>By column, ascending: a value is in the bin whose number is that of the thresholds up to it.</summary>
    public float[][] Thresholds { get; }

    /// <summary>By column and row.</summary>
    public byte[][] Bins { get; }

    /// <summary>Bins of the columns before; at the end, of all.</summary>
    public int[] Starts { get; }

    /// <summary>Half-way between neighbours: a bin for each value while there are enough, else as equal in rows as ties allow.</summary>
    float[] Cut(int column, int bins)
    {
        int stride = (rows.Count - 1) / SampledRows + 1;
        List<float> present = new(rows.Count / stride + 1), cuts = [];
        for (int row = 0; row < rows.Count; row += stride)
            if (rows.Row(row)[column] is var value && !float.IsNaN(value)) present.Add(value);
        present.Sort();
        int distinct = 1;
        for (int i = 1; i < present.Count; i++) if (present[i] > present[i - 1]) distinct++;
        for (int i = 1, begin = 0; i < present.Count && cuts.Count < bins - 1; i++)
        {
            float low = present[i - 1], high = present[i], middle = (float)(low + ((double)high - low) / 2);
            bool full = distinct <= bins || (long)(i - begin) * (bins - cuts.Count) >= present.Count - begin;
            if (!(high > low) || !full) continue;
            cuts.Add(middle > low ? middle : high);
            begin = i;
        }

        return [.. cuts];
    }

    byte[] Fill(int column)
    {
        float[] cuts = Thresholds[column];
        byte[] found = new byte[rows.Count];
        for (int row = 0; row < found.Length; row++)
        {
            float value = rows.Row(row)[column];
            int bin = float.IsNaN(value) ? cuts.Length + 1 : Array.BinarySearch(cuts, value);
            found[row] = (byte)(bin < 0 ? ~bin : float.IsNaN(value) ? bin : bin + 1);
        }

        return found;
    }
}

/// <summary>Work of a team by the item.</summary>
sealed class TeamWork(Action<int> action) : IWork
{
    public void Do(int item, int thread) => action(item);
}
