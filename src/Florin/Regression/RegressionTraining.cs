namespace Florin;

/// <summary>Fits <see cref="Net.Linear"/> and <see cref="Net.Logistic"/>.</summary>
public static class RegressionTraining
{
    /// <summary>Fits one column: x and y of equal length.</summary>
    /// <exception cref="FlorinException">As for examples.</exception>
    public static RegressionFit Fit(this RegressionNet net, Real[] x, Real[] y) => net.Fit(Examples.Of(x, y));

    /// <summary>Fits a matrix of rows and columns.</summary>
    /// <param name="net"><see cref="Net.Linear"/> or <see cref="Net.Logistic"/>.</param>
    /// <param name="x">[rows, columns].</param>
    /// <param name="y">A number for each row; 0 or 1 for the logistic.</param>
    /// <param name="names">Names of the columns, all or none; x1, x2 … when left out.</param>
    /// <exception cref="FlorinException">As for examples.</exception>
    public static RegressionFit Fit(this RegressionNet net, Real[,] x, Real[] y, params string[] names) =>
        net.Fit(Examples.Of(x, y) with { Names = EquatableArray.Create<string>(names) });

    /// <summary>
    /// Fits examples: columns are standardised inside, the fit runs in double to convergence, and results are in the data's units.
    /// </summary>
    /// <param name="net"><see cref="Net.Linear"/> or <see cref="Net.Logistic"/>.</param>
    /// <param name="examples">Numbers [rows, features], one target a row, and weights if any. Rows of weight 0 are left out.</param>
    /// <param name="options">What weights are, and the coverage of intervals; the defaults when null.</param>
    /// <exception cref="FlorinException">
    /// NaN or lengths that differ (FLR0302), a constant column (FLR0321), collinear columns (FLR0322), too few rows (FLR0323), labels
    /// other than 0 and 1 (FLR0324), a constant target (FLR0325), separable data (FLR0326), examples with more than plain numbers
    /// (FLR0327), no convergence (FLR0328), an option out of range (FLR0329).
    /// </exception>
    public static RegressionFit Fit(this RegressionNet net, Examples examples, RegressionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(net);
        ArgumentNullException.ThrowIfNull(examples);
        options ??= new RegressionOptions();
        options.Check();
        RegressionCheck.Examples(examples, net);
        RegressionRows rows = RegressionRows.Of(examples, net.IsLogistic, options.WeightsAre);
        RegressionCheck.Rows(rows, net.IsLogistic);
        return new RegressionFit(net, rows, new RegressionSolver(rows, net.IsLogistic).Solve(), options);
    }
}
