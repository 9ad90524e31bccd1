namespace Florin;

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Florin.Kernels;

/// <summary>The losses: where the trees start, derivatives of each row, mean and loss from the sum of the trees.</summary>
sealed class BoostingObjective(BoostingOptions options)
{
    const double Smallest = 1e-16;

    readonly BoostingLoss loss = options.Loss;
    readonly double power = options.TweediePower, step = Elementary.Exp(options.Step);
    readonly int outputs = options.Outputs;

    /// <summary>The best constant for each output, on the scale on which the trees add up.</summary>
    public double[] Start(BoostingRows rows)
    {
        double[] target = rows.Target!;
        double total = 0, sum = 0, expected = 0;
        double[] classes = new double[outputs];
        for (int row = 0; row < target.Length; row++)
        {
            double weight = rows.WeightOf(row), offset = rows.OffsetOf(row);
            total += weight;
            sum += weight * (loss == BoostingLoss.SquaredError ? target[row] - offset
                : target[row] * Elementary.Exp(offset * (loss switch { BoostingLoss.Gamma => -1, BoostingLoss.Tweedie => 1 - power, _ => 0 })));
            expected += weight * Elementary.Exp(offset * (loss switch { BoostingLoss.Poisson => 1, BoostingLoss.Tweedie => 2 - power, _ => 0 }));
            if (outputs > 1) classes[(int)target[row]] += weight;
        }

        // A class without rows starts at half a row: its logarithm must be finite.
        if (outputs > 1) return [.. classes.Select(weight => Elementary.Log(Math.Max(weight, 0.5) / total))];
        double mean = sum / expected;
        return [loss switch { BoostingLoss.BinaryLogistic => Elementary.Log(mean / (1 - mean)), BoostingLoss.SquaredError => mean, _ => Elementary.Log(mean) }];
    }

    /// <summary>Predictions from sums of trees, row after row of all outputs.</summary>
    public void Means(ReadOnlySpan<double> sums, Span<double> means)
    {
        if (loss == BoostingLoss.SquaredError) sums.CopyTo(means);
        else if (outputs > 1) for (int i = 0; i < sums.Length; i += outputs) Softmax(sums.Slice(i, outputs), means.Slice(i, outputs));
        else if (loss == BoostingLoss.BinaryLogistic) Map<Logistic>(sums, means);
        else Map<Exponential>(sums, means);
    }

    /// <summary>First and second derivative of a row's loss by its sum of trees.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (double First, double Second) Derivatives(double target, double sum, double mean, int output)
    {
        switch (loss)
        {
            case BoostingLoss.BinaryLogistic: return (mean - target, Math.Max(mean * (1 - mean), Smallest));
            case BoostingLoss.SquaredError: return (mean - target, 1);
            case BoostingLoss.Poisson: return (mean - target, mean * step); // the second derivative anywhere within a step
            case BoostingLoss.Gamma: return (1 - target / mean, target / mean);
            case BoostingLoss.Softmax: return (mean - (target == output ? 1 : 0), Math.Max(2 * mean * (1 - mean), Smallest));
            default:
                double a = target * Elementary.Exp((1 - power) * sum), b = Elementary.Exp((2 - power) * sum);
                return (b - a, (2 - power) * b - (1 - power) * a);
        }
    }

    /// <summary>The loss of a row, but for what depends on the target alone.</summary>
    public double Loss(double target, ReadOnlySpan<double> sums, ReadOnlySpan<double> means)
    {
        double sum = sums[0];
        return loss switch
        {
            BoostingLoss.BinaryLogistic => Elementary.Softplus(sum) - target * sum,
            BoostingLoss.SquaredError => (sum - target) * (sum - target),
            BoostingLoss.Poisson => means[0] - target * sum,
            BoostingLoss.Gamma => target / means[0] + sum,
            BoostingLoss.Tweedie => Elementary.Exp((2 - power) * sum) / (2 - power) - target * Elementary.Exp((1 - power) * sum) / (1 - power),
            _ => -Elementary.Log(Math.Max(means[(int)target], double.Epsilon)),
        };
    }

    static void Softmax(ReadOnlySpan<double> sums, Span<double> means)
    {
        double most = sums[0], total = 0;
        foreach (double sum in sums) most = Math.Max(most, sum);
        for (int k = 0; k < sums.Length; k++) total += means[k] = Elementary.Exp(sums[k] - most);
        for (int k = 0; k < sums.Length; k++) means[k] /= total;
    }

    static void Map<T>(ReadOnlySpan<double> x, Span<double> y)
        where T : struct, IFunction
    {
        int i = 0;
        for (; i <= x.Length - Vector512<double>.Count; i += Vector512<double>.Count)
            T.Of(Vector512.LoadUnsafe(ref MemoryMarshal.GetReference(x), (nuint)i)).StoreUnsafe(ref MemoryMarshal.GetReference(y), (nuint)i);
        for (; i < x.Length; i++) y[i] = T.Of(Vector512.Create(x[i])).ToScalar();
    }

    interface IFunction
    {
        static abstract Vector512<double> Of(Vector512<double> x);
    }

    readonly struct Logistic : IFunction
    {
        public static Vector512<double> Of(Vector512<double> x) => Elementary.Sigmoid(x);
    }

    readonly struct Exponential : IFunction
    {
        public static Vector512<double> Of(Vector512<double> x) => Elementary.Exp(x);
    }
}
