namespace Florin.Graph;

using Florin.Kernels;

/// <summary>Activations over whole blocks, and which saved value their slope is computed from.</summary>
static unsafe class ActivationKernels
{
    /// <summary>True when the slope is a function of the output, so that the input need not be kept.</summary>
    public static bool SlopeFromOutput(Activation kind) =>
        kind is Activation.Sigmoid or Activation.Tanh or Activation.Relu or Activation.LeakyRelu or Activation.Elu or Activation.Selu;

    public static void Apply(Activation kind, Real* x, Real* y, long n)
    {
        switch (kind)
        {
            case Activation.Sigmoid: Loops.Map<SigmoidOf>(x, y, n); break;
            case Activation.Tanh: Loops.Map<TanhOf>(x, y, n); break;
            case Activation.Relu: Loops.Map<ReluOf>(x, y, n); break;
            case Activation.LeakyRelu: Loops.Map<LeakyReluOf>(x, y, n); break;
            case Activation.Elu: Loops.Map<EluOf>(x, y, n); break;
            case Activation.Selu: Loops.Map<SeluOf>(x, y, n); break;
            case Activation.Gelu: Loops.Map<GeluOf>(x, y, n); break;
            case Activation.Silu: Loops.Map<SiluOf>(x, y, n); break;
            case Activation.Mish: Loops.Map<MishOf>(x, y, n); break;
            case Activation.Softplus: Loops.Map<SoftplusOf>(x, y, n); break;
            default: Loops.Map<Same>(x, y, n); break;
        }
    }

    public static void Slope(Activation kind, Real* dy, Real* saved, Real* dx, long n)
    {
        switch (kind)
        {
            case Activation.Sigmoid: Loops.Map2<SigmoidSlope>(dy, saved, dx, n); break;
            case Activation.Tanh: Loops.Map2<TanhSlope>(dy, saved, dx, n); break;
            case Activation.Relu: Loops.Map2<ReluSlope>(dy, saved, dx, n); break;
            case Activation.LeakyRelu: Loops.Map2<LeakyReluSlope>(dy, saved, dx, n); break;
            case Activation.Elu: Loops.Map2<EluSlope>(dy, saved, dx, n); break;
            case Activation.Selu: Loops.Map2<SeluSlope>(dy, saved, dx, n); break;
            case Activation.Gelu: Loops.Map2<GeluSlope>(dy, saved, dx, n); break;
            case Activation.Silu: Loops.Map2<SiluSlope>(dy, saved, dx, n); break;
            case Activation.Mish: Loops.Map2<MishSlope>(dy, saved, dx, n); break;
            case Activation.Softplus: Loops.Map2<SoftplusSlope>(dy, saved, dx, n); break;
            default: Loops.Map<Same>(dy, dx, n); break;
        }
    }

    /// <summary>y = f(y + bias) in place, for the activations that a dense product ends with.</summary>
    public static void BiasThen(Activation kind, Real* y, Real* bias, long rows, int width)
    {
        switch (kind)
        {
            case Activation.Sigmoid: Loops.MapRow<AddThen<SigmoidOf>>(y, bias, y, rows, width); break;
            case Activation.Tanh: Loops.MapRow<AddThen<TanhOf>>(y, bias, y, rows, width); break;
            case Activation.Relu: Loops.MapRow<AddThen<ReluOf>>(y, bias, y, rows, width); break;
            case Activation.LeakyRelu: Loops.MapRow<AddThen<LeakyReluOf>>(y, bias, y, rows, width); break;
            case Activation.Elu: Loops.MapRow<AddThen<EluOf>>(y, bias, y, rows, width); break;
            case Activation.Selu: Loops.MapRow<AddThen<SeluOf>>(y, bias, y, rows, width); break;
            default: Loops.MapRow<AddThen<Same>>(y, bias, y, rows, width); break;
        }
    }
}

/// <summary>y = f(x), number by number.</summary>
sealed unsafe record Activate(Activation Kind, int Size) : Op
{
    public override string Name => Kind.ToString();

    public override bool InPlace => ActivationKernels.SlopeFromOutput(Kind);

    public static Node Of(Node x, Activation kind)
    {
        if (kind == Activation.None) return x;
        if (kind == Activation.Softmax) return Softmax.Of(x);
        return x.Builder.Add(new Activate(kind, x.Shape.Size), [x], x.Shape);
    }

    public override void Run(ref Call call) => ActivationKernels.Apply(Kind, call.In(0), call.Out(), (long)call.Rows * Size);

    public override Node?[] Gradient(Operation self, Node?[] arriving, bool[] wanted)
    {
        Node saved = ActivationKernels.SlopeFromOutput(Kind) ? self.Outputs[0] : self.Sources[0];
        return [ActivateSlope.Of(arriving[0]!, saved, Kind)];
    }
}

/// <summary>dx = dy f'(saved), where saved is the input or the output of the activation.</summary>
sealed unsafe record ActivateSlope(Activation Kind, int Size) : Op
{
    public override string Name => $"slope of {Kind}";

    public override bool InPlace => true;

    public static Node Of(Node dy, Node saved, Activation kind) =>
        dy.Builder.Add(new ActivateSlope(kind, dy.Shape.Size), [dy, saved], dy.Shape);

    public override void Run(ref Call call) =>
        ActivationKernels.Slope(Kind, call.In(0), call.In(1), call.Out(), (long)call.Rows * Size);

    public override Node?[] Gradient(Operation self, Node?[] arriving, bool[] wanted)
    {
        Node g = arriving[0]!, dy = self.Sources[0], saved = self.Sources[1];
        Node? again = !wanted[1] ? null : Kind switch
        {
            Activation.Tanh => g * dy * saved * -2,
            Activation.Sigmoid => g * dy * (1 - 2 * saved),
            Activation.Softplus => g * ActivateSlope.Of(dy, saved.Sigmoid(), Activation.Sigmoid),
            Activation.Relu or Activation.LeakyRelu => null,
            Activation.Elu => g * dy * (1 - saved.Step()),
            Activation.Selu => g * dy * (1 - saved.Step()),
            _ => base.Gradient(self, arriving, wanted)[0],
        };
        return [Of(g, saved, Kind), again];
    }
}
