namespace Florin;

using System.Collections.Immutable;
using System.Text.Json.Serialization;

/// <summary>A rating grade: a range of probabilities of default (PD).</summary>
/// <param name="Name">"1" is the best.</param>
/// <param name="Lower">PDs of the grade are above it; of the best grade from it, 0.</param>
/// <param name="Upper">The highest PD of the grade; 1 for the worst.</param>
public sealed record RatingGrade(string Name, double Lower, double Upper);

/// <summary>
/// A master scale: rating grades by PD, the best first, that cover 0 to 1 without a gap. Grades, not single PDs, are what limits, prices
/// and
/// back-tests are agreed on.
/// </summary>
public sealed record MasterScale
{
    /// <summary>The most grades of a scale.</summary>
    public const int Most = 50;

    /// <summary>The usual number of grades: supervisors ask for 7 or more of obligors that are not in default.</summary>
    public const int Usual = 8;

    /// <summary>The grades, the best first.</summary>
    public required ImmutableArray<RatingGrade> Grades { get; init; }

    /// <summary>A scale with these upper PDs; a last grade up to 1 is added where there is none. The grades are named 1, 2, 3 and so
    /// on.</summary>
    /// <param name="uppers">Rising, above 0, at most 1; at most 50.</param>
    /// <exception cref="FlorinException">FLR1520: bounds that are none.</exception>
    public static MasterScale Of(params ReadOnlySpan<double> uppers)
    {
        double[] bounds = uppers.ToArray();
        if (bounds is [.., < 1]) bounds = [.. bounds, 1];
        var scale = new MasterScale
        {
            Grades = [.. bounds.Select((upper, at) => new RatingGrade(Text(at + 1), at == 0 ? 0 : bounds[at - 1], upper))],
        };
        scale.Check();
        return scale;
    }

    /// <summary>
    /// A scale for the PDs of a portfolio: steps of equal width in log odds from the 2nd to the 98th percentile, so that the odds of a bad
    /// grow by about the same factor from grade to grade; bounds are rounded to PDs that people can
    /// sign. Fewer grades where the PDs do not allow so many.
    /// </summary>
    /// <param name="grades">Wanted, 1 to 50.</param>
    /// <param name="pds">0 to 1; one or more. Those of the training rows, so that test rows do not choose the scale.</param>
    /// <exception cref="FlorinException">FLR1520: the number of grades; FLR1507: no PDs.</exception>
    public static MasterScale For(int grades, ReadOnlySpan<double> pds)
    {
        if (grades is < 1 or > Most) throw Wrong(FormattableString.Invariant($"{grades} grades"));
        double[] sorted = [.. pds.ToArray().Order()];
        if (sorted.Length == 0 || !(sorted[0] >= 0 && sorted[^1] <= 1))
            throw new FlorinException("FLR1507", "these are no probabilities", "MasterScale.For", sorted.Length == 0 ? "none" : "others",
                "give PDs of 0 to 1");
        double low = MetricMath.Logit(Bootstrap.Quantile(sorted, 0.02)), high = MetricMath.Logit(Bootstrap.Quantile(sorted, 0.98));
        for (int count = high > low ? grades : 1; count > 1; count--)
        {
            double[] inner = [.. Enumerable.Range(1, count - 1).Select(at => MetricMath.Sigmoid(low + (high - low) * at / count))];
            foreach (int digits in (int[])[1, 2, 3])
            {
                double[] round = [.. inner.Select(pd => Round(pd, digits)).Distinct()];
                if (round.Length == count - 1 && round[0] > 0 && round[^1] < 1) return Of(round);
            }
        }

        return Of(1);
    }

    /// <summary>The grade of a PD.</summary>
    /// <param name="pd">0 to 1.</param>
    /// <exception cref="FlorinException">FLR1507: no probability.</exception>
    public RatingGrade Of(double pd) => Grades[Place(pd)];

    /// <summary>Where the grade of a PD stands, from 0.</summary>
    internal int Place(double pd)
    {
        if (!(pd >= 0 && pd <= 1))
            throw new FlorinException("FLR1507", "this is no probability", "MasterScale.Of", FormattableString.Invariant($"{pd}"),
                "give a PD of 0 to 1");
        int at = 0;
        while (pd > Grades[at].Upper) at++;
        return at;
    }

    /// <summary>"8 grades up to a PD of 0.5 %, 1 %, 100 %".</summary>
    public override string ToString() => (Grades.Length == 1 ? "1 grade" : $"{Text(Grades.Length)} grades") + " up to a PD of "
        + string.Join(", ", Grades.Select(grade => Percent(grade.Upper)));

    internal static string Percent(double pd) => (100 * (decimal)pd).ToString("0.#####", System.Globalization.CultureInfo.InvariantCulture)
        + " %";

    internal void Check()
    {
        if (Grades.IsDefaultOrEmpty || Grades.Length > Most || Grades.Any(grade => grade is null)) throw Wrong("no grades, or too many");
        double before = 0;
        foreach (RatingGrade grade in Grades)
        {
            if (grade.Lower != before || !(grade.Upper > before) || grade.Upper > 1 || string.IsNullOrEmpty(grade.Name))
                throw Wrong(FormattableString.Invariant($"a grade from {grade.Lower} to {grade.Upper} after {before}"));
            before = grade.Upper;
        }

        if (before != 1) throw Wrong(FormattableString.Invariant($"a last bound of {before}"));
    }

    /// <summary>To one digit, with halves below 3 (1, 1.5, 2, 2.5, 3, 4 …), or to more.</summary>
    static double Round(double pd, int digits)
    {
        decimal unit = 1, value = (decimal)pd;
        while (value < unit) unit /= 10;
        decimal step = digits == 1 ? value < 3 * unit ? unit / 2 : unit : digits == 2 ? unit / 10 : unit / 100;
        return (double)(Math.Round(value / step, MidpointRounding.AwayFromZero) * step);
    }

    static string Text(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    static FlorinException Wrong(string found) => new("FLR1520", "these are no rating grades", "credit.grades", found,
        "give 1 to 50 upper PDs, each above the one before, above 0 and at most 1");
}
