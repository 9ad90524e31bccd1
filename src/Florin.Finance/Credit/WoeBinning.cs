namespace Florin;

using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

/// <summary>
/// The bins of a column against a good and bad outcome, with their weights of evidence. Of all divisions that keep the rules the one with
/// the highest information value, found exactly. Immutable, safe to use from many threads; nothing in it tells of fewer than five rows.
/// </summary>
/// <remarks>
/// Numbers are cut at round numbers near their quantiles first; bins are runs of these. Categories are ordered by their bad rate and
/// grouped. Missing cells and codes are bins of their own, whatever their size; with fewer than five rows they have WoE 0, as the average
/// has. Goods and bads of all bins are what shares are of.
/// </remarks>
public sealed record WoeBinning
{
    /// <summary>The column.</summary>
    public required string Column { get; init; }

    /// <summary>Whether its cells are categories; else numbers.</summary>
    public required bool Categorical { get; init; }

    /// <summary>How the bad rate moves with the number: the rule, or which of rising and falling was better. Free for
    /// categories.</summary>
    public required BinTrend Trend { get; init; }

    /// <summary>Intervals by rising number or groups of categories by rising bad rate, then codes, then missing.</summary>
    public required ImmutableArray<WoeBin> Bins { get; init; }

    /// <summary>The information value without a rule for the trend: what the rule costs is the difference to <see cref="Iv"/>.</summary>
    public required double FreeIv { get; init; }

    /// <summary>Information value, 0 or more.</summary>
    [JsonIgnore]
    public double Iv => Bins.Sum(bin => bin.Iv);

    /// <summary>Bins a column. What judges later must not be among the rows.</summary>
    /// <param name="column">Numbers or categories.</param>
    /// <param name="bad">1 for a bad row, 0 for a good one.</param>
    /// <param name="options">The rules; the defaults when null.</param>
    /// <param name="weights">0 or more for each row; empty: each counts once. A row of weight 0 does not count.</param>
    /// <exception cref="FlorinException">FLR1502: an option; FLR1503: rows that do not fit or have one outcome only; FLR1504: a column
    /// of dates or texts.</exception>
    public static WoeBinning Of(Column column, ReadOnlySpan<double> bad, BinningOptions? options = null,
        ReadOnlySpan<double> weights = default)
    {
        ArgumentNullException.ThrowIfNull(column);
        options ??= new BinningOptions();
        options.Check($"bins of \"{column.Name}\"");
        return new ColumnBinner(column, OutcomeRows.Of(column.Count, bad, weights), options).Bins();
    }

    /// <summary>Whether a column can be binned: numbers and categories can, dates and texts not.</summary>
    public static bool Takes(Column column) => column is NumberColumn or CategoryColumn;

    /// <summary>The place in <see cref="Bins"/> of each cell.</summary>
    /// <exception cref="FlorinException">FLR1505: the column holds numbers where categories were learned, or the other way
    /// round.</exception>
    public int[] BinsOf(Column column)
    {
        ArgumentNullException.ThrowIfNull(column);
        return new BinLookup(this).Of(column);
    }

    /// <summary>The weight of evidence of each cell.</summary>
    /// <inheritdoc cref="BinsOf"/>
    public double[] Transform(Column column) => [.. BinsOf(column).Select(bin => Bins[bin].Woe)];

    /// <summary>As JSON that <see cref="FromJson"/> reads.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, CreditJson.Default.WoeBinning);

    /// <summary>Reads JSON.</summary>
    /// <exception cref="FlorinException">FLR1506: it is none of a binning, or its bins do not fit together.</exception>
    public static WoeBinning FromJson(string json)
    {
        WoeBinning binning = CreditJson.Read(json, CreditJson.Default.WoeBinning, "a binning");
        return binning.Problem() is { } problem ? throw CreditJson.Unfit("a binning", problem) : binning;
    }

    /// <summary>A table of the bins.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        int width = Math.Max(3, Bins.Max(bin => bin.Label.Length));
        text.Append(CultureInfo.InvariantCulture, $"{Column}: information value {Iv:0.000}, {WeightOfEvidence.Reading(Iv)}\n");
        text.Append(CultureInfo.InvariantCulture, $"{"bin".PadRight(width)} {"rows",9} {"share",7} {"bad rate",10} {"WoE",7} {"IV",6}");
        foreach (WoeBin bin in Bins)
            text.Append(CultureInfo.InvariantCulture, $"\n{bin.Label.PadRight(width)} {bin.Rows,9:N0} {bin.Share,7:P1} ")
                .Append(CultureInfo.InvariantCulture, $"{ScorecardTable.BadRate(bin),10} {bin.Woe,7:0.000} {bin.Iv,6:0.000}");
        return text.ToString();
    }

    /// <summary>What in a binning that was read does not fit together; null: nothing.</summary>
    internal string? Problem()
    {
        if (string.IsNullOrEmpty(Column) || Bins.IsDefaultOrEmpty) return "no column or no bins";
        if (Bins.Any(bin => bin is null || bin.Levels.IsDefault || bin.Codes.IsDefault || bin.Rows < 0 || !(bin.Good >= 0 && bin.Bad >= 0)
            || !double.IsFinite(bin.Woe) || !double.IsFinite(bin.Iv)))
            return $"a bin of \"{Column}\" without sense";
        WoeBin[] intervals = [.. Bins.TakeWhile(bin => bin.Kind == BinKind.Interval)];
        bool chained = Categorical || intervals is [{ From: null }, ..] && intervals[^1].To is null
            && intervals.Zip(intervals.Skip(1)).All(pair => pair.First.To is { } edge && edge == pair.Second.From
                && (pair.First.From is not { } from || from < edge));
        string[] levels = [.. Bins.SelectMany(bin => bin.Levels)];
        double[] codes = [.. Bins.SelectMany(bin => bin.Codes)];
        return !chained || Bins.Count(bin => bin.Kind == BinKind.Interval) != (Categorical ? 0 : intervals.Length)
            ? $"the intervals of \"{Column}\" leave gaps"
            : Bins.Count(bin => bin.Other) != (Categorical ? 1 : 0) ? $"no bin, or several, for other levels of \"{Column}\""
            : Bins.Count(bin => bin.Kind == BinKind.Missing) != 1 ? $"no bin, or several, for missing cells of \"{Column}\""
            : levels.Distinct().Count() != levels.Length || codes.Distinct().Count() != codes.Length
                || Bins.Any(bin => bin.Kind == BinKind.Code && bin.Codes.Length != 1) ? $"a level or a code of \"{Column}\" in two bins"
            : null;
    }
}
