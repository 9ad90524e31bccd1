namespace Florin.Graph;

using System.Runtime.Intrinsics;
using Florin.Kernels;

/// <summary>What a unary operation does.</summary>
enum UnaryKind
{
    Negate,
    Exp,
    Log,
    Sqrt,
    Square,
    Abs,
    Sin,
    Cos,
    LogGamma,
    Digamma,

    /// <summary>1 where x is above 0, else 0; its slope is 0.</summary>
    Step,

    /// <summary>1, 0 or -1; its slope is 0.</summary>
    Sign,
}

readonly struct NegateOf : IUnary
{
    public static Vec Apply(Vec x) => -x;
}

readonly struct ExpOf : IUnary
{
    public static Vec Apply(Vec x) => Elementary.Exp(x);
}

readonly struct LogOf : IUnary
{
    public static Vec Apply(Vec x) => Elementary.Log(x);
}

readonly struct SqrtOf : IUnary
{
    public static Vec Apply(Vec x) => Vector512.Sqrt(x);
}

readonly struct SquareOf : IUnary
{
    public static Vec Apply(Vec x) => x * x;
}

readonly struct AbsOf : IUnary
{
    public static Vec Apply(Vec x) => Vector512.Abs(x);
}

readonly struct SinOf : IUnary
{
    public static Vec Apply(Vec x) => Elementary.Sin(x);
}

readonly struct CosOf : IUnary
{
    public static Vec Apply(Vec x) => Elementary.Cos(x);
}

readonly struct StepOf : IUnary
{
    public static Vec Apply(Vec x) => Wide.WherePositive(x, Vec.One, Vec.Zero);
}

readonly struct SignOf : IUnary
{
    public static Vec Apply(Vec x) => Wide.WherePositive(x, Vec.One, Wide.WherePositive(-x, -Vec.One, Vec.Zero));
}

/// <summary>log Γ(x) for x above 0: raised by recurrence to where Stirling's series is exact to the last bits.</summary>
readonly struct LogGammaOf : IUnary
{
    const int Raised = 10;

    public static Vec Apply(Vec x)
    {
        Vec product = Vec.One, z = x;
        for (int i = 0; i < Raised; i++, z += Vec.One) product *= z;
        Vec r = Vec.One / z, r2 = r * r;
        Vec series = r * (Wide.Of(1.0 / 12) - r2
            * (Wide.Of(1.0 / 360) - r2 * (Wide.Of(1.0 / 1260) - r2 * (Wide.Of(1.0 / 1680) - r2 * Wide.Of(1.0 / 1188)))));
        return (z - Wide.Of(0.5)) * Elementary.Log(z) - z + Wide.Of(0.91893853320467274178) + series - Elementary.Log(product);
    }
}

/// <summary>The derivative of log Γ, by the same recurrence and the asymptotic series.</summary>
readonly struct DigammaOf : IUnary
{
    const int Raised = 10;

    public static Vec Apply(Vec x)
    {
        Vec sum = Vec.Zero, z = x;
        for (int i = 0; i < Raised; i++, z += Vec.One) sum += Vec.One / z;
        Vec r = Vec.One / z, r2 = r * r;
        Vec series = r2 * (Wide.Of(1.0 / 12) - r2
            * (Wide.Of(1.0 / 120) - r2 * (Wide.Of(1.0 / 252) - r2 * (Wide.Of(1.0 / 240) - r2 * Wide.Of(1.0 / 132)))));
        return Elementary.Log(z) - Wide.Of(0.5) * r - series - sum;
    }
}

/// <summary>y = f(x) for the plain functions that expressions are written with.</summary>
sealed unsafe record Unary(UnaryKind Kind, int Size) : Op
{
    public override string Name => Kind.ToString();

    public override bool InPlace => Kind is UnaryKind.Negate;

    public static Node Of(UnaryKind kind, Node x) => x.Builder.Add(new Unary(kind, x.Shape.Size), [x], x.Shape);

    public override void Run(ref Call call)
    {
        Real* x = call.In(0), y = call.Out();
        long n = (long)call.Rows * Size;
        switch (Kind)
        {
            case UnaryKind.Negate: Loops.Map<NegateOf>(x, y, n); break;
            case UnaryKind.Exp: Loops.Map<ExpOf>(x, y, n); break;
            case UnaryKind.Log: Loops.Map<LogOf>(x, y, n); break;
            case UnaryKind.Sqrt: Loops.Map<SqrtOf>(x, y, n); break;
            case UnaryKind.Square: Loops.Map<SquareOf>(x, y, n); break;
            case UnaryKind.Abs: Loops.Map<AbsOf>(x, y, n); break;
            case UnaryKind.Sin: Loops.Map<SinOf>(x, y, n); break;
            case UnaryKind.Cos: Loops.Map<CosOf>(x, y, n); break;
            case UnaryKind.LogGamma: Loops.Map<LogGammaOf>(x, y, n); break;
            case UnaryKind.Digamma: Loops.Map<DigammaOf>(x, y, n); break;
            case UnaryKind.Step: Loops.Map<StepOf>(x, y, n); break;
            default: Loops.Map<SignOf>(x, y, n); break;
        }
    }

    public override Node?[] Gradient(Operation self, Node?[] arriving, bool[] wanted)
    {
        Node dy = arriving[0]!, x = self.Sources[0], y = self.Outputs[0];
        return
        [
            Kind switch
            {
                UnaryKind.Negate => -dy,
                UnaryKind.Exp => dy * y,
                UnaryKind.Log => dy / x,
                UnaryKind.Sqrt => dy * 0.5 / y,
                UnaryKind.Square => dy * (2 * x),
                UnaryKind.Abs => dy * Of(UnaryKind.Sign, x),
                UnaryKind.Sin => dy * x.Cos(),
                UnaryKind.Cos => -(dy * x.Sin()),
                UnaryKind.LogGamma => dy * Of(UnaryKind.Digamma, x),
                UnaryKind.Digamma => base.Gradient(self, arriving, wanted)[0],
                _ => null,
            },
        ];
    }
}
