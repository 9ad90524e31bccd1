namespace Florin;

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

/// <summary>Adam (Kingma and Ba 2015): running means of the gradient and its square, both corrected for their start at 0.</summary>
public sealed record Adam : Optimizer
{
    /// <summary>With its learning rate.</summary>
    public Adam(double learningRate = 1e-3) => LearningRate = learningRate;

    /// <summary>Decay of the mean, in [0, 1). Default 0.9.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Decay of the mean square, in [0, 1). Default 0.999.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Keeps the quotient finite. Default 1e-8.</summary>
    public double Epsilon { get; init; } = 1e-8;

    internal override int Slots => 2;

    internal override void Update(in UpdateRun run) => UpdateLoop.Run(run, AdamRule.Of(run, Beta1, Beta2, Epsilon));
}

/// <summary>AdamW (Loshchilov and Hutter 2019): Adam with weight decay kept out of the gradient.</summary>
public sealed record AdamW : Optimizer
{
    /// <summary>With its learning rate and decay.</summary>
    public AdamW(double learningRate = 1e-3, double weightDecay = 0.01) => (LearningRate, WeightDecay) = (learningRate, weightDecay);

    /// <summary>Decay of the mean, in [0, 1). Default 0.9.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Decay of the mean square, in [0, 1). Default 0.999.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Keeps the quotient finite. Default 1e-8.</summary>
    public double Epsilon { get; init; } = 1e-8;

    internal override int Slots => 2;

    internal override void Update(in UpdateRun run) => UpdateLoop.Run(run, AdamRule.Of(run, Beta1, Beta2, Epsilon));
}

/// <summary>NAdam (Dozat 2016): Adam that looks ahead, with the momentum schedule of PyTorch.</summary>
public sealed record NAdam : Optimizer
{
    /// <summary>With its learning rate.</summary>
    public NAdam(double learningRate = 2e-3) => LearningRate = learningRate;

    /// <summary>Decay of the mean, in [0, 1). Default 0.9.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Decay of the mean square, in [0, 1). Default 0.999.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Keeps the quotient finite. Default 1e-8.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>How fast the momentum rises to Beta1. Default 4e-3.</summary>
    public double MomentumDecay { get; init; } = 4e-3;

    internal override int Slots => 2;

    internal override void Update(in UpdateRun run)
    {
        double product = run.Carry, momentum = Momentum(run.Step);
        double next = Momentum(run.Step + 1), ahead = product * next;
        UpdateLoop.Run(run, new NAdamRule(
            Vector512.Create((Real)(run.LearningRate * (1 - momentum) / (1 - product))),
                Vector512.Create((Real)(run.LearningRate * next / (1 - ahead))),
            Mixing.Of(Beta1), Mixing.Of(Beta2),
            Vector512.Create((Real)(1 / Math.Sqrt(1 - AdamRule.Power(Beta2, run.Step)))), Vector512.Create((Real)Epsilon)));
    }

    /// <summary>The product of all momenta so far.</summary>
    internal override double Carry(double previous, long step) => previous * Momentum(step);

    double Momentum(long step) => Beta1 * (1 - 0.5 * Kernels.Elementary.Exp(step * MomentumDecay * Kernels.Elementary.Log(0.96)));
}

/// <summary>
/// keep · old + (1 - keep) · new; both factors are rounded from double, since 1 - 0.999 in single precision is off by 1e-5.
/// </summary>
readonly struct Mixing(Vec keep, Vec take)
{
    public static Mixing Of(double keep) => new(Vector512.Create((Real)keep), Vector512.Create((Real)(1 - keep)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vec Apply(Vec old, Vec now) => Vector512.FusedMultiplyAdd(keep, old, take * now);
}

readonly struct AdamRule(Vec rate, Mixing beta1, Mixing beta2, Vec correction, Vec epsilon) : IUpdateRule
{
    /// <summary>Means of a dead unit decay into denormals, which cost seven times a normal number: below this they are 0.</summary>
    const double Negligible = sizeof(Real) == 4 ? 1e-35 : 1e-300;

    public static int Slots => 2;

    public static AdamRule Of(in UpdateRun run, double beta1, double beta2, double epsilon) => new(
        Vector512.Create((Real)(run.LearningRate / (1 - Power(beta1, run.Step)))), Mixing.Of(beta1), Mixing.Of(beta2),
        Vector512.Create((Real)(1 / Math.Sqrt(1 - Power(beta2, run.Step)))), Vector512.Create((Real)epsilon));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply(ref Vec w, Vec g, ref Vec a, ref Vec b, ref Vec c)
    {
        a = Flush(beta1.Apply(a, g));
        b = Flush(beta2.Apply(b, g * g));
        w -= rate * a / Vector512.FusedMultiplyAdd(Vector512.Sqrt(b), correction, epsilon);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vec Flush(Vec x) => x & Vector512.GreaterThan(Vector512.Abs(x), Vector512.Create((Real)Negligible));

    /// <summary>By squaring: Math.Pow may differ between operating systems.</summary>
    internal static double Power(double x, long n)
    {
        double result = 1;
        for (; n > 0; n >>= 1, x *= x) if ((n & 1) != 0) result *= x;
        return result;
    }
}

readonly struct NAdamRule(Vec gradientRate, Vec meanRate, Mixing beta1, Mixing beta2, Vec correction, Vec epsilon) : IUpdateRule
{
    public static int Slots => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply(ref Vec w, Vec g, ref Vec a, ref Vec b, ref Vec c)
    {
        a = AdamRule.Flush(beta1.Apply(a, g));
        b = AdamRule.Flush(beta2.Apply(b, g * g));
        w -= (gradientRate * g + meanRate * a) / Vector512.FusedMultiplyAdd(Vector512.Sqrt(b), correction, epsilon);
    }
}
