namespace Florin;

using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

/// <summary>What training makes of applicants who were declined, whose outcomes nobody saw.</summary>
public enum RejectMethod
{
    /// <summary>Nothing: they are described, and the model learns from known outcomes alone.</summary>
    None,

    /// <summary>Accepted rows count for the declined who are like them: each is weighted by all over accepted in its band of the
    /// probability of being accepted (Hsia, 1978). Assumes that nothing but the columns decided who was accepted.</summary>
    Augmentation,

    /// <summary>Declined rows get whole outcomes: in each band of the score as large a share of bads as among the accepted, times the
    /// factor; who is drawn by the seed.</summary>
    Parcelling,

    /// <summary>Each declined row is learned from twice, as a bad with the weight of its PD times the factor and as a good with the
    /// rest.</summary>
    Fuzzy,
}

/// <summary>Applicants of the past who were declined: rows like those of the data, without the outcome.</summary>
public sealed record RejectPlan : RowsPlan
{
    /// <summary>What training makes of them; null for none.</summary>
    public RejectMethod? Method { get; init; }

    /// <summary>How many times as often a declined applicant is assumed to default as an accepted one of the same score, above 0 to 100;
    /// of parcelling and fuzzy. It cannot be learned from the data. Null means 1.</summary>
    [Range(0, 100.0, MinimumIsExclusive = true)]
    public double? BadRateFactor { get; init; }

    /// <summary>Factors for which the results are shown beside that of the plan, above 0 to 100; of parcelling and fuzzy each trains the
    /// network once more. Null for 1, 1.5, 2 and 3; empty for none.</summary>
    public EquatableArray<double>? Sensitivity { get; init; }

    internal RejectMethod Way => Method ?? RejectMethod.None;

    internal double Factor => BadRateFactor ?? 1;

    internal bool HasFactor => Way is RejectMethod.Parcelling or RejectMethod.Fuzzy;

    /// <summary>The plan's own factor is always among them.</summary>
    internal double[] Factors => [.. (Sensitivity is { } own ? own.Span.ToArray() : [1, 1.5, 2, 3])
        .Concat(HasFactor ? [Factor] : []).Distinct().Order()];

    /// <summary>The rows, read as those of the data are.</summary>
    internal DataPlan On(DataPlan data) => data with
    {
        Path = Path,
        Source = Source,
        Table = Table,
        Query = Query,
        Order = Order,
        Target = null,
        Positive = null,
    };
}
