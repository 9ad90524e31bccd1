using System.Runtime.Intrinsics;
using Florin.Kernels;

namespace Florin.Tests.Kernels;

public class ElementaryTests
{
    sealed record Function(
        string Name, Func<float, float> Single, Func<double, double> Double, Func<double, double> Twin, double Low, double High);

    static readonly double[] Special =
        [0, -0.0, double.PositiveInfinity, double.NegativeInfinity, double.NaN, 1e-310, 1000, -1000, -1, 5e-324, 1e300];

    static readonly Function[] Functions =
    [
        new("exp", Elementary.Exp, Elementary.Exp, Math.Exp, -87, 88),
        new("exp of a negative", Elementary.ExpOfNegative, Elementary.ExpOfNegative, Math.Exp, -87, 0),
        new("expm1", Elementary.Expm1, Elementary.Expm1, Twins.Expm1, -20, 88),
        new("log", Elementary.Log, Elementary.Log, Math.Log, 1e-30, 1e30),
        new("log near 1", Elementary.Log, Elementary.Log, Math.Log, 0.5, 2),
        new("log1p", Elementary.Log1p, Elementary.Log1p, Twins.Log1p, -0.999, 10),
        new("tanh", Elementary.Tanh, Elementary.Tanh, Math.Tanh, -10, 10),
        new("sigmoid", Elementary.Sigmoid, Elementary.Sigmoid, x => 1 / (1 + Math.Exp(-x)), -80, 80),
        new("softplus", Elementary.Softplus, Elementary.Softplus, x => Math.Max(x, 0) + Twins.Log1p(Math.Exp(-Math.Abs(x))), -80, 80),
        new("sin", Elementary.Sin, Elementary.Sin, Math.Sin, -1000, 1000),
        new("cos", Elementary.Cos, Elementary.Cos, Math.Cos, -1000, 1000),
        new("erf", Elementary.Erf, Elementary.Erf, Twins.Erf, -4, 4),
    ];

    /// <summary>What is monotone before the link must be so after it: every single number between its ends, in order.</summary>
    [Fact]
    public void The_sigmoid_never_falls_between_neighbours()
    {
        const float Low = -89, High = 18;
        Assert.Equal(0, Falls(BitConverter.SingleToUInt32Bits(-0f), BitConverter.SingleToUInt32Bits(Low), 1));
        Assert.Equal(0, Falls(0, BitConverter.SingleToUInt32Bits(High), 0));
    }

    /// <summary>Of neighbours by rising bits, those whose values go the wrong way; negative numbers fall as their bits rise.</summary>
    static long Falls(uint first, uint last, int negative)
    {
        long falls = 0;
        Vector512<uint> step = Vector512<uint>.Indices;
        Vector512<int> after = Vector512.Min(Vector512<int>.Indices + Vector512<int>.One, Vector512.Create(15));
        Parallel.For(0, 64, () => 0L, (part, _, own) =>
        {
            ulong width = last - first, from = first + width * (ulong)part / 64, to = first + width * ((ulong)part + 1) / 64;
            for (ulong at = from; at < to; at += 15)
            {
                Vector512<float> y = Elementary.Sigmoid((Vector512.Create((uint)at) + step).AsSingle());
                Vector512<float> next = Vector512.Shuffle(y, after);
                Vector512<float> wrong = negative == 1 ? Vector512.GreaterThan(next, y) : Vector512.LessThan(next, y);
                own += System.Numerics.BitOperations.PopCount(wrong.ExtractMostSignificantBits());
            }

            return own;
        }, own => Interlocked.Add(ref falls, own));
        return falls;
    }

    public static TheoryData<string> Names => [.. Functions.Select(f => f.Name)];

    // Up to three roundings follow the exponential in tanh and sigmoid: they reach 2.2.
    [Theory]
    [MemberData(nameof(Names))]
    public void Single_precision_is_within_two_and_a_half_units_in_the_last_place(string name)
    {
        Function f = Functions.Single(f => f.Name == name);
        double worst = 0, at = 0;
        foreach (double x in Points(f.Low, f.High))
        {
            float argument = (float)x;
            double exact = f.Twin(argument), error = Math.Abs(f.Single(argument) - exact) / Ulp((float)exact);
            if (error > worst) (worst, at) = (error, argument);
        }
        TestContext.Current.TestOutputHelper?.WriteLine($"{name} float {worst:F2} ulp at {at}");
        Assert.True(worst <= 2.5, $"{worst} ulp at {at}");
    }

