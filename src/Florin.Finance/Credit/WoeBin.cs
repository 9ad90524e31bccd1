namespace Florin;

using System.Collections.Immutable;
using System.Text.Json.Serialization;

/// <summary>What a bin holds.</summary>
public enum BinKind
{
    /// <summary>Numbers from <see cref="WoeBin.From"/> to below <see cref="WoeBin.To"/>.</summary>
    Interval,

    /// <summary>Categories.</summary>
    Levels,

    /// <summary>A value that is a code and no amount.</summary>
    Code,

    /// <summary>Missing cells, and codes that are too rare for a bin.</summary>
    Missing,
}

/// <summary>A bin of a column: what it holds and what the rows that it was learned from were like.</summary>
/// <param name="Kind">What it holds.</param>
/// <param name="Rows">Rows of weight above 0; 0 where there were fewer than <see cref="BinningOptions.FewestRows"/>, which do not
/// count.</param>
/// <param name="Good">Goods, by weight.</param>
/// <param name="Bad">Bads, by weight.</param>
/// <param name="Share">Of all rows that count, by weight, 0 to 1.</param>
/// <param name="Woe">Weight of evidence, ln(share of goods / share of bads); 0 without rows.</param>
/// <param name="Iv">What it adds to the information value, 0 or more.</param>
public sealed record WoeBin(BinKind Kind, int Rows, double Good, double Bad, double Share, double Woe, double Iv)
{
    /// <summary>Of an interval: its smallest number; null: no limit.</summary>
    public double? From { get; init; }

    /// <summary>Of an interval: the number below which it ends; null: no limit.</summary>
    public double? To { get; init; }

    /// <summary>Its categories, ordered by their bad rate; without those that are "other".</summary>
    public ImmutableArray<string> Levels { get; init; } = [];

    /// <summary>Whether it holds every category that no bin lists: rare ones and such as were never seen.</summary>
    public bool Other { get; init; }

    /// <summary>Its code, or the codes that count as missing.</summary>
    public ImmutableArray<double> Codes { get; init; } = [];

    /// <summary>Share of bads, by weight, 0 to 1; null without rows.</summary>
    [JsonIgnore]
    public double? BadRate => Rows == 0 ? null : Bad / (Good + Bad);

    /// <summary>What it holds, in words: "25000 to below 40000", "car, debt, other", "missing".</summary>
    [JsonIgnore]
    public string Label => Kind switch
    {
        BinKind.Interval => (From, To) switch
        {
            (null, null) => "any number",
            (null, { } to) => $"below {Numbers.Text(to)}",
            ({ } from, null) => $"{Numbers.Text(from)} and above",
            ({ } from, { } to) => $"{Numbers.Text(from)} to below {Numbers.Text(to)}",
        },
        BinKind.Levels => string.Join(", ", Other ? Levels.Add("other") : Levels),
        BinKind.Code => "code " + Numbers.Text(Codes[0]),
        _ => string.Join(", ", Codes.Select(code => "code " + Numbers.Text(code)).Prepend("missing")),
    };
}
