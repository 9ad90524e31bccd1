namespace Florin;

using System.Runtime.Intrinsics;
using Florin.Kernels;

/// <summary>The rounds of one fit.</summary>
sealed class BoostingSession
{
    readonly BoostingOptions options;
    readonly BoostingRows train;
    readonly BoostingRows? validation;
    readonly Team team;
    readonly BoostingObjective objective;
    readonly TreeGrower grower;
    readonly double[] start;
    readonly TreeSums sums;
    readonly TreeSums? held;

    public BoostingSession(BoostingOptions options, BoostingRows train, BoostingRows? validation, Team team)
    {
        (this.options, this.train, this.validation, this.team) = (options, train, validation, team);
        objective = new BoostingObjective(options);
        grower = new TreeGrower(new BinnedRows(train, options.Bins, team), options, Directions(), team);
        start = objective.Start(train);
        sums = new TreeSums(train, start, objective);
        held = validation is null ? null : new TreeSums(validation, start, objective);
    }

    public BoostedTrees Run(IProgress<BoostingRound>? progress, CancellationToken cancellation)
    {
        List<BoostedTree> trees = [];
        List<BoostingRound> history = [];
        (int kept, double least) = (0, double.PositiveInfinity);
        for (int round = 1; round <= options.Trees; round++)
        {
            if (held is not null && options.Patience > 0 && round > kept + options.Patience) break;
            cancellation.ThrowIfCancellationRequested();
            sums.Run(team, (_, begin, end) => sums.ToMeans(begin, end));
            for (int output = 0; output < start.Length; output++) trees.Add(Grow(round, output));
            double? loss = held is null ? null : ValidationLoss(trees);
            bool best = loss is null || loss < least;
            if (best) (kept, least) = (round, loss ?? 0);
            history.Add(new BoostingRound(round, options.Trees, loss, best));
            progress?.Report(history[^1]);
        }

        return new BoostedTrees(options, train.Columns, start, [.. trees.Take(kept * start.Length)], [.. history]);
    }

    BoostedTree Grow(int round, int output)
    {
        BoostedTree tree = grower.Grow(Derive(round, output), Columns(round, output));
        team.Run(grower.Leaves.Count, new TeamWork(i =>
        {
            TreeLeaf leaf = grower.Leaves[i];
            float value = tree.Nodes[leaf.Node].Value;
            foreach (int row in grower.RowsOf(leaf)) sums.Sums[row * start.Length + output] += value;
        }));
        return tree;
    }

    /// <summary>Derivatives of every row, 0 for those that the round does not see, and their sums.</summary>
    Vector128<double> Derive(int round, int output)
    {
        var parts = new Vector128<double>[sums.Blocks];
        uint limit = (uint)(options.RowSample * uint.MaxValue);
        sums.Run(team, (block, begin, end) =>
        {
            for (int row = begin; row < end; row++)
            {
                bool unseen = options.RowSample < 1 && Philox.At(row, options.Seed, (uint)round, 0, 0) > limit;
                int at = row * start.Length + output;
                double weight = unseen ? 0 : train.WeightOf(row);
                Vector128<double> pair = objective.Derivatives(train.Target![row], sums.Sums[at], sums.Means[at], output) * weight;
                // In single precision their sums in double are exact or nearly so: splits that cut the same rows gain the same.
                grower.Derivatives[row] = pair = Vector128.Create((double)(float)pair[0], (float)pair[1]);
                parts[block] += pair;
            }
        });
        return parts.Aggregate((a, b) => a + b);
    }

    /// <summary>The columns that a tree sees, ascending.</summary>
    int[] Columns(int round, int output)
    {
        int[] columns = [.. Enumerable.Range(0, train.Columns)];
        if (options.ColumnSample < 1) Philox.Shuffle(columns, options.Seed, (uint)round, 1, (uint)output);
        return [.. columns.Take((int)Math.Ceiling(options.ColumnSample * columns.Length)).Order()];
    }

    double ValidationLoss(List<BoostedTree> trees)
    {
        var parts = new Vector128<double>[held!.Blocks];
        held.Run(team, (block, begin, end) =>
        {
            for (int output = 0; output < start.Length; output++) held.Add(trees[^(start.Length - output)], output, begin, end);
            held.ToMeans(begin, end);
            for (int row = begin; row < end; row++)
                parts[block] += Vector128.Create(held.Loss(row), 1) * validation!.WeightOf(row);
        });
        Vector128<double> total = parts.Aggregate((a, b) => a + b);
        return total[0] / total[1];
    }

    /// <summary>Of each column: whether the prediction may only rise or fall in it.</summary>
    int[] Directions()
    {
        int[] signs = new int[train.Columns];
        foreach ((string name, int sign) in options.Monotone.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            int column = train.Names.ToList().IndexOf(name);
            if (column < 0)
                throw new FlorinException("FLR0584", "a monotone column is not there", "BoostingOptions.Monotone", $"\"{name}\"",
                    NearestName.Of(name, train.Names) is { } near ? $"did you mean \"{near}\"?" : "name a column of numbers or dates");
            signs[column] = sign;
        }

        return signs;
    }
}
