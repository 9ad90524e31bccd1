namespace Florin;

/// <summary>How parameters follow their gradients: a rule, a learning rate and its schedule, and what is done to gradients first.</summary>
/// <remarks>In this order: the gradient is clipped, penalties are added, the rule moves the parameters.</remarks>
public abstract record Optimizer
{
    /// <summary>The learning rate before the schedule; above 0.</summary>
    public double LearningRate { get; init; }

    /// <summary>Multiplies the learning rate as training goes on. Default constant.</summary>
    public Schedule Schedule { get; init; } = Schedule.Constant;

    /// <summary>Decoupled weight decay: parameters shrink by this share of the learning rate each step. Default 0.</summary>
    public double WeightDecay { get; init; }

    /// <summary>Multiplies the weight decay as training goes on. Default constant.</summary>
    public Schedule DecaySchedule { get; init; } = Schedule.Constant;

    /// <summary>Penalty on absolute values: this times the sign is added to the gradient. Default 0.</summary>
    public double L1 { get; init; }

    /// <summary>Penalty on squares: this times the parameter is added to the gradient. Default 0.</summary>
    public double L2 { get; init; }

    /// <summary>The largest norm of all gradients together; larger ones are scaled down to it. Default: none.</summary>
    public double? ClipNorm { get; init; }

    /// <summary>The largest size of each number of the gradient. Default: none.</summary>
    public double? ClipValue { get; init; }

    /// <summary>Numbers kept for each parameter from step to step.</summary>
    internal virtual int Slots => 0;

    /// <summary>Whether each step needs the gradient of all rows.</summary>
    internal virtual bool FullBatch => false;

    /// <summary>One number carried from step to step; starts at 1.</summary>
    internal virtual double Carry(double previous, long step) => previous;

    /// <summary>Moves one run of parameters; the step counts from 1.</summary>
    internal abstract unsafe void Update(in UpdateRun run);

    internal void Check()
    {
        if (Problems() is { Count: > 0 } found)
            throw new FlorinException("FLR0303", "the optimizer's settings cannot be used", ToString(), string.Join("; ", found));
    }

    internal List<string> Problems()
    {
        var problems = new List<string>();
        if (!(LearningRate > 0) || !double.IsFinite(LearningRate))
            problems.Add(FormattableString.Invariant($"a learning rate of {LearningRate}; above 0"));
        if (!(WeightDecay >= 0)) problems.Add(FormattableString.Invariant($"a weight decay of {WeightDecay}; 0 or more"));
        if (!(L1 >= 0) || !(L2 >= 0)) problems.Add(FormattableString.Invariant($"penalties of {L1} and {L2}; 0 or more"));
        if (!((ClipNorm ?? 1) > 0 && (ClipValue ?? 1) > 0)) problems.Add("a clipping bound that is not above 0");
        return problems;
    }
}

/// <summary>A run of parameters with one treatment, and what the rule keeps for it.</summary>
unsafe ref struct UpdateRun
{
    public Real* Parameters;
    public Real* Gradients;

    /// <summary>The first slot's numbers; slot i is i · SlotStride further on.</summary>
    public Real* State;
    public long SlotStride;
    public long Length;
    public double LearningRate;
    public long Step;
    public double Carry;
    public GradientTreatment Treatment;

    public readonly Real* Slot(int index) => State + index * SlotStride;
}

/// <summary>What is done to gradients and parameters before the rule.</summary>
readonly record struct GradientTreatment(Real Scale, Real Bound, Real L1, Real L2, Real Shrink);
