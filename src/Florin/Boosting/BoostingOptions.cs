namespace Florin;

using System.Collections.Immutable;

/// <summary>What the trees make small, and on which scale they add up.</summary>
public enum BoostingLoss
{
    /// <summary>Log-loss of labels 0 and 1; the trees add log odds.</summary>
    BinaryLogistic,

    /// <summary>Squared error of numbers.</summary>
    SquaredError,

    /// <summary>Counts, 0 or more; the trees add logarithms of the mean.</summary>
    Poisson,

    /// <summary>Amounts above 0; the trees add logarithms of the mean.</summary>
    Gamma,

    /// <summary>Amounts of which many are 0; the trees add logarithms of the mean.</summary>
    Tweedie,

    /// <summary>Log-loss of several classes, numbered from 0; a tree for each class and round.</summary>
    Softmax,
}

/// <summary>How trees are boosted. Data alone, so that a fit can be repeated to the bit.</summary>
/// <remarks>The defaults won cross-validation on ten sets of loans, insurance and bank customers. Objective and gain: Chen and Guestrin,
/// "XGBoost: A Scalable Tree Boosting System", KDD 2016.</remarks>
public sealed record BoostingOptions
{
    /// <summary>What is made small. Default: log-loss of two classes.</summary>
    public BoostingLoss Loss { get; init; }

    /// <summary>Classes of <see cref="BoostingLoss.Softmax"/>, 2 to 1,000. Default 2.</summary>
    public int Classes { get; init; } = 2;

    /// <summary>Power of the variance of <see cref="BoostingLoss.Tweedie"/>, 1.01 to 1.99. Default 1.5.</summary>
    public double TweediePower { get; init; } = 1.5;

    /// <summary>The most rounds, 1 or more: each adds a tree, or one for each class. Default 300.</summary>
    public int Trees { get; init; } = 300;

    /// <summary>Share of each step that is taken, 0.0001 to 1. Default 0.05.</summary>
    public double LearningRate { get; init; } = 0.05;

    /// <summary>Splits from the root to a leaf at most, 1 to 30. Default 3.</summary>
    public int MaximumDepth { get; init; } = 3;

    /// <summary>Leaves of a tree at most; the leaf that gains most is split next. 0, the default: no limit, level by level.</summary>
    public int MaximumLeaves { get; init; }

    /// <summary>Least sum of second derivatives in a leaf, 1e-9 or more: rows for squared error, rows × p (1 - p) for two classes.
    /// Default 1.</summary>
    public double MinimumHessian { get; init; } = 1;

    /// <summary>Penalty on squared leaf values, 0 or more. Default 1.</summary>
    public double L2 { get; init; } = 1;

    /// <summary>Penalty on absolute leaf values, 0 or more. Default 0.</summary>
    public double L1 { get; init; }

    /// <summary>Largest leaf value before the learning rate, in either direction; 0: no limit. Default: 0.7 for losses with a logarithm,
    /// where a leaf without events would run away, else 0.</summary>
    public double? MaximumStep { get; init; }

    /// <summary>Share of the rows that a round sees, 0.01 to 1. Default 0.7.</summary>
    public double RowSample { get; init; } = 0.7;

    /// <summary>Share of the columns that a tree sees, 0.01 to 1. Default 0.5.</summary>
    public double ColumnSample { get; init; } = 0.5;

    /// <summary>Bins of a column at most, 3 to 256; one is for missing values. Default 256.</summary>
    public int Bins { get; init; } = 256;

    /// <summary>Rounds without a better validation loss after which fitting stops; the best round is kept. 0: never. Only with
    /// validation rows. Default 30.</summary>
    public int Patience { get; init; } = 30;

    /// <summary>Columns in which the prediction may only rise (1) or only fall (-1). Default: none.</summary>
    public ImmutableDictionary<string, int> Monotone { get; init; } = ImmutableDictionary<string, int>.Empty;

    /// <summary>Keys every random draw. Default 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>Threads; 0: one for each core. The bits of the result do not depend on it. Default 0.</summary>
    public int Threads { get; init; }

    internal int ThreadCount => Threads > 0 ? Threads : Environment.ProcessorCount;

    internal int Outputs => Loss == BoostingLoss.Softmax ? Classes : 1;

    internal bool HasLogLink => Loss is BoostingLoss.Poisson or BoostingLoss.Gamma or BoostingLoss.Tweedie;

    internal double Step => MaximumStep ?? (HasLogLink ? 0.7 : 0);

    /// <summary>Everything that cannot be used, at once.</summary>
    internal void Check()
    {
        const double Any = 1e9;
        (string Name, double Value, double Low, double High)[] limits =
        [
            ("Classes", Classes, 2, 1000), ("TweediePower", TweediePower, 1.01, 1.99), ("Trees", Trees, 1, Any),
            ("LearningRate", LearningRate, 1e-4, 1), ("MaximumDepth", MaximumDepth, 1, 30), ("MaximumLeaves", MaximumLeaves, 0, Any),
            ("MinimumHessian", MinimumHessian, 1e-9, Any), ("L2", L2, 0, Any), ("L1", L1, 0, Any), ("MaximumStep", Step, 0, Any),
            ("RowSample", RowSample, 0.01, 1), ("ColumnSample", ColumnSample, 0.01, 1), ("Bins", Bins, 3, 256),
            ("Patience", Patience, 0, Any), ("Threads", Threads, 0, 1024),
            .. Monotone.OrderBy(pair => pair.Key, StringComparer.Ordinal)
                .Select(pair => ($"Monotone[\"{pair.Key}\"]", pair.Value, -1.0, 1.0)),
        ];
        string[] problems = [.. limits.Where(limit => !(limit.Value >= limit.Low && limit.Value <= limit.High))
            .Select(limit => FormattableString.Invariant($"{limit.Name} {limit.Value}; {limit.Low} to {limit.High}"))];
        if (problems.Length > 0)
            throw new FlorinException("FLR0581", "the boosting options cannot be used", "BoostingOptions", string.Join("; ", problems),
                "give values within these limits");
    }
}
