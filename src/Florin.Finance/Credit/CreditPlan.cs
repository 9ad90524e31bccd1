namespace Florin;

using System.ComponentModel.DataAnnotations;

/// <summary>What a lender makes of the probabilities of a model; what is null is not asked for, or has its default.</summary>
public sealed record CreditPlan
{
    /// <summary>The scale of points; null for 600 points at 50 goods to 1 bad, 20 more double the odds.</summary>
    public PointsPlan? Points { get; init; }

    /// <summary>Rating grades: a number, or the highest PD of each; null for 8, at round PDs, from the PDs of the training rows.</summary>
    public GradesPlan? Grades { get; init; }

    /// <summary>The long-run default rate that the PDs of the training rows are to have on average; null: they stay as they are.</summary>
    [Range(0, 1.0, MinimumIsExclusive = true, MaximumIsExclusive = true)]
    public double? CentralTendency { get; init; }

    /// <summary>The share of goods that was kept in the data when the rest was left out, above 0 to 1; null: all.</summary>
    [Range(0, 1.0, MinimumIsExclusive = true)]
    public double? SamplingRate { get; init; }

    /// <summary>What a validator asks beyond what every credit study shows; null: nothing.</summary>
    public ValidationPlan? Validation { get; init; }

    /// <summary>Who is approved; null: the model decides nothing.</summary>
    public DecisionPlan? Decision { get; init; }

    /// <summary>What defaults are expected to lose; null: it is not said.</summary>
    public LossPlan? Loss { get; init; }

    /// <summary>How declines are explained; null for every column as a reason of its own.</summary>
    public ReasonPlan? Reasons { get; init; }

    /// <summary>What an applicant can change; null: nothing is known of it, and "would be approved if" is not told.</summary>
    public CounterfactualPlan? Counterfactuals { get; init; }

    /// <summary>The offers among which the best is searched; null for none.</summary>
    public OfferPlan? Offer { get; init; }

    /// <summary>Of a share such as LGD and CCF, which has none of the others: amounts, bands and pools; null: what every study of shares
    /// shows.</summary>
    public SharePlan? Share { get; init; }

    /// <summary>Applicants of the past who were declined; null: nothing is known of them.</summary>
    public RejectPlan? Rejects { get; init; }

    /// <summary>The policy of a model, as far as the plan alone decides it.</summary>
    internal CreditPolicy ToPolicy() => new() { Points = Points?.ToScale() ?? new PointsScale() };
}

/// <summary>A scale of points, as a plan holds it.</summary>
public sealed record PointsPlan
{
    /// <inheritdoc cref="PointsScale.BasePoints"/>
    public double? Base { get; init; }

    /// <inheritdoc cref="PointsScale.BaseOdds"/>
    [Range(double.Epsilon, double.MaxValue)]
    public double? Odds { get; init; }

    /// <inheritdoc cref="PointsScale.PointsToDouble"/>
    [Range(double.Epsilon, double.MaxValue)]
    public double? ToDouble { get; init; }

    internal PointsScale ToScale()
    {
        var usual = new PointsScale();
        return new PointsScale
        {
            BasePoints = Base ?? usual.BasePoints,
            BaseOdds = Odds ?? usual.BaseOdds,
            PointsToDouble = ToDouble ?? usual.PointsToDouble,
        };
    }
}
