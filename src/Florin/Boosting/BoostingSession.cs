namespace Florin;

using System.Collections.Immutable;
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
    readonly double[] start, sums, means, held, heldMeans;
    readonly float[] gradients;
    readonly int outputs;

    public BoostingSession(BoostingOptions options, BoostingRows train, BoostingRows? validation, Team team)
    {
        (this.options, this.train, this.validation, this.team) = (options, train, validation, team);
        objective = new BoostingObjective(options);
        outputs = options.Outputs;
        int[] monotone = BoostingFit.Directions(options, train);
        BinnedRows bins = BinnedRows.Of(train, options.Bins, team);
        grower = new TreeGrower(bins, options, new SplitSearch(bins, options, monotone), team);
        start = objective.Start(train);
        sums = BoostedTrees.Starts(train, start, 0, train.Count);
        means = new double[sums.Length];
        held = validation is null ? [] : BoostedTrees.Starts(validation, start, 0, validation.Count);
        heldMeans = new double[held.Length];
        gradients = new float[2 * train.Count];
    }

    public BoostedTrees Run(IProgress<BoostingRound>? progress, CancellationToken cancellation)
    {
        var trees = ImmutableArray.CreateBuilder<BoostedTree>();
        var history = ImmutableArray.CreateBuilder<BoostingRound>();
        double least = double.PositiveInfinity;
        int kept = 0;
        for (int round = 1; round <= options.Trees && (validation is null || options.Patience == 0 || round <= kept + options.Patience); round++)
        {
            cancellation.ThrowIfCancellationRequested();
            team.RunRows(train.Count, (_, begin, end) => objective.Means(Of(sums, begin, end), Of(means, begin, end)));
            for (int output = 0; output < outputs; output++) trees.Add(Grow(round, output));
            double? loss = validation is null ? null : ValidationLoss(trees);
            bool best = loss is null || loss < least;
            if (best) (kept, least) = (round, loss ?? 0);
            history.Add(new BoostingRound(round, options.Trees, loss, best));
            progress?.Report(history[^1]);
        }

        return new BoostedTrees(options, train.Columns, start, [.. trees.Take(kept * outputs)], history.ToImmutable());
    }

    BoostedTree Grow(int round, int output)
    {
        GradientSums total = Derive(round, output);
        BoostedTree tree = grower.Grow(gradients, total, Columns(round, output));
        team.Run(grower.Leaves.Count, i =>
        {
            TreeLeaf leaf = grower.Leaves[i];
            float value = tree.Nodes[leaf.Node].Value;
            foreach (int row in grower.RowsOf(leaf)) sums[row * outputs + output] += value;
        });
        return tree;
    }

    /// <summary>Derivatives of every row, 0 for those that the round does not see, and their sums.</summary>
    GradientSums Derive(int round, int output)
    {
        var parts = new GradientSums[TeamWork.Blocks(train.Count)];
        uint limit = (uint)Math.Min(uint.MaxValue, options.RowSample * uint.MaxValue);
        team.RunRows(train.Count, (block, begin, end) =>
        {
            GradientSums part = default;
            for (int row = begin; row < end; row++)
            {
                int at = row * outputs + output;
                (double first, double second) = objective.Derivatives(train.Target![row], sums[at], means[at], output);
                double weight = options.RowSample < 1 && Philox.At(row, options.Seed, (uint)round, 0, 0) > limit ? 0 : train.WeightOf(row);
                float g = (float)(first * weight), h = (float)(second * weight);
                (gradients[2 * row], gradients[2 * row + 1]) = (g, h);
                part += new GradientSums(g, h);
            }

            parts[block] = part;
        });
        return parts.Aggregate((a, b) => a + b);
    }

    /// <summary>The columns that a tree sees.</summary>
    bool[] Columns(int round, int output)
    {
        bool[] seen = new bool[train.Columns];
        int[] order = [.. Enumerable.Range(0, seen.Length)];
        if (options.ColumnSample < 1) Philox.Shuffle(order, options.Seed, (uint)round, 1, (uint)output);
        foreach (int column in order.Take((int)Math.Ceiling(options.ColumnSample * seen.Length))) seen[column] = true;
        return seen;
    }

    double ValidationLoss(ImmutableArray<BoostedTree>.Builder trees)
    {
        var parts = new GradientSums[TeamWork.Blocks(validation!.Count)];
        team.RunRows(validation.Count, (block, begin, end) =>
        {
            for (int output = 0; output < outputs; output++)
                BoostedTrees.Add(trees[trees.Count - outputs + output], validation, begin, Of(held, begin, end), output, outputs);
            objective.Means(Of(held, begin, end), Of(heldMeans, begin, end));
            for (int row = begin; row < end; row++)
            {
                double weight = validation.WeightOf(row);
                double loss = objective.Loss(validation.Target![row], Of(held, row, row + 1), Of(heldMeans, row, row + 1));
                parts[block] += new GradientSums(weight * loss, weight);
            }
        });
        GradientSums total = parts.Aggregate((a, b) => a + b);
        return total.First / total.Second;
    }

    Span<double> Of(double[] values, int begin, int end) => values.AsSpan(begin * outputs, (end - begin) * outputs);
}
