namespace Florin;

/// <summary>Logistic regression of at most three coefficients by Newton's method, in double.</summary>
static class LogisticFit
{
    const int Iterations = 100;

    /// <summary>
    /// Coefficients that minimise the log-loss and the inverse of the second derivatives there; null when there is no single finite
    /// minimum.
    /// </summary>
    /// <param name="columns">Inputs, a column each; a column of ones is an intercept.</param>
    /// <param name="targets">0 to 1.</param>
    /// <param name="weights">0 or more.</param>
    /// <param name="offset">Added to the log odds; empty: 0.</param>
    public static (double[] Coefficients, double[,] Covariance, double Loss)? Solve(double[][] columns, double[] targets,
        double[] weights, double[]? offset = null)
    {
        int size = columns.Length;
        double[] at = new double[size];
        double loss = Loss(columns, targets, weights, offset, at), total = weights.Sum();
        for (int iteration = 0; iteration < Iterations; iteration++)
        {
            (double[] slope, double[,] curve) = Derivatives(columns, targets, weights, offset, at);
            if (Invert(curve) is not { } inverse || loss < 1e-9 * total) return null;
            double[] step = [.. Enumerable.Range(0, size).Select(i => Enumerable.Range(0, size).Sum(j => inverse[i, j] * slope[j]))];
            double share = 1, decrement = step.Zip(slope, (a, b) => a * b).Sum();
            double[] next = at;
            double lower = loss, rounding = 1e-13 * (loss + total); // near the minimum a step gains less than that
            for (; share > 1e-6; share /= 2)
            {
                next = [.. at.Zip(step, (a, s) => a - share * s)];
                lower = Loss(columns, targets, weights, offset, next);
                if (lower <= loss + rounding) break;
            }

            bool arrived = decrement <= 1e-22 * total || lower > loss + rounding;
            if (lower <= loss + rounding) (at, loss) = (next, lower);
            // Where classes are apart each step is as long as the last, however little it gains.
            if (arrived) return Moves(step, at) ? null : (at, inverse, loss);
        }

        return null;
    }

    static bool Moves(double[] step, double[] at) => step.Zip(at).Any(pair => Math.Abs(pair.First) > 1e-4 * (1 + Math.Abs(pair.Second)));

    static double Loss(double[][] columns, double[] targets, double[] weights, double[]? offset, double[] at)
    {
        double sum = 0;
        for (int row = 0; row < targets.Length; row++)
        {
            if (!(weights[row] > 0)) continue;
            double odds = Odds(columns, offset, at, row);
            sum += weights[row] * (MetricMath.Softplus(odds) - targets[row] * odds);
        }

        return sum;
    }

    static double Odds(double[][] columns, double[]? offset, double[] at, int row)
    {
        double odds = offset is null ? 0 : offset[row];
        for (int i = 0; i < at.Length; i++) odds += at[i] * columns[i][row];
        return odds;
    }

    static (double[] Slope, double[,] Curve) Derivatives(double[][] columns, double[] targets, double[] weights, double[]? offset,
        double[] at)
    {
        int size = at.Length;
        double[] slope = new double[size];
        double[,] curve = new double[size, size];
        for (int row = 0; row < targets.Length; row++)
        {
            if (!(weights[row] > 0)) continue;
            double p = MetricMath.Sigmoid(Odds(columns, offset, at, row)), w = weights[row];
            for (int i = 0; i < size; i++)
            {
                slope[i] += w * (p - targets[row]) * columns[i][row];
                for (int j = 0; j < size; j++) curve[i, j] += w * p * (1 - p) * columns[i][row] * columns[j][row];
            }
        }

        return (slope, curve);
    }

    /// <summary>Gauss and Jordan, without pivoting: the matrix is positive definite, or has no inverse.</summary>
    static double[,]? Invert(double[,] matrix)
    {
        int size = matrix.GetLength(0);
        double[,] left = (double[,])matrix.Clone(), right = new double[size, size];
        for (int i = 0; i < size; i++) right[i, i] = 1;
        for (int k = 0; k < size; k++)
        {
            double pivot = left[k, k];
            if (!(pivot > 1e-13 * matrix[k, k])) return null;
            for (int j = 0; j < size; j++) (left[k, j], right[k, j]) = (left[k, j] / pivot, right[k, j] / pivot);
            for (int i = 0; i < size; i++)
            {
                double factor = left[i, k];
                if (i == k || factor == 0) continue;
                for (int j = 0; j < size; j++)
                    (left[i, j], right[i, j]) = (left[i, j] - factor * left[k, j], right[i, j] - factor * right[k, j]);
            }
        }

        return right;
    }
}
