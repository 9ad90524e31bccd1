namespace Florin;

/// <summary>How a net is trained. The defaults suit a first try; every setting is data, so a study can be repeated to the bit.</summary>
public sealed record FitOptions
{
    /// <summary>What is made small. Default: squared error.</summary>
    public Loss Loss { get; init; } = Loss.SquaredError;

    /// <summary>How parameters follow gradients. Default: Adam at 1e-3.</summary>
    public Optimizer Optimizer { get; init; } = new Adam();

    /// <summary>Passes over the rows, 1 or more. Default 100.</summary>
    public int Epochs { get; init; } = 100;

    /// <summary>Rows between two steps of the optimizer, 1 or more. Default 32.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>Keys every random draw: starting weights, row order, dropout. Default 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>The order of rows in each epoch. Default: a new permutation each epoch.</summary>
    public Sampler Sampler { get; init; } = Sampler.Shuffled;

    /// <summary>Rows that are never trained on and decide when to stop. Default: none.</summary>
    public Examples? Validation { get; init; }

    /// <summary>
    /// Epochs without a better validation loss after which training stops; 0: never. The best weights are restored either way. Default 0.
    /// </summary>
    public int Patience { get; init; }

    /// <summary>Weight of each class, by label (0, 1, …), multiplied into the row weights. Default: none.</summary>
    public EquatableArray<double> ClassWeights { get; init; }

    /// <summary>
    /// Starts the last bias, of every member of an ensemble, at the value that predicts the mean of the training targets, weighted as the
    /// loss is. Default false.
    /// </summary>
    public bool StartAtMean { get; init; }

    /// <summary>Multiplies dropout rates as training goes on. Default constant.</summary>
    public Schedule DropoutSchedule { get; init; } = Schedule.Constant;

    /// <summary>Starting values by the name of a parameter or running statistic, in place of random ones; parameters that are missing are
    /// drawn.</summary>
    public IReadOnlyDictionary<string, Real[]>? StartWeights { get; init; }

    /// <summary>Threads; 0: one for each core. The bits of the result do not depend on it. Default 0.</summary>
    public int Threads { get; init; }

    /// <summary>Told after each epoch.</summary>
    public IProgress<Epoch>? Progress { get; init; }

    /// <summary>
    /// Where the state of training is kept, so that an interrupted run resumes to the same bits. Default: nowhere. Refused with
    /// <see cref="Lbfgs"/>.
    /// </summary>
    public ICheckpoints? Checkpoints { get; init; }

    /// <summary>What happens when training is cancelled or diverges. Default: an exception.</summary>
    public OnStop OnStop { get; init; }

    internal int ThreadCount => Threads > 0 ? Threads : Environment.ProcessorCount;

    internal void Check()
    {
        var problems = new List<string>();
        if (Epochs < 1) problems.Add(FormattableString.Invariant($"{Epochs} epochs; at least 1"));
        if (BatchSize < 1) problems.Add(FormattableString.Invariant($"a batch of {BatchSize} rows; at least 1"));
        if (Patience < 0) problems.Add(FormattableString.Invariant($"a patience of {Patience} epochs; 0 or more"));
        if (Patience > 0 && Validation is null) problems.Add("a patience without validation rows; give Validation");
        if (Checkpoints is not null && Optimizer is Lbfgs) problems.Add("checkpoints with L-BFGS, which cannot be resumed; leave them out");
        if (Threads < 0) problems.Add(FormattableString.Invariant($"{Threads} threads; 0 or more"));
        if (ClassWeights.Any(weight => !(weight >= 0) || !double.IsFinite(weight)))
            problems.Add("a class weight that is not a finite number of 0 or more");
        if (problems.Count > 0)
            throw new FlorinException("FLR0304", "the fit options cannot be used", "FitOptions",
                string.Join("; ", [.. problems, .. Optimizer.Problems()]));
        Optimizer.Check();
    }
}

/// <summary>What happens when training cannot go on.</summary>
public enum OnStop
{
    /// <summary>Cancelling throws OperationCanceledException, diverging a FlorinException that carries the best net so far.</summary>
    Throw,

    /// <summary>The net with the best weights so far is returned; its history says why it stopped.</summary>
    KeepBest,
}

/// <summary>The order in which rows are drawn. Implementations must depend on the arguments alone.</summary>
public abstract record Sampler
{
    /// <summary>A new permutation each epoch, keyed by seed and epoch.</summary>
    public static Sampler Shuffled { get; } = new ShuffledSampler();

    /// <summary>The rows as they stand.</summary>
    public static Sampler InOrder { get; } = new OrderedSampler();

    /// <summary>Writes each row's index once.</summary>
    public abstract void Order(Span<int> rows, int epoch, ulong seed);
}

sealed record OrderedSampler : Sampler
{
    public override void Order(Span<int> rows, int epoch, ulong seed)
    {
        for (int i = 0; i < rows.Length; i++) rows[i] = i;
    }
}

sealed record ShuffledSampler : Sampler
{
    const uint Node = 0x5EED;

    public override void Order(Span<int> rows, int epoch, ulong seed)
    {
        InOrder.Order(rows, epoch, seed);
        Kernels.Philox.Shuffle(rows, seed, (uint)epoch, 0, Node);
    }
}
