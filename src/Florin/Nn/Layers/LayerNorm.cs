namespace Florin;

using Florin.Graph;

/// <summary>
/// Scales the features of each row and step to mean 0 and variance 1, then by learned numbers (Ba et al. 2016): any shape with features
/// last.
/// </summary>
/// <param name="Epsilon">Added to the variance, above 0. Default 1e-5.</param>
/// <remarks><c>scale</c> [features] starts at 1, <c>shift</c> [features] at 0. The variance is that of the features at hand (n, not n -
/// 1).</remarks>
public sealed record LayerNorm(double Epsilon = 1e-5) : Layer
{
    /// <inheritdoc/>
    public override Node Build(Node x)
    {
        if (!(Epsilon > 0)) throw GraphErrors.Argument(x.Builder.Path, "epsilon keeps a division from 0: above 0", Epsilon,
            "1e-5 is usual");
        if (x.Shape.Rank == 0 || x.Width == 0) throw GraphErrors.Shape(x, "a layer norm needs an axis of features", x.Shape);
        return LayerNormRows.Of(x, x.Parameter("scale", Init.Ones, x.Width), x.Parameter("shift", Init.Zeros, x.Width), Epsilon);
    }
}
