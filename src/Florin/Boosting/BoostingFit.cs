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
    /// <exception cref="FlorinException">FLR0581: the options; FLR0582: the rows; FLR0583: there is nothing to learn; FLR0584: monotone
    /// columns that are not there.</exception>
    public static BoostedTrees Fit(this BoostingOptions options, BoostingRows train, BoostingRows? validation = null,
        IProgress<BoostingRound>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(train);
        options.Check();
        train.Check(options, "training rows");
        train.CheckDiffers();
        validation?.CheckInputs(train.Columns, "validation rows");
        validation?.Check(options, "validation rows");
        using var team = new Team(options.ThreadCount);
        return new BoostingSession(options, train, validation, team).Run(progress, cancellation);
    }

    /// <summary>Boosts on the features of a table until the validation loss stops falling. Weight, exposure and offset are those of the
    /// schema.</summary>
    /// <param name="options">How.</param>
    /// <param name="target">The target of a table's rows: 0 and 1, numbers, or numbers of classes.</param>
    /// <param name="train">Rows to learn from.</param>
    /// <param name="validation">Rows that decide how many rounds are kept; null: all are.</param>
    /// <param name="progress">Told after each round.</param>
    /// <param name="cancellation">Checked every round.</param>
    /// <inheritdoc cref="Fit(BoostingOptions, BoostingRows, BoostingRows?, IProgress{BoostingRound}?, CancellationToken)"
    /// path="/exception"/>
    public static BoostedModel Fit(this BoostingOptions options, Func<Table, double[]> target, TrainRows train,
        TrainRows? validation = null, IProgress<BoostingRound>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(train);
        return BoostedModel.Fit(options, target, train, validation, progress, cancellation);
    }

    /// <summary>The direction of each column.</summary>
    internal static int[] Directions(BoostingOptions options, BoostingRows rows)
    {
        int[] signs = new int[rows.Columns];
        foreach ((string name, int sign) in options.Monotone.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            int column = rows.Names.ToList().IndexOf(name);
            if (column < 0)
                throw new FlorinException("FLR0584", "a monotone column is not there", "BoostingOptions.Monotone", $"\"{name}\"",
                    NearestName.Of(name, rows.Names) is { } near ? $"did you mean \"{near}\"?" : "name a column of numbers or dates");
            signs[column] = sign;
        }

        return signs;
    }
}
