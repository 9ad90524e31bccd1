namespace Florin;

using System.Collections.Immutable;
using System.Globalization;

/// <summary>A characteristic in test rows and training rows, on bins that people chose.</summary>
/// <param name="Column">The column.</param>
/// <param name="Table">The shares of the bins with the index and its limit.</param>
/// <param name="PointsShift">Of a scorecard's characteristic: sum of (actual - expected share) times the bin's points; below 0 the test
/// rows
/// are worse. Null for the plan's own bins.</param>
public sealed record CharacteristicShift(string Column, StabilityTable Table, double? PointsShift)
{
    /// <summary>On the bins that the plan gives.</summary>
    internal static ImmutableArray<CharacteristicShift> OnOwnBins(CreditContext context) =>
    [
        .. (context.Plan.Credit?.Validation?.Bins ?? [])
            .Where(bins => context.Cells.Contains(bins.Key) && context.Learned.Contains(bins.Key))
            .Select(bins => new CharacteristicShift(bins.Key, Between(bins.Value.Span.ToArray(), context.CodesOf(bins.Key),
                context.Learned.Number(bins.Key).Values.ToArray(), context.Cells.Number(bins.Key).Values.ToArray()), null)),
    ];

    /// <summary>Shares between edges; each code and the missing cells have a bin where either sample holds them.</summary>
    internal static StabilityTable Between(double[] edges, double[] codes, double[] before, double[] after)
    {
        string[] amounts = [.. Enumerable.Range(0, edges.Length + 1).Select(at => at == 0 ? $"≤ {Numbers.Text(edges[0])}"
            : at == edges.Length ? $"> {Numbers.Text(edges[^1])}" : $"{Numbers.Text(edges[at - 1])} – {Numbers.Text(edges[at])}")];
        double[] held = [.. codes.Distinct().Order().Where(code => before.Contains(code) || after.Contains(code))];
        string Bin(double value) => double.IsNaN(value) ? Missing : held.Contains(value) ? Code(value)
            : amounts[edges.Count(edge => edge < value)];
        string[] names = [.. amounts, .. held.Select(Code), .. before.Concat(after).Any(double.IsNaN) ? (string[])[Missing] : []];
        return PopulationStability.OfLevels([.. before.Select(Bin)], names).Compare([.. after.Select(Bin)]);
    }

    const string Missing = "missing";

    static string Code(double value) => string.Create(CultureInfo.InvariantCulture, $"code {Numbers.Text(value)}");

    /// <summary>On the bins of the scorecard, the largest shift in points first.</summary>
    internal static ImmutableArray<CharacteristicShift> OfCard(Scorecard? card, Table before, Table after) => card is null ? [] :
    [
        .. card.Characteristics.Where(each => before.Contains(each.Column) && after.Contains(each.Column))
            .Select(each => Of(each, before[each.Column], after[each.Column]))
            .OrderByDescending(each => Math.Abs(each.PointsShift!.Value)).ThenBy(each => each.Column, StringComparer.Ordinal),
    ];

    /// <summary>A characteristic of a scorecard in two samples.</summary>
    /// <param name="characteristic">Its bins and points.</param>
    /// <param name="before">The expected sample, with a row or more.</param>
    /// <param name="after">The sample compared, with a row or more.</param>
    /// <exception cref="FlorinException">FLR1505: a column of another kind; FLR0613: no row.</exception>
    public static CharacteristicShift Of(Characteristic characteristic, Column before, Column after)
    {
        ArgumentNullException.ThrowIfNull(characteristic);
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        if (before.Count == 0 || after.Count == 0) throw MetricErrors.Sample("rows", "no row", "give samples of one row or more");
        ImmutableArray<WoeBin> bins = characteristic.Binning.Bins;
        double[] expected = Shares(characteristic.Binning.BinsOf(before), bins.Length);
        double[] actual = Shares(characteristic.Binning.BinsOf(after), bins.Length);
        int[] used = [.. Enumerable.Range(0, bins.Length).Where(at => expected[at] > 0 || actual[at] > 0)];
        return new CharacteristicShift(characteristic.Column, new StabilityTable([.. used.Select(at => new StabilityBin(bins[at].Label,
            expected[at], actual[at], Psi.Term(expected[at], actual[at])))], before.Count, after.Count),
            used.Sum(at => (actual[at] - expected[at]) * characteristic.Points[at]));
    }

    static double[] Shares(int[] places, int bins)
    {
        double[] shares = new double[bins];
        foreach (int place in places) shares[place] += 1.0 / places.Length;
        return shares;
    }
}
