namespace Florin;

using System.Collections.Immutable;
using System.Globalization;

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
/// <remarks>Regularised objective and gain: Chen and Guestrin, "XGBoost: A Scalable Tree Boosting System", KDD 2016.</remarks>
public sealed record BoostingOptions
{
    /// <summary>What is made small. Default: log-loss of two classes.</summary>
    public BoostingLoss Loss { get; init; }

    /// <summary>Classes of <see cref="BoostingLoss.Softmax"/>, 2 or more.</summary>
    public int Classes { get; init; } = 2;

    /// <summary>Power of the variance of <see cref="BoostingLoss.Tweedie"/>, above 1 and below 2. Default 1.5.</summary>
    public double TweediePower { get; init; } = 1.5;

    /// <summary>The most rounds, 1 or more: each adds a tree, or one for each class. Default 300.</summary>
    public int Trees { get; init; } = 300;

    /// <summary>Share of each step that is taken, above 0 to 1. Default 0.1.</summary>
    public double LearningRate { get; init; } = 0.1;

    /// <summary>Splits from the root to a leaf at most, 1 to 30. Default 6.</summary>
    public int MaximumDepth { get; init; } = 6;

    /// <summary>Leaves of a tree at most; the leaf that gains most is split next. 0, the default: no limit, level by level.</summary>
    public int MaximumLeaves { get; init; }

    /// <summary>Least sum of second derivatives in a leaf, above 0: rows for squared error, about rows × p (1 - p) for classes. Default
    /// 1.</summary>
    public double MinimumHessian { get; init; } = 1;

    /// <summary>Penalty on squared leaf values, 0 or more. Default 1.</summary>
    public double L2 { get; init; } = 1;

    /// <summary>Penalty on absolute leaf values, 0 or more. Default 0.</summary>
    public double L1 { get; init; }

    /// <summary>The gain that a split must exceed, 0 or more. Default 0.</summary>
    public double MinimumGain { get; init; }

    /// <summary>Largest leaf value before the learning rate, in either direction; 0: no limit. Default: 0.7 for losses with a logarithm, where
    /// a leaf without events would run away, else 0.</summary>
    public double? MaximumStep { get; init; }

    /// <summary>Share of the rows that a round sees, above 0 to 1. Default 1.</summary>
    public double RowSample { get; init; } = 1;

    /// <summary>Share of the columns that a round sees, above 0 to 1. Default 1.</summary>
    public double ColumnSample { get; init; } = 1;

    /// <summary>Bins of a column at most, 3 to 256; one is for missing values. Default 256.</summary>
    public int Bins { get; init; } = 256;

    /// <summary>Rounds without a better validation loss after which fitting stops; the best round is kept. 0: never. Only with validation
    /// rows. Default 30.</summary>
    public int Patience { get; init; } = 30;

    /// <summary>Columns in which the prediction may only rise (1) or only fall (-1). Default: none.</summary>
    public ImmutableDictionary<string, int> Monotone { get; init; } = ImmutableDictionary<string, int>.Empty;

    /// <summary>Number columns of a table whose values are codes, not amounts.</summary>
    public ImmutableArray<string> Categorical { get; init; } = [];

    /// <summary>Categories with at most so many levels get an input for each; with more, the mean target of the level. Default 8.</summary>
    public int OneInputLevels { get; init; } = 8;

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
        List<string> problems = [];
        Whole("Trees", Trees, 1, 100_000);
        Whole("MaximumDepth", MaximumDepth, 1, 30);
        Whole("Bins", Bins, 3, 256);
        Whole("Classes", Classes, 2, 1000);
        Whole("MaximumLeaves", MaximumLeaves, 0, int.MaxValue);
        Whole("Patience", Patience, 0, int.MaxValue);
        Whole("OneInputLevels", OneInputLevels, 0, int.MaxValue);
        Whole("Threads", Threads, 0, 1024);
        Above("LearningRate", LearningRate, 1);
        Above("RowSample", RowSample, 1);
        Above("ColumnSample", ColumnSample, 1);
        Above("MinimumHessian", MinimumHessian, double.MaxValue);
        foreach ((string name, double value) in new[] { ("L1", L1), ("L2", L2), ("MinimumGain", MinimumGain), ("MaximumStep", Step) })
            if (!(value >= 0 && double.IsFinite(value))) Add(name, value, "0 or more");
        if (!(TweediePower > 1 && TweediePower < 2)) Add("TweediePower", TweediePower, "above 1 and below 2");
        foreach ((string name, int sign) in Monotone.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            if (sign is < -1 or > 1) Add($"Monotone[\"{name}\"]", sign, "1, 0 or -1");
        if (problems.Count > 0)
            throw new FlorinException("FLR0581", "the boosting options cannot be used", "BoostingOptions", string.Join("; ", problems),
                "give values within these limits");

        void Add(string name, double value, string limit) =>
            problems.Add(string.Create(CultureInfo.InvariantCulture, $"{name} {value}; {limit}"));
        void Whole(string name, int value, int low, int high)
        {
            if (value < low || value > high) Add(name, value, high == int.MaxValue ? $"{low} or more" : $"{low} to {high}");
        }

        void Above(string name, double value, double high)
        {
            if (!(value > 0 && value <= high)) Add(name, value, high == 1 ? "above 0 to 1" : "above 0 and finite");
        }
    }
}
