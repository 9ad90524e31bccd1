namespace Florin;

using Florin.Graph;

/// <summary>
/// (x - mean) / sqrt(variance + Epsilon) · scale + shift for each feature, over the rows of the batch and all axes between (Ioffe and
/// Szegedy 2015): any shape with features last.
/// </summary>
/// <param name="Momentum">Share of a batch in the running statistics, in [0, 1]. Default 0.1.</param>
/// <param name="Epsilon">Added to the variance, above 0. Default 1e-5.</param>
/// <remarks>
/// <c>scale</c> and <c>shift</c> [features] start at 1 and 0. Prediction uses the running <c>mean</c> and <c>variance</c> [features], which
/// start at 0 and 1 and take in each batch's; its variance there is divided by n - 1, as in PyTorch. Steps past a row's own end do not
/// count. A batch of one number a feature has variance 0.
/// </remarks>
public sealed record BatchNorm(double Momentum = 0.1, double Epsilon = 1e-5) : Layer
{
    /// <inheritdoc/>
    public override Node Build(Node x)
    {
        if (Momentum is < 0 or > 1 or double.NaN || !(Epsilon > 0))
            throw GraphErrors.Argument(x.Builder.Path, "momentum lies in [0, 1] and epsilon above 0", $"{Momentum}, {Epsilon}",
                "0.1 and 1e-5 are usual");
        if (x.Shape.Rank == 0 || x.Shape.Size == 0) throw GraphErrors.Shape(x, "batch normalisation needs an axis of features", x.Shape);
        Node scale = x.Parameter("scale", Init.Ones, x.Width), shift = x.Parameter("shift", Init.Zeros, x.Width);
        Node mean = x.Builder.State("mean", Shape.Fixed(x.Width), 0), variance = x.Builder.State("variance", Shape.Fixed(x.Width), 1);
        if (!x.Training) return (x - mean) * (scale / (variance + Epsilon).Sqrt()) + shift;
        Node count = Count(x), batchMean = Sum(x) / count, centred = x - batchMean, batchVariance = Sum(centred.Square()) / count;
        x.Builder.UpdateState(mean, mean * (1 - Momentum) + batchMean * Momentum);
        Node unbiased = batchVariance * (count / Node.Max(count - 1, x.Constant(1)));
        x.Builder.UpdateState(variance, variance * (1 - Momentum) + unbiased * Momentum);
        return centred * (scale / (batchVariance + Epsilon).Sqrt()) + shift;
    }

    /// <summary>Sums over rows and inner axes: [features].</summary>
    static Node Sum(Node x) => SumTo.Of(Expand.ToRows(WithinLengths.Of(x)), Shape.Fixed(x.Width));

    /// <summary>How many numbers of a feature the batch has.</summary>
    static Node Count(Node x)
    {
        double places = x.Shape.Inner;
        if (WithinLengths.Of(x) == x) return x.Constant(places).SumOverRows();
        return x.Builder.Lengths!.Value.Node.Reshape().SumOverRows() * (places / x.Shape[0]);
    }
}
