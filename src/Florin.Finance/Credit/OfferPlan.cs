namespace Florin;

using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

/// <summary>The rates and amounts among which an applicant's best offer is searched.</summary>
public sealed record OfferPlan
{
    /// <summary>Rates a year that may be offered.</summary>
    public required OfferGrid RateAnnual { get; init; }

    /// <summary>Amounts that may be offered.</summary>
    public required OfferGrid Amount { get; init; }

    /// <inheritdoc cref="LoanTerms.Lgd"/>
    [Range(0, 1.0)]
    public required double Lgd { get; init; }

    /// <inheritdoc cref="LoanTerms.TermMonths"/>
    [Range(1, 1200.0)]
    public double? TermMonths { get; init; }

    /// <inheritdoc cref="LoanTerms.FundingRateAnnual"/>
    [Range(0, 100.0)]
    public double? FundingRateAnnual { get; init; }

    /// <summary>How likely an offer is taken; null: every offer is.</summary>
    public TakeUpPlan? TakeUp { get; init; }

    /// <summary>Offers with a higher PD are not made. Null: no limit.</summary>
    [Range(0, 1.0)]
    public double? MaximumPd { get; init; }

    /// <summary>The model's column that holds the rate, if it has one: the PD then follows the offer.</summary>
    public string? RateColumn { get; init; }

    /// <summary>The model's column that holds the amount, if it has one.</summary>
    public string? AmountColumn { get; init; }

    /// <summary>Columns that grow in proportion to the amount, such as a ratio of loan to income; they need the amount's column.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public EquatableArray<string> Scaled { get; init; }
}

/// <summary>Numbers from one to another.</summary>
public sealed record OfferGrid
{
    /// <summary>The first, from 0.</summary>
    [Range(0, 1e12)]
    public required double From { get; init; }

    /// <summary>The last at most.</summary>
    [Range(0, 1e12)]
    public required double To { get; init; }

    /// <summary>The distance of two, above 0.</summary>
    [Range(0, 1e12, MinimumIsExclusive = true)]
    public required double Step { get; init; }

    /// <summary>All of them, rising. A last step that misses the end by rounding alone is there.</summary>
    /// <exception cref="FlorinException">FLR1547: no numbers, or more than 10,000.</exception>
    public double[] Values()
    {
        double steps = Math.Floor((To - From) / Step + 1e-9);
        if (!(From >= 0 && Step > 0 && steps is >= 0 and < 10_000))
            throw new FlorinException("FLR1547", "this is no range of offers", "OfferGrid",
                FormattableString.Invariant($"from {From} to {To} by {Step}"), "let it rise from 0 or more in at most 10,000 steps");
        return [.. Enumerable.Range(0, (int)steps + 1).Select(step => From + step * Step)];
    }
}

/// <summary>The probability that an offer is taken, by its rate: a logistic curve that is assumed, not learned, as declined offers say
/// nothing of the customer's other offers.</summary>
public sealed record TakeUpPlan
{
    /// <summary>A rate a year.</summary>
    [Range(0, 100.0)]
    public required double AtRate { get; init; }

    /// <summary>The probability at that rate, between 0 and 1.</summary>
    [Range(0, 1.0, MinimumIsExclusive = true, MaximumIsExclusive = true)]
    public required double Share { get; init; }

    /// <summary>By how much the log odds fall when the rate rises by one point of a hundred, from 0.</summary>
    [Range(0, 1000.0)]
    public required double FallPerPoint { get; init; }

    internal double Of(double rate) =>
        Kernels.Elementary.Sigmoid(Kernels.Elementary.Log(Share / (1 - Share)) - FallPerPoint * 100 * (rate - AtRate));
}
