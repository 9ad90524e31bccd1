namespace Florin;

/// <summary>A rating grade over one period.</summary>
/// <param name="Obligors">Not in default at its start; 1 or more.</param>
/// <param name="Defaults">Those of them that defaulted in it; 0 to <paramref name="Obligors"/>.</param>
/// <param name="Pd">Probability of default assigned; above 0 and below 1.</param>
public sealed record PdGrade(long Obligors, long Defaults, double Pd);

/// <summary>Whether assigned PDs are too low. The one-sided tests are of the hypothesis that the true rate is at most the PD.</summary>
/// <remarks>Each throws FLR0614 for a grade that is not one.</remarks>
public static class PdTests
{
    /// <summary>P(as many defaults or more) were the PD true: exact, one-sided, and conservative for small grades.</summary>
    public static double Binomial(PdGrade grade)
    {
        Check(grade);
        return grade.Defaults == 0 ? 1 : MetricMath.BetaCdf(grade.Pd, grade.Defaults, grade.Obligors - grade.Defaults + 1);
    }

    /// <summary>
    /// Probability, a posteriori under Jeffreys' prior Beta(½, ½), that the true rate is at most the PD: the supervisor's test of the
    /// ECB, one-sided. Reject when small.
    /// </summary>
    public static double Jeffreys(PdGrade grade)
    {
        Check(grade);
        return MetricMath.BetaCdf(grade.Pd, grade.Defaults + 0.5, grade.Obligors - grade.Defaults + 0.5);
    }

    /// <summary>z = (rate - PD) / sqrt(PD (1 - PD) / n), with its one-sided p-value: for large grades.</summary>
    public static CalibrationTest Normal(PdGrade grade)
    {
        Check(grade);
        double n = grade.Obligors, z = (grade.Defaults / n - grade.Pd) / Math.Sqrt(grade.Pd * (1 - grade.Pd) / n);
        return new CalibrationTest(z, MetricMath.Normal(-z));
    }

    /// <summary>
    /// Hosmer and Lemeshow's chi-square over grades: sum (k - n p)² / (n p (1 - p)). Degrees of freedom: the grades (PDs assigned from
    /// elsewhere), less 2 when the PDs were fitted on these defaults. Null without degrees of freedom.
    /// </summary>
    /// <param name="grades">One or more.</param>
    /// <param name="fitted">Whether the PDs were fitted on these defaults.</param>
    public static CalibrationTest? HosmerLemeshow(IEnumerable<PdGrade> grades, bool fitted = false)
    {
        ArgumentNullException.ThrowIfNull(grades);
        PdGrade[] all = [.. grades];
        foreach (PdGrade grade in all) Check(grade);
        return ChiSquare(all.Select(grade => ((double)grade.Obligors, (double)grade.Defaults, grade.Pd)), fitted);
    }

    internal static CalibrationTest? ChiSquare(IEnumerable<(double Rows, double Events, double P)> bins, bool fitted)
    {
        (double sum, int degrees) = (0, fitted ? -2 : 0);
        foreach ((double rows, double events, double p) in bins)
        {
            degrees++;
            double variance = rows * p * (1 - p), gap = events - rows * p;
            // A bin of certain scores: right, it adds nothing; wrong, no chance explains it.
            if (variance > 0 || Math.Abs(gap) > 1e-9 * rows) sum += variance > 0 ? gap * gap / variance : double.PositiveInfinity;
        }

        return degrees > 0 ? new CalibrationTest(sum, double.IsInfinity(sum) ? 0 : MetricMath.ChiSquareTail(sum, degrees), degrees) : null;
    }

    static void Check(PdGrade grade)
    {
        ArgumentNullException.ThrowIfNull(grade);
        if (grade.Obligors < 1 || grade.Defaults < 0 || grade.Defaults > grade.Obligors || !(grade.Pd > 0 && grade.Pd < 1))
            throw MetricErrors.Grade(grade.ToString());
    }
}
