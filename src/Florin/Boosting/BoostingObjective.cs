namespace Florin;

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Florin.Kernels;

/// <summary>The losses: where the trees start, mean, derivatives and loss of a row from its sum of trees.</summary>
sealed class BoostingObjective(BoostingOptions options)
{
    const double Smallest = 1e-16;

    readonly BoostingLoss loss = options.Loss;
    readonly double power = options.TweediePower, step = Elementary.Exp(options.Step);
    readonly int outputs = options.Outputs;

    /// <summary>The best constant for each output, on the scale on which the trees add up.</summary>
    public double[] Start(BoostingRows rows)
    {
        double[] sums = new double[outputs], target = rows.Target!;
        double total = 0;
        for (int row = 0; row < target.Length; row++)
        {
            double weight = rows.WeightOf(row), offset = rows.OffsetOf(row), y = target[row];
            (double seen, double expected) = loss switch
            {
                BoostingLoss.SquaredError => (y - offset, 1.0),
                BoostingLoss.Poisson => (y, Elementary.Exp(offset)),
                BoostingLoss.Gamma => (y * Elementary.Exp(-offset), 1),
                BoostingLoss.Tweedie => (y * Elementary.Exp((1 - power) * offset), Elementary.Exp((2 - power) * offset)),
                _ => (outputs > 1 ? 1 : y, 1),
            };
            sums[outputs > 1 ? (int)y : 0] += weight * seen;
            total += weight * expected;
        }

        if (loss == BoostingLoss.SquaredError) return [sums[0] / total];
        // Half a row stands for a class without any: its logarithm must be finite.
        if (loss != BoostingLoss.BinaryLogistic)
            return [.. sums.Select(sum => Elementary.Log(Math.Max(sum, outputs > 1 ? 0.5 : sum) / total))];
        return [Elementary.Log(sums[0] / (total - sums[0]))];
    }

    /// <summary>Means from sums of trees, row after row of all outputs; vectors run over a range that begins at a multiple of 8.</summary>
    public void Means(double[] sums, double[] means, int begin, int end)
    {
        if (outputs > 1)
            for (int i = begin; i < end; i += outputs) Softmax(sums.AsSpan(i, outputs), means.AsSpan(i, outputs));
        else if (loss == BoostingLoss.SquaredError) sums.AsSpan(begin, end - begin).CopyTo(means.AsSpan(begin));
        else for (int i = begin; i < end; i += Vector512<double>.Count)
        {
            Vector512<double> sum = Vector512.Create(sums, i);
            (loss == BoostingLoss.BinaryLogistic ? Elementary.Sigmoid(sum) : Elementary.Exp(sum)).CopyTo(means, i);
        }
    }

    /// <summary>First and second derivative of a row's loss by its sum of trees.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<double> Derivatives(double target, double sum, double mean, int output)
    {
        switch (loss)
        {
            case BoostingLoss.BinaryLogistic: return Vector128.Create(mean - target, Math.Max(mean * (1 - mean), Smallest));
            case BoostingLoss.SquaredError: return Vector128.Create(mean - target, 1);
            case BoostingLoss.Poisson: return Vector128.Create(mean - target, mean * step); // the second one anywhere within a step
            case BoostingLoss.Gamma: return Vector128.Create(1 - target / mean, target / mean);
            case BoostingLoss.Softmax:
                return Vector128.Create(mean - (target == output ? 1 : 0), Math.Max(2 * mean * (1 - mean), Smallest));
            default:
                double a = target * Elementary.Exp((1 - power) * sum), b = Elementary.Exp((2 - power) * sum);
                return Vector128.Create(b - a, (2 - power) * b - (1 - power) * a);
        }
    }

    /// <summary>The loss of a row, but for what depends on the target alone.</summary>
    public double Loss(double target, double sum, ReadOnlySpan<double> means) => loss switch
    {
        BoostingLoss.BinaryLogistic => Elementary.Softplus(sum) - target * sum,
        BoostingLoss.SquaredError => (sum - target) * (sum - target),
        BoostingLoss.Poisson => means[0] - target * sum,
        BoostingLoss.Gamma => target / means[0] + sum,
        BoostingLoss.Softmax => -Elementary.Log(Math.Max(means[(int)target], double.Epsilon)),
        _ => Elementary.Exp((2 - power) * sum) / (2 - power) - target * Elementary.Exp((1 - power) * sum) / (1 - power),
    };

    static void Softmax(ReadOnlySpan<double> sums, Span<double> means)
    {
        double most = sums[0], total = 0;
        foreach (double sum in sums) most = Math.Max(most, sum);
        for (int k = 0; k < sums.Length; k++) total += means[k] = Elementary.Exp(sums[k] - most);
        for (int k = 0; k < sums.Length; k++) means[k] /= total;
    }
}
