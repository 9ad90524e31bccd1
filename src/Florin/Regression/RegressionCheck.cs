namespace Florin;

using System.Globalization;
using MathNet.Numerics.LinearAlgebra;

/// <summary>Refuses data that have no fit, or no single one, and names the columns to blame.</summary>
static class RegressionCheck
{
    /// <summary>What is left of a standardised column beside the others, below which it is rounding: inputs come in this
    /// precision.</summary>
    const double Rounding = sizeof(Real) == 4 ? 1e-6 : 1e-10;

    public static void Examples(Examples examples, RegressionNet net)
    {
        if (examples.Numbers is null || examples.Categories is not null || examples.Lengths is not null || examples.Exposure is not null
            || examples.Axes.Count != 1 || examples.TargetSize != 1)
            throw new FlorinException("FLR0327", "a regression reads one row of numbers and one target", net.ToString(),
                "other axes, categories, lengths or an exposure", "give Examples with Axes [features], or train a net on them");
        if (examples.Names.Count != 0 && examples.Names.Count != examples.RowSize)
            throw new FlorinException("FLR0327", "the names are not those of the columns", "names",
                $"{examples.Names.Count} names for {examples.RowSize} columns", "name every column, or none");
        ExamplesCheck.ForTraining(examples, Loss.SquaredError);
        int bad = net.IsLogistic ? Array.FindIndex(examples.Target!, label => label != 0 && label != 1) : -1;
        if (bad >= 0)
            throw new FlorinException("FLR0324", "the labels of a logistic regression are 0 and 1", $"row {bad + 1}",
                examples.Target![bad].ToString(CultureInfo.InvariantCulture), "recode the target, or use Net.Linear for a value");
    }

    public static void Rows(RegressionRows rows, bool logistic)
    {
        string[] constant = [.. rows.Names.Where((_, column) => rows.Scale[column] == 0)];
        int needed = rows.Columns + (logistic ? 1 : 2);
        if (rows.Rows < needed || (!logistic && rows.Total <= rows.Columns + 1))
            throw new FlorinException("FLR0323", "there are too few rows", "examples",
                FormattableString.Invariant($"{rows.Rows} rows of weight above 0, which stand for {rows.Total:G6}"),
                $"give at least {needed} rows, or fewer columns");
        if (constant.Length > 0)
            throw new FlorinException("FLR0321", "a constant column cannot be told from the intercept", Listed(constant),
                "the same number in every row", "leave the column out: the intercept is always there");
        if (rows.TargetScale == 0 || (logistic && rows.Y.Max() == rows.Y.Min()))
            throw new FlorinException("FLR0325", logistic ? "there is only one class" : "the target is constant", "target",
                "the same number in every row", "give rows whose targets differ");
        Collinear(rows);
    }

    /// <summary>Whether one column alone puts the classes apart, and which: for the error of separable data.</summary>
    public static string? Separating(RegressionRows rows)
    {
        for (int column = 0; column < rows.Columns; column++)
        {
            var values = rows.X.Column(column + 1);
            double[] zeros = [.. values.Where((_, row) => rows.Y[row] == 0)], ones = [.. values.Where((_, row) => rows.Y[row] == 1)];
            if (zeros.Max() <= ones.Min() || ones.Max() <= zeros.Min()) return rows.Names[column];
        }

        return null;
    }

    /// <summary>
    /// In R of a QR decomposition the diagonal is what a column adds to those before it; where that is rounding, the combination of
    /// earlier columns that it equals is the solution of the triangle above.
    /// </summary>
    static void Collinear(RegressionRows rows)
    {
        Matrix<double> r = RegressionSolver.Triangle(rows.X, rows.Weight);
        double norm = Math.Sqrt(rows.Total);
        for (int column = 1; column <= rows.Columns; column++)
        {
            if (Math.Abs(r[column, column]) > Rounding * norm) continue;
            double[] share = r.SubMatrix(0, column, 0, column).Solve(r.Column(column, 0, column)).ToArray();
            string[] others = [.. rows.Names.Take(column - 1).Where((_, i) => Math.Abs(share[i + 1]) > Math.Sqrt(Rounding))];
            throw new FlorinException("FLR0322", "columns are collinear: their coefficients are not determined",
                Listed([rows.Names[column - 1], .. others]),
                    $"{Listed([rows.Names[column - 1]])} is a linear combination of {Listed(others)}",
                "leave one of these columns out");
        }
    }

    static string Listed(string[] names) => string.Join(", ", names.Select(name => $"\"{name}\""));
}
