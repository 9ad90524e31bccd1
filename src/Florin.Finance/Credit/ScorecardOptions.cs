namespace Florin;

using System.Collections.Immutable;

/// <summary>Where the constant of a scorecard stands. The sum of the points is the same.</summary>
public enum PointsLayout
{
    /// <summary>In equal parts in every characteristic; there are no base points.</summary>
    Spread,

    /// <summary>In base points; a characteristic then has 0 points where its weight of evidence is 0.</summary>
    Base,

    /// <summary>In base points, so that the worst bin of every characteristic has 0 points.</summary>
    FromZero,
}

/// <summary>How a scorecard is made.</summary>
public sealed record ScorecardOptions
{
    /// <summary>What points mean. Default: 600 at odds of 50, PDO 20.</summary>
    public PointsScale Scale { get; init; } = new();

    /// <summary>Where the constant stands. Default: spread over the characteristics.</summary>
    public PointsLayout Layout { get; init; } = PointsLayout.Spread;

    /// <summary>How columns are binned that have no rules of their own.</summary>
    public BinningOptions Binning { get; init; } = new();

    /// <summary>Rules of single columns, by name, in place of <see cref="Binning"/>.</summary>
    public ImmutableDictionary<string, BinningOptions> Columns { get; init; } = ImmutableDictionary<string, BinningOptions>.Empty;

    /// <summary>Which number columns are categories and which values are codes (<see cref="FeatureOptions.Categorical"/>,
    /// <see cref="FeatureOptions.Special"/>), for columns without rules of their own; the rest of it is not read.</summary>
    public FeatureOptions Features { get; init; } = new();

    /// <summary>Columns with a smaller information value are left out. 0 or more; default 0.02.</summary>
    public double MinimumIv { get; init; } = 0.02;

    /// <summary>
    /// Columns are left out whose information value is below this many times 1 / goods + 1 / bads: the bins of noise reach it, too. 0 or
    /// more; default 9.5, which one column of noise in twenty exceeds with the default bins; 0: no limit.
    /// </summary>
    public double ChanceLimit { get; init; } = 9.5;

    /// <summary>The most characteristics: those with the highest information value. 1 to 200; default 20.</summary>
    public int MaximumCharacteristics { get; init; } = 20;

    /// <summary>Whether a column is left out whose coefficient has the wrong sign, so that a better bin would get fewer points. The one
    /// that is furthest off goes first. Default true.</summary>
    public bool DropWrongSigns { get; init; } = true;

    /// <summary>Whether points are whole numbers. Default true.</summary>
    public bool Round { get; init; } = true;

    /// <summary>Threads that bin columns; 0: one for each processor. The result does not depend on it.</summary>
    public int Threads { get; init; }

    internal void Check()
    {
        const string place = nameof(ScorecardOptions);
        Scale.Check();
        Binning.Check(place + ".Binning");
        foreach ((string column, BinningOptions own) in Columns) own.Check($"{place}.Columns[\"{column}\"]");
        BinningOptions.Demand(Enum.IsDefined(Layout), place, nameof(Layout), $"{(int)Layout}", "a layout");
        BinningOptions.Demand(MinimumIv >= 0, place, nameof(MinimumIv), $"{MinimumIv}", "0 or more");
        BinningOptions.Demand(ChanceLimit >= 0, place, nameof(ChanceLimit), $"{ChanceLimit}", "0 or more");
        BinningOptions.Demand(MaximumCharacteristics is >= 1 and <= 200, place, nameof(MaximumCharacteristics),
            $"{MaximumCharacteristics}", "1 to 200");
        BinningOptions.Demand(Threads >= 0, place, nameof(Threads), $"{Threads}", "0 or more");
    }

    /// <summary>The rules of one column.</summary>
    internal BinningOptions Of(string column) => Columns.GetValueOrDefault(column) ?? Binning with
    {
        Categorical = Binning.Categorical || Features.Categorical.Contains(column),
        Special = [.. Binning.Special.Concat(Codes("*")).Concat(Codes(column)).Distinct()],
    };

    ImmutableArray<double> Codes(string column) => Features.Special.GetValueOrDefault(column, []);
}
