namespace Florin;

using System.Collections.Immutable;
using Florin.Kernels;

/// <summary>A round of boosting.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Of">Rounds planned.</param>
/// <param name="ValidationLoss">Mean loss of the validation rows after it, but for what depends on the target alone; null without them.</param>
/// <param name="Best">Whether this is the best round so far.</param>
public sealed record BoostingRound(int Number, int Of, double? ValidationLoss, bool Best);

/// <summary>Fitted trees on rows of numbers: immutable, safe to use from many threads.</summary>
public sealed class BoostedTrees
{
    readonly ImmutableArray<BoostedTree> trees;
    readonly double[] start;
    readonly BoostingObjective objective;

    internal BoostedTrees(BoostingOptions options, int columns, double[] start, ImmutableArray<BoostedTree> trees,
        ImmutableArray<BoostingRound> history)
    {
        (Options, Columns, this.start, this.trees, History) = (options, columns, start, trees, history);
        objective = new BoostingObjective(options);
    }

    /// <summary>How they were fitted.</summary>
    public BoostingOptions Options { get; }

    /// <summary>Numbers of a row.</summary>
    public int Columns { get; }

    /// <summary>Rounds that were kept.</summary>
    public int Rounds => trees.Length / start.Length;

    /// <summary>Every round that was run.</summary>
    public ImmutableArray<BoostingRound> History { get; }

    /// <summary>Nodes and leaves of all trees.</summary>
    public long NodeCount => trees.Sum(tree => (long)tree.Nodes.Length);

    /// <summary>
    /// P(1), the mean, or P(class) of each class row after row. A row has the same bits alone and among others, on any number of threads.
    /// </summary>
    /// <param name="rows">As many columns as the trees were fitted on; targets and weights are not read.</param>
    /// <param name="threads">1 or more.</param>
    /// <exception cref="FlorinException">FLR0582: the rows do not fit.</exception>
    public double[] Predict(BoostingRows rows, int threads = 1)
    {
        ArgumentNullException.ThrowIfNull(rows);
        rows.CheckInputs(Columns);
        int outputs = start.Length;
        double[] results = new double[rows.Count * outputs];
        using var team = new Team(Math.Clamp(threads, 1, TeamWork.Blocks(rows.Count)));
        team.RunRows(rows.Count, (_, begin, end) =>
        {
            double[] sums = Starts(rows, start, begin, end);
            for (int tree = 0; tree < trees.Length; tree++) Add(trees[tree], rows, begin, sums, tree % outputs, outputs);
            objective.Means(sums, results.AsSpan(begin * outputs, sums.Length));
        });
        return results;
    }

    /// <summary>Where the sums of these rows start.</summary>
    internal static double[] Starts(BoostingRows rows, double[] start, int begin, int end)
    {
        double[] sums = new double[(end - begin) * start.Length];
        for (int i = 0; i < sums.Length; i++) sums[i] = start[i % start.Length] + rows.OffsetOf(begin + i / start.Length);
        return sums;
    }

    /// <summary>Adds a tree to the sums of rows from <paramref name="first"/> on.</summary>
    internal static void Add(BoostedTree tree, BoostingRows rows, int first, Span<double> sums, int output, int outputs)
    {
        for (int i = output, row = first; i < sums.Length; i += outputs, row++)
            sums[i] += tree.ValueOf(rows.Values.AsSpan(row * rows.Columns, rows.Columns));
    }
}
