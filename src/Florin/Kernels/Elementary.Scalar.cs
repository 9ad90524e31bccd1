using System.Runtime.Intrinsics;

namespace Florin.Kernels;

/// <summary>The elementary functions of one number: lane 0 of the vector function, so that a scalar path gives the same bits.</summary>
internal static partial class Elementary
{
    internal static float Exp(float x) => Exp(Vector512.Create(x)).ToScalar();
    internal static double Exp(double x) => Exp(Vector512.Create(x)).ToScalar();
    internal static float ExpOfNegative(float x) => ExpOfNegative(Vector512.Create(x)).ToScalar();
    internal static double ExpOfNegative(double x) => ExpOfNegative(Vector512.Create(x)).ToScalar();
    internal static float Log(float x) => Log(Vector512.Create(x)).ToScalar();
    internal static double Log(double x) => Log(Vector512.Create(x)).ToScalar();
    internal static float Tanh(float x) => Tanh(Vector512.Create(x)).ToScalar();
    internal static double Tanh(double x) => Tanh(Vector512.Create(x)).ToScalar();
    internal static float Sigmoid(float x) => Sigmoid(Vector512.Create(x)).ToScalar();
    internal static double Sigmoid(double x) => Sigmoid(Vector512.Create(x)).ToScalar();
    internal static float Softplus(float x) => Softplus(Vector512.Create(x)).ToScalar();
    internal static double Softplus(double x) => Softplus(Vector512.Create(x)).ToScalar();
    internal static float Erf(float x) => Erf(Vector512.Create(x)).ToScalar();
    internal static double Erf(double x) => Erf(Vector512.Create(x)).ToScalar();
    internal static float Sin(float x) => Sin(Vector512.Create(x)).ToScalar();
    internal static double Sin(double x) => Sin(Vector512.Create(x)).ToScalar();
    internal static float Cos(float x) => Cos(Vector512.Create(x)).ToScalar();
    internal static double Cos(double x) => Cos(Vector512.Create(x)).ToScalar();
    internal static float Log1p(float x) => Log1p(Vector512.Create(x)).ToScalar();
    internal static double Log1p(double x) => Log1p(Vector512.Create(x)).ToScalar();
    internal static float Expm1(float x) => Expm1(Vector512.Create(x)).ToScalar();
    internal static double Expm1(double x) => Expm1(Vector512.Create(x)).ToScalar();
}
