namespace Florin;

using Florin.Kernels;

/// <summary>Some columns of the rows as bin numbers, row after row; the numbers count on from column to column.</summary>
/// <param name="Columns">The columns of the rows.</param>
/// <param name="Starts">Number of each column's first bin; at the end, bins of all. A column's last bin is for missing values.</param>
/// <param name="Bins">Rows × columns.</param>
/// <param name="First">Where the group stands among the bins of all groups.</param>
sealed record BinGroup(int[] Columns, int[] Starts, ushort[] Bins, int First);

/// <summary>
/// Training rows as bins. Columns that hold one value only are left out. One thread adds up a group of columns row after row, so that the
/// bits depend neither on the groups nor on the threads.
/// </summary>
sealed class BinnedRows
{
    /// <summary>Sums of so many columns stay in the first cache.</summary>
    const int MostColumns = 8;

    /// <summary>Quantiles of more rows would be no different.</summary>
    const int SampledRows = 1 << 18;

    readonly BoostingRows rows;

    public BinnedRows(BoostingRows rows, int bins, Team team)
    {
        this.rows = rows;
        Thresholds = new float[rows.Columns][];
        Missing = new bool[rows.Columns];
        team.Run(rows.Columns, new TeamWork(column => Thresholds[column] = Cut(column, bins - 1)));
        // Without a threshold but with missing values, what is there is in one bin; all may be missing.
        int[] used = [.. Enumerable.Range(0, rows.Columns).Where(column => Thresholds[column].Length > 0
            || (Missing[column] && Enumerable.Range(0, rows.Count).Any(row => !float.IsNaN(rows.Row(row)[column]))))];
        if (used.Length == 0) throw BoostingRows.Nothing("training rows", "no column holds two values");
        foreach (int[] columns in used.Chunk(Math.Min(MostColumns, (used.Length + team.Threads - 1) / team.Threads)))
        {
            int[] starts = new int[columns.Length + 1];
            for (int c = 0; c < columns.Length; c++) starts[c + 1] = starts[c] + Thresholds[columns[c]].Length + 2;
            Groups.Add(new BinGroup(columns, starts, new ushort[(long)rows.Count * columns.Length], Total));
            Total += starts[^1];
        }

        team.Run(Groups.Count, new TeamWork(group => Fill(Groups[group])));
    }

    public int Rows => rows.Count;

    /// <summary>By column, ascending: a value is in the bin whose number is that of the thresholds up to it.</summary>
    public float[][] Thresholds { get; }

    /// <summary>Whether a column has missing values.</summary>
    public bool[] Missing { get; }

    public List<BinGroup> Groups { get; } = [];

    /// <summary>Bins of all groups.</summary>
    public int Total { get; }

    /// <summary>Half-way between neighbours: a bin for each value while there are enough, else as equal in rows as ties allow.</summary>
    float[] Cut(int column, int bins)
    {
        int stride = (rows.Count - 1) / SampledRows + 1;
        List<float> present = new(rows.Count / stride + 1), cuts = [];
        for (int row = 0; row < rows.Count; row++)
        {
            float value = rows.Row(row)[column];
            if (float.IsNaN(value)) Missing[column] = true;
            else if (row % stride == 0) present.Add(value);
        }

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

    void Fill(BinGroup group)
    {
        long at = 0;
        for (int row = 0; row < rows.Count; row++)
            for (int c = 0; c < group.Columns.Length; c++)
            {
                float value = rows.Row(row)[group.Columns[c]];
                float[] cuts = Thresholds[group.Columns[c]];
                int bin = float.IsNaN(value) ? cuts.Length + 1 : Array.BinarySearch(cuts, value);
                group.Bins[at++] = (ushort)(group.Starts[c] + (bin < 0 ? ~bin : float.IsNaN(value) ? bin : bin + 1));
            }
    }
}

/// <summary>Work of a team by the item.</summary>
sealed class TeamWork(Action<int> action) : IWork
{
    public void Do(int item, int thread) => action(item);
}
