namespace Florin;

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

/// <summary>Gradient descent on all rows at once: w ← w - rate · g.</summary>
public sealed record GradientDescent : Optimizer
{
    /// <summary>With its learning rate.</summary>
    public GradientDescent(double learningRate = 0.1) => LearningRate = learningRate;

    internal override bool FullBatch => true;

    internal override void Update(in UpdateRun run) =>
        UpdateLoop.Run(run, new PlainRule(Vector512.Create((Real)run.LearningRate)));
}

/// <summary>
/// Stochastic gradient descent, with momentum and Nesterov's look-ahead as PyTorch writes them: v ← momentum·v + g; w ← w - rate·v.
/// </summary>
public sealed record Sgd : Optimizer
{
    /// <summary>With its learning rate, momentum in [0, 1) and whether to look ahead.</summary>
    public Sgd(double learningRate = 0.1, double momentum = 0, bool nesterov = false) =>
        (LearningRate, Momentum, Nesterov) = (learningRate, momentum, nesterov);

    /// <summary>The share of the last step that is repeated, in [0, 1). Default 0.</summary>
    public double Momentum { get; init; }

    /// <summary>Nesterov (1983): the gradient is taken as if the momentum step were done. Default false.</summary>
    public bool Nesterov { get; init; }

    internal override int Slots => Momentum == 0 ? 0 : 1;

    internal override void Update(in UpdateRun run)
    {
        Vec rate = Vector512.Create((Real)run.LearningRate);
        if (Momentum == 0) UpdateLoop.Run(run, new PlainRule(rate));
        else UpdateLoop.Run(run, new MomentumRule(rate, Vector512.Create((Real)Momentum), Nesterov));
    }
}

readonly struct PlainRule(Vec rate) : IUpdateRule
{
    public static int Slots => 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply(ref Vec w, Vec g, ref Vec a, ref Vec b, ref Vec c) => w -= rate * g;
}

readonly struct MomentumRule(Vec rate, Vec momentum, bool nesterov) : IUpdateRule
{
    public static int Slots => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply(ref Vec w, Vec g, ref Vec a, ref Vec b, ref Vec c)
    {
        a = momentum * a + g;
        w -= rate * (nesterov ? g + momentum * a : a);
    }
}
