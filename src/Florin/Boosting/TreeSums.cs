namespace Florin;

using Florin.Kernels;

/// <summary>Sums of trees of rows, and the means that they stand for; row after row of all outputs.</summary>
sealed class TreeSums
{
    /// <summary>Rows of one item of work: fixed, so that sums by item do not depend on the threads.</summary>
    const int BlockRows = 4096;

    readonly BoostingRows rows;
    readonly BoostingObjective objective;
    readonly int outputs;

    public TreeSums(BoostingRows rows, double[] start, BoostingObjective objective)
    {
        (this.rows, this.objective, outputs) = (rows, objective, start.Length);
        Sums = new double[(rows.Count * outputs + 7) / 8 * 8]; // whole vectors
        Means = new double[Sums.Length];
        for (int i = 0; i < rows.Count * outputs; i++) Sums[i] = start[i % outputs] + rows.OffsetOf(i / outputs);
    }

    public double[] Sums { get; }

    public double[] Means { get; }

    public int Blocks => (rows.Count + BlockRows - 1) / BlockRows;

    /// <summary>All rows, block by block: its number, its first row, the one after its last.</summary>
    public void Run(Team team, Action<int, int, int> action) => team.Run(Blocks, new TeamWork(block =>
        action(block, block * BlockRows, Math.Min(rows.Count, (block + 1) * BlockRows))));

    public void Add(BoostedTree tree, int output, int begin, int end)
    {
        for (int row = begin; row < end; row++) Sums[row * outputs + output] += tree.ValueOf(rows.Row(row));
    }

    public void ToMeans(int begin, int end) => objective.Means(Sums, Means, begin * outputs, end * outputs);

    public double Loss(int row) => objective.Loss(rows.Target![row], Sums[row * outputs], Means.AsSpan(row * outputs, outputs));
}
