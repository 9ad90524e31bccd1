namespace Florin;

using System.Collections.Immutable;
using System.Text.Json.Serialization;

/// <summary>
/// A column of dates: years since a day, scaled, with an input that says "missing" where training rows lacked values; where it is asked
/// for, the
/// time of year and the day of the week as sine and cosine, 0 where the date is missing.
/// </summary>
/// <param name="Column">The column's name.</param>
/// <param name="Since">The start of the first year of the training rows.</param>
/// <param name="Scale">Fitted to the years.</param>
/// <param name="Indicator">Whether there is an input that says "missing".</param>
public sealed record DateEncoder(string Column, DateTime Since, NumberScale Scale, bool Indicator) : ColumnEncoder(Column)
{
    internal const double DaysAYear = 365.25, DaysAWeek = 7;

    /// <summary>Whether there are inputs for the time of year and the day of the week.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Cycles { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override ImmutableArray<string> Outputs =>
    [
        Column, .. Indicator ? [$"{Column} missing"] : (ReadOnlySpan<string>)[],
        .. Cycles ? [$"{Column} year sine", $"{Column} year cosine", $"{Column} week sine", $"{Column} week cosine"]
            : (ReadOnlySpan<string>)[],
    ];

    /// <inheritdoc/>
    [JsonIgnore]
    public override ImmutableArray<bool> Amounts =>
        [true, .. Indicator ? [false] : (ReadOnlySpan<bool>)[], .. Cycles ? [true, true, true, true] : (ReadOnlySpan<bool>)[]];

    /// <inheritdoc/>
    [JsonIgnore]
    public override ColumnKind CellKind => ColumnKind.Date;

    internal override void Encode(Column column, EncodedRows rows, int first)
    {
        DateColumn dates = ColumnCells.Dates(column);
        for (int row = 0; row < dates.Count; row++) Set(rows, row, first, dates[row]);
    }

    /// <summary>The inputs of one row; null is a missing cell.</summary>
    internal void Set(EncodedRows rows, int row, int first, DateTime? value)
    {
        if (value is not { } date)
        {
            SetMissing(rows, row, first);
            return;
        }

        double days = (date - Since).TotalDays;
        rows.Set(row, first, Scale.Apply(days / DaysAYear));
        if (!Cycles) return;
        int at = first + (Indicator ? 2 : 1);
        foreach (double length in (ReadOnlySpan<double>)[DaysAYear, DaysAWeek])
        {
            double angle = Angle(days, length);
            rows.Set(row, at++, Kernels.Elementary.Sin(angle));
            rows.Set(row, at++, Kernels.Elementary.Cos(angle));
        }
    }

    static double Angle(double days, double length)
    {
        double turns = days / length;
        return 2 * Math.PI * (turns - Math.Floor(turns));
    }

    internal override void SetMissing(EncodedRows rows, int row, int first)
    {
        rows.Set(row, first, Scale.Absent);
        if (Indicator) rows.Set(row, first + 1, 1);
    }

    internal static DateEncoder? Fit(DateColumn column, FeatureOptions options, uint number)
    {
        DateTime[] present = [.. Enumerable.Range(0, column.Count).Where(row => !column.IsMissing(row)).Select(row => column.Values[row])];
        bool indicator = column.MissingCount >= options.RareBelow && column.MissingCount < column.Count;
        if (present.Length == 0 || (Array.TrueForAll(present, date => date == present[0]) && !indicator)) return null;
        var since = new DateTime(present.Min().Year, 1, 1);
        double[] years = [.. present.Select(date => (date - since).TotalDays / DaysAYear)];
        return new DateEncoder(column.Name, since, NumberScale.Fit(options.Scaling, years, options.Seed, number), indicator)
        {
            Cycles = options.Cycles.Contains(column.Name),
        };
    }
}
