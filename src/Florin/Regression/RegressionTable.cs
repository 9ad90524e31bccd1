namespace Florin;

using System.Globalization;
using System.Text;

/// <summary>Prints a regression as a table, the same in every culture.</summary>
static class RegressionTable
{
    public static string Of(RegressionFit fit)
    {
        bool logistic = fit.Model.IsLogistic;
        int width = Math.Max(9, fit.Coefficients.Max(coefficient => coefficient.Name.Length));
        var text = new StringBuilder();
        string interval = FormattableString.Invariant($"{100 * fit.Confidence:G4} % interval");
        text.Append(Line(width, ["", "coefficient", "std. error", logistic ? "z" : "t", "p", interval])).Append('\n');
        foreach (Coefficient c in fit.Coefficients)
            text.Append(Line(width, [c.Name, Number(c.Value), Number(c.StandardError), Fixed(c.Statistic, 2), Probability(c.PValue),
                $"{Number(c.Low)} to {Number(c.High)}"])).Append('\n');
        string measure = logistic ? $"log-likelihood {Fixed(fit.LogLikelihood!.Value, 3)}" : $"R² {Fixed(fit.RSquared!.Value, 4)}";
        return text.Append(CultureInfo.InvariantCulture, $"{fit.Model}: {fit.Rows} rows, {measure}").ToString();
    }

    static string Line(int width, string[] cells) =>
        $"{cells[0].PadRight(width)} {cells[1],12} {cells[2],12} {cells[3],9} {cells[4],8}  {cells[5]}";

    static string Number(double value) => value.ToString("G5", CultureInfo.InvariantCulture);

    static string Fixed(double value, int digits) =>
        Math.Abs(value) < 1e6 ? value.ToString($"F{digits}", CultureInfo.InvariantCulture) : Number(value);

    static string Probability(double p) => p < 0.0001 ? "<0.0001" : Fixed(p, 4);
}
