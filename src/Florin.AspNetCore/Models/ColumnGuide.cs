namespace Florin.AspNetCore;

using System.Collections.Immutable;
using System.Globalization;

/// <summary>
/// What a caller may write into a column, told by the fitted features: rounded quantiles and common levels, nothing of any single row.
/// </summary>
/// <param name="Name">The column.</param>
/// <param name="Kind">The kind of its cells.</param>
/// <param name="Optional">Whether rows may lack it.</param>
sealed record ColumnGuide(string Name, ColumnKind Kind, bool Optional)
{
    const double DaysAYear = 365.25, Tail = 1.2815515655446004;

    /// <summary>"number", "category" or "date".</summary>
    public string KindName => Kind switch { ColumnKind.Number => "number", ColumnKind.Date => "date", _ => "category" };

    /// <summary>The middle of the training rows, as it would be written; null: not told.</summary>
    public string? Typical { get; private init; }

    /// <summary>About a tenth of the training rows lie below.</summary>
    public string? Low { get; private init; }

    /// <summary>About a tenth of the training rows lie above.</summary>
    public string? High { get; private init; }

    /// <summary>How dates are written, such as MMM-yyyy; null: as ISO 8601 has it.</summary>
    public string? Form { get; private init; }

    /// <summary>Whether the numbers are whole.</summary>
    public bool Whole { get; private init; }

    /// <summary>Numbers that are codes.</summary>
    public ImmutableArray<double> Special { get; private init; } = [];

    /// <summary>Levels that training knew, the most frequent first.</summary>
    public ImmutableArray<string> Levels { get; private init; } = [];

    /// <summary>Whether training rows lacked a value often enough for that to count.</summary>
    public bool Missing { get; private init; }

    public static ColumnGuide Of(ColumnEncoder encoder, ModelReading reading) => encoder switch
    {
        NumberEncoder numbers => Numbers(numbers),
        DateEncoder dates => Dates(dates, reading.Dates.GetValueOrDefault(encoder.Column)),
        CategoryEncoder levels => new(levels.Column, ColumnKind.Category, levels.Optional)
        {
            Levels = levels.Levels,
            Typical = levels.Levels.FirstOrDefault(),
            Missing = levels.Indicator,
        },
        _ => new(encoder.Column, encoder.CellKind, encoder.Optional),
    };

    /// <summary>An exposure or an offset, of which the model knows no scale.</summary>
    public static ColumnGuide Beside(string name) => new(name, ColumnKind.Number, false) { Typical = "1" };

    static ColumnGuide Numbers(NumberEncoder encoder)
    {
        bool whole = IsWhole(encoder.Scale);
        string Text(double z)
        {
            double at = At(encoder.Scale, z);
            return Florin.Numbers.Text(Florin.Numbers.ThreeDigits(whole ? Math.Round(at) : at));
        }

        return new(encoder.Column, ColumnKind.Number, encoder.Optional)
        {
            Typical = Text(0),
            Low = Text(-Tail),
            High = Text(Tail),
            Whole = whole,
            Special = encoder.Special,
            Missing = encoder.Indicator,
        };
    }

    static ColumnGuide Dates(DateEncoder encoder, string? form)
    {
        string Text(double z)
        {
            DateTime day = encoder.Since.AddDays(Math.Clamp(Math.Round(At(encoder.Scale, z) * DaysAYear), 0, 36_525));
            return form is null ? Florin.Dates.Text(day) : day.ToString(form, CultureInfo.InvariantCulture);
        }

        return new(encoder.Column, ColumnKind.Date, encoder.Optional)
        {
            Typical = Text(0),
            Low = Text(-Tail),
            High = Text(Tail),
            Form = form,
            Missing = encoder.Indicator,
        };
    }

    /// <summary>The number that the scale takes to z.</summary>
    static double At(NumberScale scale, double z) => scale switch
    {
        StandardScale { Factor: not 0 } standard => standard.Mean + z / standard.Factor,
        StandardScale standard => standard.Mean,
        // A quarter of the rows lies between the median and a quartile, half of a factor away; a normal tail is 1.9 of those.
        RobustScale { Factor: not 0 } robust => robust.Median + z * 0.7413 / robust.Factor,
        RobustScale robust => robust.Median,
        QuantileScale quantiles => Quantile(quantiles, z),
        TwoValueScale two => z > 0 ? two.High : two.Low,
        _ => 0,
    };

    static double Quantile(QuantileScale scale, double z)
    {
        int above = 0;
        while (above < scale.Z.Length && scale.Z[above] < z) above++;
        if (above == 0 || above == scale.Z.Length) return above == 0 ? scale.X[0] : scale.X[^1];
        double share = (z - scale.Z[above - 1]) / (scale.Z[above] - scale.Z[above - 1]);
        return scale.X[above - 1] + share * (scale.X[above] - scale.X[above - 1]);
    }

    /// <summary>Knots carry a little noise, and the first and the last are means.</summary>
    static bool IsWhole(NumberScale scale)
    {
        if (scale is not QuantileScale { X.Length: > 2 } quantiles) return false;
        double spread = (quantiles.X[^1] - quantiles.X[0]) * 1e-3;
        return quantiles.X.Skip(1).SkipLast(1).Count(x => Math.Abs(x - Math.Round(x)) <= Math.Min(spread, 0.05))
            >= 0.9 * (quantiles.X.Length - 2) && quantiles.X[^1] - quantiles.X[0] > 1;
    }
}
