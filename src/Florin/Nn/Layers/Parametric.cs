namespace Florin;

using Florin.Graph;

/// <summary>max(x, 0) + slope · min(x, 0), a slope for each feature (He et al. 2015): any shape with features last.</summary>
/// <remarks><c>slope</c> [features] starts at 0.25, as in PyTorch.</remarks>
public sealed record PRelu : Layer
{
    /// <inheritdoc/>
    public override Node Build(Node x) => x.Relu() - x.Parameter("slope", Init.Constant(0.25), x.Width) * (-x).Relu();
}

/// <summary>x + alpha · (f(x) - x): an activation that each feature may weaken, or overdo (Holzmüller et al. 2024, RealMLP).</summary>
/// <param name="Activation">f.</param>
/// <remarks><c>alpha</c> [features] starts at 1, where the layer is f itself.</remarks>
public sealed record ParametricActivation(Activation Activation) : Layer
{
    /// <inheritdoc/>
    public override Node Build(Node x) => x + x.Parameter("alpha", Init.Ones, x.Width) * (x.Apply(Activation) - x);
}

/// <summary>Each feature times a learned number: a soft choice of features (Holzmüller et al. 2024, RealMLP).</summary>
/// <remarks><c>scale</c> [features] starts at 1.</remarks>
public sealed record FrontScale : Layer
{
    /// <inheritdoc/>
    public override Node Build(Node x) => x * x.Parameter("scale", Init.Ones, x.Width);
}

/// <summary>y = f(x W / sqrt(inputs) + b) over the last axis: one learning rate then fits every width (Jacot et al. 2018).</summary>
/// <param name="Units">Outputs, at least 1.</param>
/// <param name="Activation">f; none by default.</param>
/// <param name="FromData">Whether the start is found from the rows of the training (RealMLP): see the remarks. Default false.</param>
/// <remarks>
/// <c>weight</c> [inputs, units] starts from N(0, 1), <c>bias</c> [units] at 0. From data: each column of the weight is scaled so that what
/// it gives has standard deviation 1 over the rows; the bias is minus a random mixture of what five rows give, so that bends lie inside the
/// data.
/// </remarks>
public sealed record NtkDense(int Units, Activation Activation = Activation.None, bool FromData = false) : Layer
{
    /// <inheritdoc/>
    public override Node Build(Node x)
    {
        if (Units < 1) throw GraphErrors.Argument(x.Builder.Path, "a dense layer needs at least one unit", Units, "give Units of 1 or more");
        if (x.Shape.Rank == 0) throw GraphErrors.Shape(x, "a dense layer needs an axis of features", x.Shape);
        Node weight = x.Parameter("weight", Init.Normal(1), x.Width, Units) * (1 / Math.Sqrt(Math.Max(1, x.Width)));
        return MatMul.Of(x, weight, x.Parameter("bias", Init.Zeros, Units), Activation);
    }
}
