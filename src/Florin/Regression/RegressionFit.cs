namespace Florin;

using Florin.Kernels;
using MathNet.Numerics.Distributions;
using MathNet.Numerics.LinearAlgebra;

/// <summary>A coefficient in the data's units, with what is known of its error.</summary>
/// <param name="Name">The column's, or "intercept".</param>
/// <param name="Value">Target units (log odds for the logistic) for each unit of the column.</param>
/// <param name="StandardError">0 or more, in the same units.</param>
/// <param name="Statistic">Value / StandardError: t of least squares, z of the logistic; infinite when the fit is exact.</param>
/// <param name="PValue">Two-sided, of the hypothesis that the coefficient is 0.</param>
/// <param name="Low">Lower end of the interval.</param>
/// <param name="High">Upper end of the interval.</param>
public sealed record Coefficient(string Name, double Value, double StandardError, double Statistic, double PValue, double Low, double High);

/// <summary>A fitted regression: immutable, safe to use from many threads. Printed, it is a table.</summary>
public sealed class RegressionFit
{
    readonly Matrix<double> covariance;
    readonly double[] values;

    internal RegressionFit(RegressionNet model, RegressionRows rows, RegressionSolution solution, RegressionOptions options)
    {
        (Model, Confidence, Iterations) = (model, options.Confidence, solution.Iterations);
        (Rows, WeightTotal) = (rows.Rows, rows.Total);
        DegreesOfFreedom = rows.Total - rows.Columns - 1;
        double share = model.IsLogistic ? rows.Y.Zip(rows.Weight, (y, w) => y * w).Sum() / rows.Total : 0;
        double variance = model.IsLogistic ? 1 : rows.TargetScale * rows.TargetScale * rows.WeightUnit;
        Deviance = solution.Deviance * variance;
        NullDeviance = model.IsLogistic
            ? -2 * rows.Total * (share * Elementary.Log(share) + (1 - share) * Elementary.Log(1 - share)) : rows.Total * variance;
        Matrix<double> back = Back(rows);
        values = (back * Vector<double>.Build.Dense(solution.Coefficients)).ToArray();
        values[0] += rows.TargetMean;
        Matrix<double> root = back * solution.Root * Math.Sqrt(model.IsLogistic ? 1 : solution.Deviance / DegreesOfFreedom);
        covariance = root.TransposeAndMultiply(root);
        Coefficients = new EquatableArray<Coefficient>([.. values.Select((value, i) =>
            Describe(i == 0 ? "intercept" : rows.Names[i - 1], value, Math.Sqrt(covariance[i, i])))]);
    }

    /// <summary>What was fitted.</summary>
    public RegressionNet Model { get; }

    /// <summary>The intercept, then a coefficient for each column.</summary>
    public EquatableArray<Coefficient> Coefficients { get; }

    /// <summary>Coverage of the coefficients' intervals.</summary>
    public double Confidence { get; }

    /// <summary>Rows used: those of weight above 0.</summary>
    public int Rows { get; }

    /// <summary>Rows that the weights stand for: their sum for row counts, else <see cref="Rows"/>.</summary>
    public double WeightTotal { get; }

    /// <summary><see cref="WeightTotal"/> less the number of coefficients.</summary>
    public double DegreesOfFreedom { get; }

    /// <summary>Newton steps taken.</summary>
    public int Iterations { get; }

    /// <summary>Sum of squared residuals times the weights as given, or -2 log-likelihood (precisions scaled to a mean of 1).</summary>
    public double Deviance { get; }

    /// <summary>The deviance of the intercept alone.</summary>
    public double NullDeviance { get; }

    /// <summary>Share of the target's variance that the fit explains, 0 to 1; null for the logistic.</summary>
    public double? RSquared => Model.IsLogistic ? null : 1 - Deviance / NullDeviance;

    /// <summary>
    /// Of least squares: <see cref="Deviance"/> / <see cref="DegreesOfFreedom"/>, the variance of a row of weight 1; null for the logistic.
    /// </summary>
    public double? ResidualVariance => Model.IsLogistic ? null : Deviance / DegreesOfFreedom;

    /// <summary>Of the logistic: the weighted sum of log probabilities of the labels; null for least squares.</summary>
    public double? LogLikelihood => Model.IsLogistic ? -Deviance / 2 : null;

    /// <summary>Covariance of two coefficients, counted as in <see cref="Coefficients"/> (0: the intercept).</summary>
    public double Covariance(int first, int second) => covariance[first, second];

    /// <summary>The value, or P(1), for one row: a number for each column.</summary>
    public Real Predict(params ReadOnlySpan<Real> row)
    {
        if (row.Length != values.Length - 1)
            throw new FlorinException("FLR0306", "the numbers are not a row of this regression", "Predict",
                $"{row.Length} numbers for {values.Length - 1} columns", "give a number for each column");
        double score = values[0];
        for (int i = 0; i < row.Length; i++) score += values[i + 1] * row[i];
        if (!double.IsFinite(score))
            throw new FlorinException("FLR0302", "the row cannot be used", "Predict", "NaN or infinity", "clean or impute the row");
        return (Real)(Model.IsLogistic ? Elementary.Sigmoid(score) : score);
    }

    /// <summary>Values, or P(1), for examples, row after row.</summary>
    public Real[] Predict(Examples examples)
    {
        ArgumentNullException.ThrowIfNull(examples);
        int columns = values.Length - 1;
        ExamplesCheck.ForScoring(examples, InputShape.Of(columns));
        Real[] results = new Real[examples.Count];
        for (int row = 0; row < results.Length; row++) results[row] = Predict(examples.Numbers.AsSpan(row * columns, columns));
        return results;
    }

    /// <summary>A table: name, coefficient, standard error, statistic, p-value and interval of each coefficient, and how well it
    /// fits.</summary>
    public override string ToString() => RegressionTable.Of(this);

    /// <summary>From coefficients of standardised columns and target to those of the data, but for the target's mean.</summary>
    static Matrix<double> Back(RegressionRows rows)
    {
        Matrix<double> back = Matrix<double>.Build.Dense(rows.Columns + 1, rows.Columns + 1);
        back[0, 0] = rows.TargetScale;
        for (int column = 0; column < rows.Columns; column++)
        {
            back[column + 1, column + 1] = rows.TargetScale / rows.Scale[column];
            back[0, column + 1] = -rows.Mean[column] * rows.TargetScale / rows.Scale[column];
        }

        return back;
    }

    Coefficient Describe(string name, double value, double error)
    {
        double upper = (1 + Confidence) / 2;
        double statistic = error > 0 ? value / error : value == 0 ? 0 : Math.CopySign(double.PositiveInfinity, value);
        double tail = double.IsInfinity(statistic) ? 0
            : Model.IsLogistic ? Normal.CDF(0, 1, -Math.Abs(statistic)) : StudentT.CDF(0, 1, DegreesOfFreedom, -Math.Abs(statistic));
        double reach = error * (Model.IsLogistic ? Normal.InvCDF(0, 1, upper) : StudentT.InvCDF(0, 1, DegreesOfFreedom, upper));
        return new Coefficient(name, value, error, statistic, 2 * tail, value - reach, value + reach);
    }
}
