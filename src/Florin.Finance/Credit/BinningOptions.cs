namespace Florin;

using System.Collections.Immutable;

/// <summary>How the bad rate may move from bin to bin, by rising value.</summary>
public enum BinTrend
{
    /// <summary>Rising or falling: whichever has the higher information value.</summary>
    Auto,

    /// <summary>The bad rate never falls with the value.</summary>
    Rising,

    /// <summary>The bad rate never rises with the value.</summary>
    Falling,

    /// <summary>It rises, then falls; either part may be empty.</summary>
    Peak,

    /// <summary>It falls, then rises; either part may be empty.</summary>
    Valley,

    /// <summary>It moves as it likes. Categories, which are ordered by their bad rate, have no other trend.</summary>
    Free,
}

/// <summary>
/// How a column is cut into bins. Of all bins that keep these rules, those with the highest information value are found, less what each bin
/// must add.
/// </summary>
public sealed record BinningOptions
{
    /// <summary>No bin is made of fewer rows, whatever else is asked for: no edge and no rate then tells of a single customer.</summary>
    public const int FewestRows = 5;

    /// <summary>Where so many bads are expected and none is there, chance is not why: it leaves none once in 150 times.</summary>
    public const double PureFrom = 5;

    /// <summary>How the bad rate may move. Default: rising or falling.</summary>
    public BinTrend Trend { get; init; } = BinTrend.Auto;

    /// <summary>The most bins of values, missing and codes not counted. 1 to 100; default 8.</summary>
    public int MaximumBins { get; init; } = 8;

    /// <summary>Least share of all rows, by weight, in a bin of values. 0 to 0.5; default 0.03.</summary>
    public double MinimumShare { get; init; } = 0.03;

    /// <summary>Fewest bads, by weight, in a bin of values: 0 or more. Null, the default: 1, but a bin may have none where
    /// <see cref="PureFrom"/> or more would be there at the column's rate. To a bin without bads or goods 0.5 of each is added.</summary>
    public double? MinimumBads { get; init; }

    /// <summary>Fewest goods, as of <see cref="MinimumBads"/>.</summary>
    public double? MinimumGoods { get; init; }

    /// <summary>
    /// What one bin more must add to the information value, in units of what chance adds on average: 1 / goods + 1 / bads. 0 or more;
    /// default 4, which chance exceeds about once in twenty times; 0: any gain is worth a bin.
    /// </summary>
    public double MinimumGain { get; init; } = 4;

    /// <summary>The most cuts that are tried, plus one: numbers are first cut at so many quantiles. 2 to 100; default 50.</summary>
    public int PreBins { get; init; } = 50;

    /// <summary>Values that are codes and not amounts, such as -9 for "no record": a bin each. Those of fewer than
    /// <see cref="FewestRows"/> rows count as missing.</summary>
    public ImmutableArray<double> Special { get; init; } = [];

    /// <summary>Whether the numbers of the column are codes of categories. Default false.</summary>
    public bool Categorical { get; init; }

    /// <summary>Levels with a smaller share of the rows, or fewer than <see cref="FewestRows"/>, are one level, "other". 0 to 0.5;
    /// default 0.005.</summary>
    public double RareShare { get; init; } = 0.005;

    internal void Check(string place)
    {
        Demand(Enum.IsDefined(Trend), place, nameof(Trend), $"{(int)Trend}", "a trend");
        Demand(MaximumBins is >= 1 and <= 100, place, nameof(MaximumBins), $"{MaximumBins}", "1 to 100");
        Demand(PreBins is >= 2 and <= 100, place, nameof(PreBins), $"{PreBins}", "2 to 100");
        Demand(MinimumShare is >= 0 and <= 0.5, place, nameof(MinimumShare), $"{MinimumShare}", "0 to 0.5");
        Demand(RareShare is >= 0 and <= 0.5, place, nameof(RareShare), $"{RareShare}", "0 to 0.5");
        Demand(MinimumBads is null or (>= 0 and < double.PositiveInfinity), place, nameof(MinimumBads), $"{MinimumBads}", "0 or more");
        Demand(MinimumGoods is null or (>= 0 and < double.PositiveInfinity), place, nameof(MinimumGoods), $"{MinimumGoods}", "0 or more");
        Demand(MinimumGain >= 0 && double.IsFinite(MinimumGain), place, nameof(MinimumGain), $"{MinimumGain}", "0 or more");
        Demand(Special.All(double.IsFinite), place, nameof(Special), $"NaN or infinity", "numbers");
    }

    internal static void Demand(bool kept, string place, string name, FormattableString found, string allowed)
    {
        if (!kept)
            throw new FlorinException("FLR1502", "a setting of bins or of a scorecard is out of its range", $"{place}.{name}",
                FormattableString.Invariant(found), $"give {allowed}");
    }
}
