namespace Florin;

using System.Collections.Immutable;
using System.Globalization;

/// <summary>
/// Whom a row is compared with when its score is explained: the average of many training rows, so that it is no customer. An explanation
/// says how far a row's score is from that of its reference, and which columns make the difference.
/// </summary>
/// <param name="Name">Who it is, in words.</param>
/// <param name="Rows">Training rows that were averaged.</param>
/// <param name="Inputs">The mean of each input of the net.</param>
/// <param name="Typical">What is typical of each column, to be shown beside a row's own cell: the median amount with three digits, or
/// the most frequent code where most cells are codes; the most frequent level. A column of which nothing is typical is not there.</param>
public sealed record ReferenceRow(string Name, int Rows, ImmutableArray<float> Inputs,
    ImmutableSortedDictionary<string, string> Typical)
{
    /// <summary>Fewer rows than this are not averaged: the mean would tell of single customers.</summary>
    public const int FewestRows = 20;

    /// <summary>The average of training rows; null where there are too few.</summary>
    internal static ReferenceRow? Of(TrainRows train, FittedFeatures features, EncodedRows rows) =>
        Of("the average training row", train.Table, features, rows);

    /// <summary>The average of some rows; null where there are too few.</summary>
    internal static ReferenceRow? Of(string name, Table table, FittedFeatures features, EncodedRows rows)
    {
        if (rows.Count < FewestRows) return null;
        double[] sums = new double[rows.Width];
        for (int at = 0; at < rows.Numbers.Length; at++) sums[at % rows.Width] += rows.Numbers[at];
        return new ReferenceRow(name, rows.Count, [.. sums.Select(sum => (float)(sum / rows.Count))],
            Typicals(table, features));
    }

    static ImmutableSortedDictionary<string, string> Typicals(Table table, FittedFeatures features)
    {
        ImmutableSortedDictionary<string, string>.Builder typical =
            ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (ColumnEncoder encoder in features.Encoders)
            if (table.Contains(encoder.Column) && TypicalOf(encoder, table[encoder.Column]) is { } text)
                typical[encoder.Column] = text;
        return typical.ToImmutable();
    }

    static string? TypicalOf(ColumnEncoder encoder, Column column) => encoder switch
    {
        NumberEncoder numbers => AmountOrCode(numbers, [.. ColumnCells.Numbers(column).Values.ToArray()
            .Where(value => !double.IsNaN(value))]),
        DateEncoder => Median(ColumnCells.Dates(column)),
        CategoryEncoder { Levels.Length: > 0 } levels => MostFrequent(levels, column.AsCategories()),
        _ => null,
    };

    static string MostFrequent(CategoryEncoder encoder, CategoryColumn column)
    {
        int[] counts = new int[encoder.Levels.Length];
        int[] places = [.. column.Levels.Select(level => encoder.Levels.IndexOf(level))];
        foreach (int code in column.Values)
            if (code >= 0 && places[code] >= 0) counts[places[code]]++;
        return encoder.Levels[Array.IndexOf(counts, counts.Max())];
    }

    /// <summary>Where most cells are codes, no amount is typical: the most frequent code is.</summary>
    static string? AmountOrCode(NumberEncoder numbers, double[] present)
    {
        double[] codes = [.. present.Where(value => numbers.Special.Contains(value))];
        return codes.Length >= FewestRows && 2 * codes.Length > present.Length
            ? Numbers.Text(codes.GroupBy(code => code).MaxBy(group => group.Count())!.Key)
            : Median([.. present.Where(value => !numbers.Special.Contains(value))]);
    }

    static string? Median(double[] values)
    {
        if (values.Length < FewestRows) return null;
        double median = Quartiles.At([.. values.Order()], 0.5);
        return Numbers.Text(Numbers.ThreeDigits(median));
    }

    static string? Median(DateColumn dates)
    {
        DateTime[] present = [.. Enumerable.Range(0, dates.Count).Where(row => !dates.IsMissing(row))
            .Select(row => dates.Values[row]).Order()];
        return present.Length < FewestRows ? null : present[present.Length / 2].ToString("yyyy-MM", CultureInfo.InvariantCulture);
    }
}
