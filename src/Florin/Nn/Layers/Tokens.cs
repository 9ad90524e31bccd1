namespace Florin;

using Florin.Graph;

/// <summary>
/// Each number as a vector, x w + b: [batch, features] → [batch, features, Width] (Gorishniy et al. 2021, FT-Transformer).
/// </summary>
/// <param name="Width">Numbers of a vector, at least 1.</param>
/// <remarks><c>weight</c> and <c>bias</c> [features, width] start uniform in ±1/sqrt(width).</remarks>
public sealed record FeatureTokenizer(int Width) : Layer
{
    /// <inheritdoc/>
    public override Node Build(Node x)
    {
        FeatureShapes.Check(x, Width);
        return FeatureShapes.Linear(x, Width);
    }
}

/// <summary>
/// A learned vector before the others, whose place gathers what the net needs: [batch, n, width] → [batch, 1 + n, width].
/// </summary>
/// <remarks><c>token</c> [width] starts uniform in ±1/sqrt(width). Read it again with <see cref="SelectStep"/>(0).</remarks>
public sealed record ClassToken : Layer
{
    /// <inheritdoc/>
    public override Node Build(Node x)
    {
        if (x.Shape.Rank != 2) throw GraphErrors.Shape(x, "a class token stands before [batch, n, width]", x.Shape);
        return Concat.Of(0, x.Parameter("token", Init.FanIn(x.Width), x.Width).Reshape(1, x.Width), x);
    }
}

/// <summary>What the layers share that make a vector of each number.</summary>
static class FeatureShapes
{
    public static void Check(Node x, int width)
    {
        if (width < 1)
            throw GraphErrors.Argument(x.Builder.Path, "a vector for each number needs a width of at least 1", width, "8 to 32 is usual");
        if (x.Shape.Rank != 1 || x.Width == 0) throw GraphErrors.Shape(x, "the layer reads [batch, features]", x.Shape);
    }

    /// <summary>x w + b for each feature.</summary>
    public static Node Linear(Node x, int width) => Linear(x, x.Parameter("weight", Init.FanIn(width), x.Width, width));

    public static Node Linear(Node x, Node weight) =>
        x.Reshape(x.Width, 1) * weight + x.Parameter("bias", Init.FanIn(weight.Width), x.Width, weight.Width);
}
