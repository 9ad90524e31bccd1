namespace Florin;

using Florin.Kernels;
using MathNet.Numerics.LinearAlgebra;

/// <summary>Coefficients of standardised columns, intercept first.</summary>
/// <param name="Coefficients">Where the gradient is 0.</param>
/// <param name="Root">A with A·Aᵀ = (XᵀWX)⁻¹, W the weights times the variances of the targets.</param>
/// <param name="Deviance">Weighted squared residuals, or -2 log-likelihood.</param>
/// <param name="Iterations">Newton steps taken.</param>
sealed record RegressionSolution(double[] Coefficients, Matrix<double> Root, double Deviance, int Iterations);

/// <summary>
/// Newton's method with step halving (iteratively reweighted least squares). R of QR stands for the Hessian, RᵀR = XᵀWX, which keeps its
/// digits where forming XᵀWX would square the condition. For least squares the first step arrives and the next ones refine it.
/// </summary>
sealed class RegressionSolver(RegressionRows rows, bool logistic)
{
    const int MostIterations = 100, MostHalvings = 40;

    /// <summary>Newton on data that are not separable needs fewer steps; on separable data log odds grow by about 1 with each.</summary>
    const int SurelyEnough = 30;

    /// <summary>Of the log odds, in units of standardised data. The error after such a step is about its square.</summary>
    const double Small = 1e-9;

    public RegressionSolution Solve()
    {
        double[] coefficients = new double[rows.Columns + 1];
        double[] score = new double[rows.Rows];
        double deviance = Deviance(score);
        for (int iteration = 1; iteration <= MostIterations; iteration++)
        {
            Vector<double> step = Step(Root(score), score);
            double[] change = (rows.X * step).ToArray();
            double largest = change.Max(Math.Abs);
            if (!double.IsFinite(largest) || (logistic && iteration > SurelyEnough && largest > 0.1)) throw Separable();
            double size = Shorten(ref score, change, ref deviance);
            for (int i = 0; i < coefficients.Length; i++) coefficients[i] += size * step[i];
            if (logistic && score.Zip(rows.Y).All(pair => pair.First * (pair.Second - 0.5) > 0)) throw Separable();
            if (largest <= Small) return new RegressionSolution(coefficients, Root(score), deviance, iteration);
        }

        throw new FlorinException("FLR0328", "the fit has not converged", logistic ? "Net.Logistic" : "Net.Linear",
            $"{MostIterations} Newton steps", "look for outliers many standard deviations away, and for weights of very unequal size");
    }

    /// <summary>R of the QR decomposition of the rows, each times the root of its weight.</summary>
    public static Matrix<double> Triangle(Matrix<double> x, double[] weight) =>
        x.MapIndexed((row, _, value) => value * Math.Sqrt(weight[row]), Zeros.Include)
            .QR(MathNet.Numerics.LinearAlgebra.Factorization.QRMethod.Thin).R;

    Matrix<double> Root(double[] score)
    {
        double[] weight = [.. rows.Weight];
        for (int row = 0; logistic && row < weight.Length; row++)
            weight[row] *= Elementary.Sigmoid(score[row]) * Elementary.Sigmoid(-score[row]);
        return Triangle(rows.X, weight).Inverse();
    }

    Vector<double> Step(Matrix<double> root, double[] score)
    {
        double[] residual = [.. score.Select((value, row) => rows.Weight[row] * (rows.Y[row] - (logistic
            ? Elementary.Sigmoid(value) : value)))];
        Vector<double> gradient = rows.X.TransposeThisAndMultiply(Vector<double>.Build.Dense(residual));
        return root * root.TransposeThisAndMultiply(gradient);
    }

    /// <summary>Halves the step until the deviance does not grow by more than rounding.</summary>
    double Shorten(ref double[] score, double[] change, ref double deviance)
    {
        double size = 1;
        for (int halving = 0; ; halving++, size /= 2)
        {
            double[] tried = [.. score.Zip(change, (value, step) => value + size * step)];
            double found = Deviance(tried);
            if (found > deviance + 1e-12 * Math.Max(deviance, 1) && halving < MostHalvings) continue;
            (score, deviance) = (tried, found);
            return size;
        }
    }

    double Deviance(double[] score)
    {
        double sum = 0;
        for (int row = 0; row < score.Length; row++)
            sum += rows.Weight[row] * (logistic ? 2 * Elementary.Softplus((1 - 2 * rows.Y[row]) * score[row])
                : (rows.Y[row] - score[row]) * (rows.Y[row] - score[row]));
        return sum;
    }

    FlorinException Separable()
    {
        string? column = RegressionCheck.Separating(rows);
        return new FlorinException("FLR0326", "the classes are separable: the likelihood has no maximum", column is null
            ? "columns" : $"\"{column}\"",
            column is null ? "a combination of columns puts the classes apart, for all rows or for some of them"
                : "a threshold on this column alone puts the classes apart",
            "leave out columns that give the label away, merge rare levels, add rows, or train a Net with weight decay");
    }
}
