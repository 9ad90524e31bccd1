namespace Florin;

using System.Collections.Immutable;
using Florin.Kernels;

/// <summary>A round of boosting.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Of">Rounds planned.</param>
/// <param name="ValidationLoss">Mean loss of the validation rows after it, but for what depends on the target alone; null without
/// them.</param>
/// <param name="Best">Whether this is the best round so far.</param>
public sealed record BoostingRound(int Number, int Of, double? ValidationLoss, bool Best);

/// <summary>Fitted trees on rows of numbers: immutable, safe to use from many threads.</summary>
public sealed class BoostedTrees
{
    readonly ImmutableArray<BoostedTree> trees;
    readonly double[] start;

    internal BoostedTrees(BoostingOptions options, int columns, double[] start, ImmutableArray<BoostedTree> trees,
        ImmutableArray<BoostingRound> history)
    {
        (Options, Columns, this.start, this.trees, History) = (options, columns, start, trees, history);
    }

    /// <summary>How they were fitted.</summary>
    public BoostingOptions Options { get; }

    /// <summary>Numbers of a row.</summary>
    public int Columns { get; }

    /// <summary>Rounds that were kept.</summary>
    public int Rounds => trees.Length / start.Length;

    /// <summary>Every round that was run.</summary>
    public ImmutableArray<BoostingRound> History { get; }

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
        var sums = new TreeSums(rows, start, new BoostingObjective(Options));
        using var team = new Team(Math.Clamp(threads, 1, sums.Blocks));
        sums.Run(team, (_, begin, end) =>
        {
            foreach ((int i, BoostedTree tree) in trees.Index()) sums.Add(tree, i % start.Length, begin, end);
            sums.ToMeans(begin, end);
        });
        return sums.Means[..(rows.Count * start.Length)];
    }
}
