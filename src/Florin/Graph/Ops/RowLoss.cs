namespace Florin.Graph;

using System.Runtime.Intrinsics;
using Florin.Kernels;

/// <summary>The elementwise losses: one formula gives loss and slope from prediction, target and two settings.</summary>
interface ILossFormula
{
    static abstract Vec Loss(Vec p, Vec t, Vec a, Vec b, out Vec slope);
}

/// <summary>Which elementwise loss.</summary>
enum LossKind
{
    SquaredError,
    AbsoluteError,
    Huber,
    BinaryCrossEntropy,
    Focal,
    Hinge,
    Quantile,
    Poisson,
    Gamma,
    Tweedie,
}

/// <summary>
/// Loss of each row: the mean of a formula over the row's outputs, times the row's share of the batch weight; and the slope by prediction,
/// computed in the same pass. A and B are the settings of each output (quantile levels, smoothing …).
/// </summary>
sealed unsafe record RowLoss(LossKind Kind, int Outputs, EquatableArray<Real> A, Real B) : Op
{
    public override string Name => Kind.ToString();

    public static Node Of(LossKind kind, Node prediction, Node target, Node weight, ReadOnlySpan<double> a = default, double b = 0)
    {
        if (!target.Shape.Equals(prediction.Shape))
            throw GraphErrors.Shape(prediction, $"the loss compares predictions {prediction.Shape} with targets {target.Shape}",
                prediction.Shape,
                "give the last layer as many units as the target has numbers");
        int outputs = prediction.Shape.Size;
        Real[] settings = new Real[outputs];
        for (int i = 0; i < outputs; i++) settings[i] = a.Length == 0 ? 0 : (Real)a[a.Length == 1 ? 0 : i];
        var op = new RowLoss(kind, outputs, [.. settings], (Real)b);
        return prediction.Builder.Add(op, [prediction, target, weight], Shape.Rows(1), prediction.Shape);
    }

    public override void Run(ref Call call)
    {
        switch (Kind)
        {
            case LossKind.SquaredError: Rows<SquaredErrorFormula>(ref call); break;
            case LossKind.AbsoluteError: Rows<AbsoluteErrorFormula>(ref call); break;
            case LossKind.Huber: Rows<HuberFormula>(ref call); break;
            case LossKind.BinaryCrossEntropy: Rows<BinaryCrossEntropyFormula>(ref call); break;
            case LossKind.Focal: Rows<FocalFormula>(ref call); break;
            case LossKind.Hinge: Rows<HingeFormula>(ref call); break;
            case LossKind.Quantile: Rows<QuantileFormula>(ref call); break;
            case LossKind.Poisson: Rows<PoissonFormula>(ref call); break;
            case LossKind.Gamma: Rows<GammaFormula>(ref call); break;
            default: Rows<TweedieFormula>(ref call); break;
        }
    }

    void Rows<T>(ref Call call)
        where T : struct, ILossFormula
    {
        Real* p = call.In(0), t = call.In(1), weight = call.In(2), loss = call.Out(0), slope = call.Out(1);
        if (Outputs == 1) Single<T>(ref call, A[0], B);
        else
        {
            fixed (Real* a = A.Span)
                for (int row = 0; row < call.Rows; row++, p += Outputs, t += Outputs, slope += Outputs)
                    loss[row] = Several<T>(p, t, weight[row] / Outputs, slope, Outputs, a, B);
        }
    }

    static void Single<T>(ref Call call, Real a, Real b)
        where T : struct, ILossFormula
    {
        Real* p = call.In(0), t = call.In(1), weight = call.In(2), loss = call.Out(0), slope = call.Out(1);
        int rows = call.Rows;
        Vec va = Vector512.Create(a), vb = Vector512.Create(b);
        for (int i = 0; i < rows; i += Vec.Count)
        {
            Vec w = Vector512.Load(weight + i);
            Vec value = T.Loss(Vector512.Load(p + i), Vector512.Load(t + i), va, vb, out Vec g);
            (value * w).Store(loss + i);
            (g * w).Store(slope + i);
        }
    }

    static Real Several<T>(Real* p, Real* t, Real weight, Real* slope, int outputs, Real* a, Real b)
        where T : struct, ILossFormula
    {
        Vec sum = Vec.Zero, w = Vector512.Create(weight), vb = Vector512.Create(b);
        int i = 0;
        for (; i <= outputs - Vec.Count; i += Vec.Count)
        {
            sum += T.Loss(Vector512.Load(p + i), Vector512.Load(t + i), Vector512.Load(a + i), vb, out Vec g);
            (g * w).Store(slope + i);
        }

        Real total = Reduce.Sum(sum);
        for (; i < outputs; i++)
        {
            Vec value = T.Loss(Vector512.Create(p[i]), Vector512.Create(t[i]), Vector512.Create(a[i]), vb, out Vec g);
            total += value.ToScalar();
            slope[i] = (g * w).ToScalar();
        }

        return total * weight;
    }

    public override Node?[] Gradient(Operation self, Node?[] arriving, bool[] wanted)
    {
        if (wanted[1] || wanted[2]) return base.Gradient(self, arriving, wanted);
        if (arriving[1] is not null) return base.Gradient(self, arriving, wanted);
        return [Scaled(self.Outputs[1], arriving[0]!), null, null];
    }

    /// <summary>
    /// The slope times what arrives, one number a row; a constant stays a constant, so that multiplying by 1 costs nothing.
    /// </summary>
    internal static Node Scaled(Node slope, Node arriving)
    {
        if (arriving.Origin.Op is Expand && arriving.Origin.Sources[0].Shape.Rank == 0) return slope * arriving.Origin.Sources[0];
        int[] ones = new int[slope.Shape.Rank];
        Array.Fill(ones, 1);
        return slope * arriving.Reshape(ones);
    }
}
