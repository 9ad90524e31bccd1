namespace Florin;

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

/// <summary>Adagrad (Duchi et al. 2011): w ← w - rate · g / (sqrt(Σ g²) + ε).</summary>
public sealed record Adagrad : Optimizer
{
    /// <summary>With its learning rate.</summary>
    public Adagrad(double learningRate = 0.01) => LearningRate = learningRate;

    /// <summary>Keeps the quotient finite. Default 1e-10.</summary>
    public double Epsilon { get; init; } = 1e-10;

    internal override int Slots => 1;

    internal override void Update(in UpdateRun run) =>
        UpdateLoop.Run(run, new AdagradRule(Vector512.Create((Real)run.LearningRate), Vector512.Create((Real)Epsilon)));
}

/// <summary>RMSprop (Tieleman and Hinton 2012), as in PyTorch: a running mean of squares, optionally centred, with momentum.</summary>
public sealed record RmsProp : Optimizer
{
    /// <summary>With its learning rate.</summary>
    public RmsProp(double learningRate = 0.01) => LearningRate = learningRate;

    /// <summary>The share of the running mean that is kept, in [0, 1). Default 0.99.</summary>
    public double Smoothing { get; init; } = 0.99;

    /// <summary>Keeps the quotient finite. Default 1e-8.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>Momentum in [0, 1). Default 0.</summary>
    public double Momentum { get; init; }

    /// <summary>Whether the running mean of the gradient is taken off (a variance instead of a mean square). Default false.</summary>
    public bool Centered { get; init; }

    internal override int Slots => 3;

    internal override void Update(in UpdateRun run) => UpdateLoop.Run(run, new RmsPropRule(
        Vector512.Create((Real)run.LearningRate), Mixing.Of(Smoothing), Vector512.Create((Real)Epsilon),
        Vector512.Create((Real)Momentum), Vector512.Create(Centered ? (Real)1 : 0)));
}

readonly struct AdagradRule(Vec rate, Vec epsilon) : IUpdateRule
{
    public static int Slots => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply(ref Vec w, Vec g, ref Vec a, ref Vec b, ref Vec c)
    {
        a += g * g;
        w -= rate * g / (Vector512.Sqrt(a) + epsilon);
    }
}

readonly struct RmsPropRule(Vec rate, Mixing smoothing, Vec epsilon, Vec momentum, Vec centered) : IUpdateRule
{
    public static int Slots => 3;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply(ref Vec w, Vec g, ref Vec a, ref Vec b, ref Vec c)
    {
        a = smoothing.Apply(a, g * g);
        b = smoothing.Apply(b, g);
        c = momentum * c + g / (Vector512.Sqrt(a - centered * b * b) + epsilon);
        w -= rate * c;
    }
}
