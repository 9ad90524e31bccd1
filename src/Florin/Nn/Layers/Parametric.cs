namespace Florin;

using Florin.Graph;
using Florin.Kernels;

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
/// <param name="Start">Where each number starts. Default 1.</param>
/// <remarks><c>scale</c> [features].</remarks>
public sealed record FrontScale(double Start = 1) : Layer
{
    /// <inheritdoc/>
    public override Node Build(Node x) => x * x.Parameter("scale", Init.Constant(Start), x.Width);
}

/// <summary>y = f(x W / sqrt(inputs) + b) over the last axis: one learning rate then fits every width (Jacot et al. 2018).</summary>
/// <param name="Units">Outputs, at least 1.</param>
/// <param name="Activation">f; none by default.</param>
/// <param name="FromRows">Whether the start is found from rows of the training (Holzmüller et al. 2024, RealMLP). Default false.</param>
/// <param name="BiasRate">Multiplies the learning rate of b. Default 1.</param>
/// <remarks>
/// <c>weight</c> [inputs, units] starts from N(0, 1), <c>bias</c> [units] at 0 and never decays. From rows: each column of the weight is
/// scaled so that what it gives has standard deviation 1; the bias is minus a random mixture of what five rows give, so that bends lie
/// inside the data.
/// </remarks>
public sealed record NtkDense(int Units, Activation Activation = Activation.None, bool FromRows = false, double BiasRate = 1) : Layer
{
    const int Mixed = 5;

    /// <inheritdoc/>
    public override Node Build(Node x)
    {
        Dense.Check(x, Units);
        if (FromRows) x.Builder.StartFromRows(x, Start);
        Node weight = x.Parameter("weight", Init.Normal(1), x.Width, Units) * (1 / Math.Sqrt(Math.Max(1, x.Width)));
        return MatMul.Of(x, weight, x.Parameter("bias", Init.Zeros, false, BiasRate, Units), Activation);
    }

    void Start(StartingRows rows)
    {
        Span<Real> weight = rows["weight"], bias = rows["bias"];
        int inputs = weight.Length / Units, count = rows.Values.Length / inputs;
        double[] given = new double[count];
        for (int unit = 0; unit < Units; unit++)
        {
            double mean = 0, square = 0;
            for (int row = 0; row < count; row++)
            {
                double sum = 0;
                for (int i = 0; i < inputs; i++) sum += (double)rows.Values[row * inputs + i] * weight[i * Units + unit];
                given[row] = sum / Math.Sqrt(inputs);
                mean += given[row] / count;
            }

            foreach (double value in given) square += (value - mean) * (value - mean) / count;
            double scale = square > 0 ? 1 / Math.Sqrt(square) : 1;
            for (int i = 0; i < inputs; i++) weight[i * Units + unit] *= (Real)scale;
            bias[unit] = (Real)(-scale * Mixture(given, rows, unit));
        }
    }

    /// <summary>Dirichlet(1, …, 1) is exponential draws over their sum.</summary>
    static double Mixture(double[] given, StartingRows rows, int unit)
    {
        double sum = 0, total = 0;
        for (uint i = 0; i < Mixed; i++)
        {
            uint draw = (uint)unit * 2 * Mixed + 2 * i;
            double share = -Elementary.Log(1 - rows.Uniform(draw));
            sum += share * given[(int)(rows.Uniform(draw + 1) * given.Length)];
            total += share;
        }

        return sum / total;
    }
}
