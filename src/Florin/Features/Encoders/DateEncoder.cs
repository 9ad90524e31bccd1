namespace Florin;

using System.Collections.Immutable;
using System.Text.Json.Serialization;

/// <summary>A column of dates: years since a day, scaled, with an input that says "missing" where training rows lacked values.</summary>
/// <param name="Column">The column's name.</param>
/// <param name="Since">The start of the first year of the training rows.</param>
/// <param name="Scale">Fitted to the years.</param>
/// <param name="Indicator">Whether there is an input that says "missing".</param>
public sealed record DateEncoder(string Column, DateTime Since, NumberScale Scale, bool Indicator) : ColumnEncoder(Column)
{
    internal const double DaysAYear = 365.25;

    /// <inheritdoc/>
    [JsonIgnore]
    public override ImmutableArray<string> Outputs => Indicator ? [Column, $"{Column} missing"] : [Column];

    /// <inheritdoc/>
    [JsonIgnore]
    public override ImmutableArray<bool> Amounts => Indicator ? [true, false] : [true];

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
        if (value is { } date) rows.Set(row, first, Scale.Apply((date - Since).TotalDays / DaysAYear));
        else SetMissing(rows, row, first);
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
        return new DateEncoder(column.Name, since, NumberScale.Fit(options.Scaling, years, options.Seed, number), indicator);
    }
}