    // The twin itself is only good to about an ulp, so the bound is the sum of both.
    [Theory]
    [MemberData(nameof(Names))]
    public void Double_precision_is_within_two_units_of_a_twin_that_errs_by_one(string name)
    {
        Function f = Functions.Single(f => f.Name == name);
        double worst = 0, at = 0;
        foreach (double x in Points(f.Low, f.High))
        {
            double exact = f.Twin(x), error = Math.Abs(f.Double(x) - exact) / (Math.BitIncrement(Math.Abs(exact)) - Math.Abs(exact));
            if (error > worst) (worst, at) = (error, x);
        }
        TestContext.Current.TestOutputHelper?.WriteLine($"{name} double {worst:F2} ulp at {at}");
        Assert.True(worst <= 3, $"{worst} ulp at {at}");
    }

    [Fact]
    public void Special_values_are_those_of_the_runtime()
    {
        foreach (double x in Special)
        {
            AssertClose(Math.Exp(x), Elementary.Exp(x), $"exp {x}");
            AssertClose(Math.Log(x), Elementary.Log(x), $"log {x}");
            AssertClose(Math.Tanh(x), Elementary.Tanh(x), $"tanh {x}");
            AssertClose(1 / (1 + Math.Exp(-x)), Elementary.Sigmoid(x), $"sigmoid {x}");
            AssertClose(Twins.Expm1(x), Elementary.Expm1(x), $"expm1 {x}");
            AssertClose(Twins.Log1p(x), Elementary.Log1p(x), $"log1p {x}");
            AssertClose(Twins.Erf(x), Elementary.Erf(x), $"erf {x}");
            if (!(Math.Abs(x) <= 1e12)) Assert.True(double.IsNaN(Elementary.Sin(x)) && double.IsNaN(Elementary.Cos(x)));
            float y = (float)x;
            AssertClose(MathF.Exp(y), Elementary.Exp(y), $"exp {y}f");
            AssertClose(MathF.Log(y), Elementary.Log(y), $"log {y}f");
            AssertClose(MathF.Tanh(y), Elementary.Tanh(y), $"tanh {y}f");
            AssertClose(y > 700 ? y : Math.Log(1 + Math.Exp(y)), Elementary.Softplus(y), $"softplus {y}f");
        }
        Assert.Equal(2 * Math.PI * 1e-320, 2 * Math.PI * Elementary.Exp(Math.Log(1e-320)), 1e-322);
        Assert.Equal(MathF.Log(1e-40f), Elementary.Log(1e-40f), 1e-5f);
        Assert.Equal(MathF.Exp(-95), Elementary.Exp(-95f), 3e-45f);
        Assert.Equal(0, Elementary.Exp(-104f));
        Assert.True(float.IsNaN(Elementary.ExpOfNegative(float.NaN)) && double.IsNaN(Elementary.ExpOfNegative(double.NaN)));
        Assert.True(float.IsNaN(Elementary.Sigmoid(float.NaN)) && float.IsNaN(Elementary.Tanh(float.NaN)));
        Assert.InRange(Elementary.Sigmoid(float.NegativeInfinity), 0, 1e-38f);
        Assert.Equal(1, Elementary.Sigmoid(float.PositiveInfinity));
        Assert.InRange(Elementary.ExpOfNegative(float.NegativeInfinity), 0, 1.7e-38f);
        Assert.InRange(Elementary.ExpOfNegative(double.NegativeInfinity), 0, 1e-307);
        Assert.True(float.IsNegative(Elementary.Tanh(-0f)) && float.IsNegative(Elementary.Erf(-0f)));
    }

    [Fact]
    public void Every_lane_gives_the_bits_of_lane_0()
    {
        Vector512<float> x = Vector512<float>.Indices * 0.37f - Vector512.Create(2f);
        for (int i = 0; i < Vector512<float>.Count; i++)
        {
            Assert.Equal(Elementary.Exp(x[i]), Elementary.Exp(x)[i]);
            Assert.Equal(Elementary.Erf(x[i]), Elementary.Erf(x)[i]);
            Assert.Equal(Elementary.Cos(x[i]), Elementary.Cos(x)[i]);
        }
    }

    static void AssertClose(double expected, double actual, string where)
    {
        if (expected.Equals(actual) || Math.Abs(expected - actual) <= 3e-7 * Math.Abs(expected)) return;
        Assert.Fail($"{where}: {actual}, expected {expected}");
    }

    static IEnumerable<double> Points(double low, double high)
    {
        var random = new Random(11);
        for (int i = 0; i < 200_000; i++)
        {
            double u = random.NextDouble();
            if (i % 2 == 0) yield return low + u * (high - low);
            else if (low > 0) yield return low * Math.Pow(high / low, u);
            else yield return (i % 4 == 1 ? high : low) * Math.Pow(10, -8 * u);
        }
    }

    static double Ulp(float x) => MathF.BitIncrement(Math.Abs(x)) - Math.Abs(x);
}
