namespace Florin;

using Florin.Graph;

/// <summary>y = f(x W + b) over the last axis: [batch, …, inputs] → [batch, …, Units].</summary>
/// <param name="Units">Outputs, at least 1.</param>
/// <param name="Activation">f; none by default.</param>
/// <param name="Bias">Whether there is b. Default true.</param>
/// <remarks>Weight [inputs, units] and bias [units] start uniform in ±1/sqrt(inputs), as in PyTorch.</remarks>
public sealed record Dense(int Units, Activation Activation = Activation.None, bool Bias = true) : Layer
{
    /// <inheritdoc/>
    public override Node Build(Node x)
    {
        Check(x, Units);
        Node weight = x.Parameter("weight", Init.FanIn(x.Width), x.Width, Units);
        Node? bias = Bias ? x.Parameter("bias", Init.FanIn(x.Width), Units) : null;
        return MatMul.Of(x, weight, bias, Activation);
    }
    internal static void Check(Node x, int units)
    {
        if (units < 1)
            throw GraphErrors.Argument(x.Builder.Path, "a dense layer needs at least one unit", units, "give Units of 1 or more");
        if (x.Shape.Rank == 0) throw GraphErrors.Shape(x, "a dense layer needs an axis of features", x.Shape);
    }
}
