namespace Florin;

using MathNet.Numerics.LinearAlgebra;

/// <summary>
/// The rows of a regression in double: a column of ones, then the data's columns with weighted mean 0 and variance 1. The target of least
/// squares is standardised too. Rows of weight 0 are left out.
/// </summary>
sealed class RegressionRows
{
    RegressionRows(string[] names, int rows)
    {
        Names = names;
        X = Matrix<double>.Build.Dense(rows, names.Length + 1);
        Y = new double[rows];
        Weight = new double[rows];
        Mean = new double[names.Length];
        Scale = new double[names.Length];
    }

    public string[] Names { get; }

    public Matrix<double> X { get; }

    public double[] Y { get; }

    public double[] Weight { get; }

    public double[] Mean { get; }

    /// <summary>Standard deviations of the columns; 0 exactly when a column is constant.</summary>
    public double[] Scale { get; }

    public double TargetMean { get; set; }

    /// <summary>1 for the logistic; 0 exactly when the target of least squares is constant.</summary>
    public double TargetScale { get; set; } = 1;

    /// <summary>Sum of the weights: the number of rows that they stand for.</summary>
    public double Total { get; set; }

    /// <summary>What the given precisions were divided by: their mean; 1 for row counts.</summary>
    public double WeightUnit { get; set; } = 1;

    public int Rows => Y.Length;

    public int Columns => Names.Length;

    public static RegressionRows Of(Examples examples, bool logistic, WeightMeaning meaning)
    {
        Real[]? weight = examples.Weight;
        int[] used = [.. Enumerable.Range(0, examples.Count).Where(row => weight is null || weight[row] > 0)];
        int columns = examples.RowSize;
        var rows = new RegressionRows([.. Enumerable.Range(0, columns).Select(column => Name(examples, column))], used.Length);
        for (int row = 0; row < used.Length; row++) rows.Weight[row] = weight is null ? 1 : weight[used[row]];
        rows.Total = rows.Weight.Sum();
        if (meaning == WeightMeaning.Precisions) rows.ScaleWeights();
        double[] values = new double[used.Length];
        rows.X.SetColumn(0, [.. rows.Y.Select(_ => 1.0)]);
        for (int column = 0; column < columns; column++)
        {
            for (int row = 0; row < used.Length; row++) values[row] = examples.Numbers![used[row] * columns + column];
            (rows.Mean[column], rows.Scale[column]) = rows.Standardise(values);
            rows.X.SetColumn(column + 1, values);
        }

        for (int row = 0; row < used.Length; row++) rows.Y[row] = examples.Target![used[row]];
        if (!logistic) (rows.TargetMean, rows.TargetScale) = rows.Standardise(rows.Y);
        return rows;
    }

    static string Name(Examples examples, int column) =>
        column < examples.Names.Count ? examples.Names[column] : FormattableString.Invariant($"x{column + 1}");

    void ScaleWeights()
    {
        WeightUnit = Total / Rows;
        for (int row = 0; row < Rows; row++) Weight[row] /= WeightUnit;
        Total = Rows;
    }

    (double Mean, double Scale) Standardise(double[] values)
    {
        if (values.Length == 0 || values.Max() == values.Min()) return (values.Length == 0 ? 0 : values[0], 0);
        double mean = 0, variance = 0;
        for (int row = 0; row < values.Length; row++) mean += Weight[row] / Total * values[row];
        for (int row = 0; row < values.Length; row++) variance += Weight[row] / Total * (values[row] - mean) * (values[row] - mean);
        double scale = Math.Sqrt(variance);
        for (int row = 0; row < values.Length; row++) values[row] = (values[row] - mean) / scale;
        return (mean, scale);
    }
}
