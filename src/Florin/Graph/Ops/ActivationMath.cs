namespace Florin.Graph;

using System.Runtime.Intrinsics;
using Florin.Kernels;

/// <summary>The formulas of the activations, eight or sixteen numbers at a time.</summary>
static class Wide
{
    public static Vec Of(double value) => Vector512.Create((Real)value);

    /// <summary><paramref name="yes"/> where x is above 0.</summary>
    public static Vec WherePositive(Vec x, Vec yes, Vec no) => Vector512.ConditionalSelect(Vector512.GreaterThan(x, Vec.Zero), yes, no);
}

readonly struct SigmoidOf : IUnary
{
    public static Vec Apply(Vec x) => Elementary.Sigmoid(x);
}

/// <summary>dy σ(1 - σ), from the output.</summary>
readonly struct SigmoidSlope : IBinary
{
    public static Vec Apply(Vec dy, Vec y) => dy * (y - y * y);
}

readonly struct TanhOf : IUnary
{
    public static Vec Apply(Vec x) => Elementary.Tanh(x);
}

/// <summary>dy (1 - tanh²), from the output.</summary>
readonly struct TanhSlope : IBinary
{
    public static Vec Apply(Vec dy, Vec y) => dy * (Vec.One - y * y);
}

/// <summary>A comparison, not a maximum: NaN must come out as NaN.</summary>
readonly struct ReluOf : IUnary
{
    public static Vec Apply(Vec x) => Vector512.ConditionalSelect(Vector512.LessThan(x, Vec.Zero), Vec.Zero, x);
}

readonly struct ReluSlope : IBinary
{
    public static Vec Apply(Vec dy, Vec y) => Wide.WherePositive(y, dy, Vec.Zero);
}

readonly struct LeakyReluOf : IUnary
{
    public static Vec Apply(Vec x) => Wide.WherePositive(x, x, x * Wide.Of(0.01));
}

readonly struct LeakyReluSlope : IBinary
{
    public static Vec Apply(Vec dy, Vec y) => Wide.WherePositive(y, dy, dy * Wide.Of(0.01));
}

readonly struct EluOf : IUnary
{
    public static Vec Apply(Vec x) =>
        Wide.WherePositive(x, x, Elementary.Expm1(Vector512.ConditionalSelect(Vector512.GreaterThan(x, Vec.Zero), Vec.Zero, x)));
}

/// <summary>exp(x) = y + 1 on the negative side.</summary>
readonly struct EluSlope : IBinary
{
    public static Vec Apply(Vec dy, Vec y) => Wide.WherePositive(y, dy, dy * (y + Vec.One));
}

readonly struct SeluOf : IUnary
{
    internal const double Alpha = 1.6732632423543772848170429916717;
    internal const double Scale = 1.0507009873554804934193349852946;

    public static Vec Apply(Vec x) => Wide.Of(Scale) * Wide.WherePositive(x, x,
        Wide.Of(Alpha) * Elementary.Expm1(Vector512.ConditionalSelect(Vector512.GreaterThan(x, Vec.Zero), Vec.Zero, x)));
}

readonly struct SeluSlope : IBinary
{
    public static Vec Apply(Vec dy, Vec y) =>
        dy * Wide.WherePositive(y, Wide.Of(SeluOf.Scale), y + Wide.Of(SeluOf.Scale * SeluOf.Alpha));
}

readonly struct GeluOf : IUnary
{
    public static Vec Apply(Vec x) => Wide.Of(0.5) * x * (Vec.One + Elementary.Erf(x * Wide.Of(0.70710678118654752440)));
}

/// <summary>Φ(x) + x φ(x), from the input.</summary>
readonly struct GeluSlope : IBinary
{
    public static Vec Apply(Vec dy, Vec x)
    {
        Vec cumulative = Wide.Of(0.5) * (Vec.One + Elementary.Erf(x * Wide.Of(0.70710678118654752440)));
        Vec density = Wide.Of(0.39894228040143267794) * Elementary.Exp(Wide.Of(-0.5) * x * x);
        return dy * Vector512.FusedMultiplyAdd(x, density, cumulative);
    }
}

readonly struct SiluOf : IUnary
{
    public static Vec Apply(Vec x) => x * Elementary.Sigmoid(x);
}

readonly struct SiluSlope : IBinary
{
    public static Vec Apply(Vec dy, Vec x)
    {
        Vec s = Elementary.Sigmoid(x);
        return dy * s * (Vec.One + x * (Vec.One - s));
    }
}

readonly struct MishOf : IUnary
{
    public static Vec Apply(Vec x) => x * Elementary.Tanh(Elementary.Softplus(x));
}

readonly struct MishSlope : IBinary
{
    public static Vec Apply(Vec dy, Vec x)
    {
        Vec t = Elementary.Tanh(Elementary.Softplus(x));
        return dy * (t + x * (Vec.One - t * t) * Elementary.Sigmoid(x));
    }
}

readonly struct SoftplusOf : IUnary
{
    public static Vec Apply(Vec x) => Elementary.Softplus(x);
}

/// <summary>σ(x) from the input: 1 - exp(-y) would cancel for small y.</summary>
readonly struct SoftplusSlope : IBinary
{
    public static Vec Apply(Vec dy, Vec x) => dy * Elementary.Sigmoid(x);
}

/// <summary>An activation after a bias, in one pass over what the matrix product left in the cache.</summary>
readonly struct AddThen<T> : IBinary
    where T : struct, IUnary
{
    public static Vec Apply(Vec x, Vec bias) => T.Apply(x + bias);
}

readonly struct Same : IUnary
{
    public static Vec Apply(Vec x) => x;
}
