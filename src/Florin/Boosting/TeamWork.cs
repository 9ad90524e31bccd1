namespace Florin;

using Florin.Kernels;

/// <summary>Loops shared by a team.</summary>
static class TeamWork
{
    /// <summary>Rows of one item: fixed, so that sums by item do not depend on the threads.</summary>
    public const int BlockRows = 4096;

    public static void Run(this Team team, int items, Action<int> action) => team.Run(items, new Each(action));

    /// <summary>Every row, in blocks.</summary>
    public static void RunRows(this Team team, int rows, Action<int, int, int> action) => team.Run(Blocks(rows),
        block => action(block, block * BlockRows, Math.Min(rows, (block + 1) * BlockRows)));

    public static int Blocks(int rows) => (rows + BlockRows - 1) / BlockRows;

    sealed class Each(Action<int> action) : IWork
    {
        public void Do(int item, int thread) => action(item);
    }
}
