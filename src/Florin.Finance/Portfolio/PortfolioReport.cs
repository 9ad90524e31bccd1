namespace Florin;

using System.Globalization;

/// <summary>What loans month by month tell, as one page: roll rates, transitions, vintages, stages and losses. What is null is left
/// out.</summary>
/// <param name="Panel">The loans.</param>
public sealed record PortfolioReport(LoanPanel Panel)
{
    /// <summary>Moves from month to month; null where no loan was seen in two months.</summary>
    public RollRates? RollRates { get; init; }

    /// <summary>Whether one matrix says it all; null where too few months were seen.</summary>
    public MarkovCheck? Markov { get; init; }

    /// <summary>Vintages; null where the panel has no days of origination.</summary>
    public VintageTable? Vintages { get; init; }

    /// <summary>Stages of IFRS 9.</summary>
    public StagedPanel? Staged { get; init; }

    /// <summary>Expected losses by stage.</summary>
    public StageLosses? Losses { get; init; }

    /// <summary>How PDs, LGDs and exposures of the losses were made, in a sentence or two.</summary>
    public string? LossNote { get; init; }

    /// <summary>All that a panel holds: what needs more months or columns than it has is left out.</summary>
    /// <param name="panel">The loans.</param>
    /// <param name="rules">When a loan is in which stage; null: no stages.</param>
    /// <param name="vintages">What a vintage is; null: quarters, 90 days past due.</param>
    /// <param name="cohortMonths">Months of the cohorts that monthly moves are held against, 2 to 120.</param>
    /// <exception cref="FlorinException">FLR1594, FLR1596: rules and options that cannot be.</exception>
    public static PortfolioReport Of(LoanPanel panel, StagingRules? rules = null, VintageOptions? vintages = null, int cohortMonths = 3)
    {
        ArgumentNullException.ThrowIfNull(panel);
        return new PortfolioReport(panel)
        {
            RollRates = Told(() => RollRates.Of(panel)),
            Markov = Told(() => MarkovCheck.Of(panel, cohortMonths)),
            Vintages = panel.Columns.OriginatedOn is null ? null : Told(() => VintageTable.Of(panel, vintages)),
            Staged = rules is null ? null : StagedPanel.Of(panel, rules),
        };
    }

    /// <summary>The page; <c>Save</c> writes it as one HTML file that opens without a network.</summary>
    /// <param name="title">Its heading.</param>
    public ChartPage Page(string title) => new(title)
    {
        Subtitle = string.Create(CultureInfo.InvariantCulture, $"{Panel}, {Panel.FirstMonth:MMMM yyyy} to {Panel.LastMonth:MMMM yyyy}"),
        Blocks = [.. PortfolioBlocks.Of(this)],
    };

    /// <summary>Null where the panel is too small for it.</summary>
    static T? Told<T>(Func<T> make)
        where T : class
    {
        try
        {
            return make();
        }
        catch (FlorinException error) when (error.Code == "FLR1597")
        {
            return null;
        }
    }
}
