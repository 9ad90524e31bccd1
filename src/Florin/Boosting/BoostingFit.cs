namespace Florin;

using Florin.Kernels;

/// <summary>Fits boosted trees.</summary>
public static class BoostingFit
{
    /// <summary>Boosts on rows of numbers until the validation loss stops falling.</summary>
    /// <param name="options">How.</param>
    /// <param name="train">Rows to learn from.</param>
    /// <param name="validation">Rows that decide how many rounds are kept; null: all are.</param>
    /// <param name="progress">Told after each round.</param>
    /// <param name="cancellation">Checked every round.</param>
    /// <exception cref="FlorinException">FLR0581: the options; FLR0582: the rows; FLR0583: there is nothing to learn; FLR0584: a monotone
    /// column is not there.</exception>
    public static BoostedTrees Fit(this BoostingOptions options, BoostingRows train, BoostingRows? validation = null,
        IProgress<BoostingRound>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(train);
        options.Check();
        train.Check(options, "training rows");
        validation?.CheckInputs(train.Columns, "validation rows");
        validation?.Check(options, "validation rows");
        double[] seen = [.. train.Target!.Where((_, row) => train.WeightOf(row) > 0)];
        if (seen.Length < 2 || Array.TrueForAll(seen, y => y == seen[0]))
            throw BoostingRows.Nothing("training rows", FormattableString.Invariant($"the target of every row is {seen[0]}"));
        using var team = new Team(options.ThreadCount);
        return new BoostingSession(options, train, validation, team).Run(progress, cancellation);
    }

    /// <summary>Boosts on the features of a table until the validation loss stops falling.</summary>
    /// <param name="options">How.</param>
    /// <param name="target">The target of a table's rows: 0 and 1, numbers, or numbers of classes.</param>
    /// <param name="train">Rows to learn from; weight, exposure and offset are those of its schema.</param>
    /// <param name="validation">Rows that decide how many rounds are kept; null: all are.</param>
    /// <param name="features">How columns become numbers; scaling and special codes are not read. Null: the defaults.</param>
    /// <param name="progress">Told after each round.</param>
    /// <param name="cancellation">Checked every round.</param>
    /// <exception cref="FlorinException">FLR0553: no column to learn from; FLR0581–FLR0584 as for rows of numbers.</exception>
    public static BoostedModel Fit(this BoostingOptions options, Func<Table, double[]> target, TrainRows train,
        TrainRows? validation = null, FeatureOptions? features = null, IProgress<BoostingRound>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(train);
        // A code is a value like any other to a tree.
        features = (features ?? new FeatureOptions()) with { Scaling = NumberScaling.None, Special = new FeatureOptions().Special };
        var fitted = FittedFeatures.Fit(train, features);
        BoostingRows Rows(TrainRows part) =>
            BoostedModel.Rows(fitted, part.Schema.Given, options, part.Table) with { Target = target(part.Table) };
        BoostedTrees trees = options.Fit(Rows(train), validation is null ? null : Rows(validation), progress, cancellation);
        return new BoostedModel(fitted, train.Schema.Given, trees);
    }
}
