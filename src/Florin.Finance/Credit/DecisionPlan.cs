namespace Florin;

using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

/// <summary>Who is approved, by PD. One of <see cref="ApprovalRate"/>, <see cref="CutOff"/>, <see cref="Cost"/> and <see cref="Profit"/>
/// sets the cut-off; beside one of the first two, cost or profit say what it is worth.</summary>
public sealed record DecisionPlan
{
    /// <summary>The share of applicants that is to be approved, above 0, at most 1.</summary>
    [Range(0, 1.0, MinimumIsExclusive = true)]
    public double? ApprovalRate { get; init; }

    /// <summary>The highest PD that is approved, 0 to 1.</summary>
    [Range(0, 1.0)]
    public double? CutOff { get; init; }

    /// <summary>What one bad costs and one good earns, in units of your own.</summary>
    public CostPlan? Cost { get; init; }

    /// <summary>What each loan earns and costs.</summary>
    public ProfitPlan? Profit { get; init; }

    /// <summary>Applicants near the cut-off whom a person decides; null for none.</summary>
    public ReferPlan? Refer { get; init; }

    /// <summary>The policy until now, to be compared with; its column is never an input.</summary>
    public OldPolicyPlan? Old { get; init; }
}

/// <summary>What one loan earns or costs, the same for all.</summary>
public sealed record CostPlan
{
    /// <summary>What a bad costs, above 0.</summary>
    [Range(0, 1e12, MinimumIsExclusive = true)]
    public required double BadLoss { get; init; }

    /// <summary>What a good earns, above 0.</summary>
    [Range(0, 1e12, MinimumIsExclusive = true)]
    public required double GoodGain { get; init; }
}

/// <summary>What each loan earns and costs (<see cref="LoanTerms"/>); every value is a number, or the name of a column.</summary>
public sealed record ProfitPlan
{
    /// <inheritdoc cref="LoanTerms.Amount"/>
    [JsonConverter(typeof(NumberOrNameJson))]
    public required string Amount { get; init; }

    /// <inheritdoc cref="LoanTerms.RateAnnual"/>
    [JsonConverter(typeof(NumberOrNameJson))]
    public required string RateAnnual { get; init; }

    /// <inheritdoc cref="LoanTerms.Lgd"/>
    [JsonConverter(typeof(NumberOrNameJson))]
    public required string Lgd { get; init; }

    /// <summary>Monthly instalments; null means 12.</summary>
    [JsonConverter(typeof(NumberOrNameJson))]
    public string? TermMonths { get; init; }

    /// <inheritdoc cref="LoanTerms.FundingRateAnnual"/>
    [JsonConverter(typeof(NumberOrNameJson))]
    public string? FundingRateAnnual { get; init; }

    internal LoanTerms[] Terms(Table table)
    {
        double[] amount = RowValues.Of(Amount, table), rate = RowValues.Of(RateAnnual, table), lgd = RowValues.Of(Lgd, table);
        double[] term = RowValues.Of(TermMonths ?? "12", table), funding = RowValues.Of(FundingRateAnnual ?? "0", table);
        return [.. Enumerable.Range(0, table.RowCount).Select(row =>
            new LoanTerms(amount[row], rate[row], term[row], lgd[row], funding[row]).Checked())];
    }
}

/// <summary>The band of PDs around the cut-off in which a person decides.</summary>
public sealed record ReferPlan
{
    /// <summary>How far it reaches below the cut-off, as a share of it: 0.2 of a cut-off of 10 % is 8 %. 0 to 1.</summary>
    [Range(0, 1.0)]
    public double? Below { get; init; }

    /// <summary>How far it reaches above it, as a share of it. From 0.</summary>
    [Range(0, 100.0)]
    public double? Above { get; init; }
}

/// <summary>The policy until now: a column of decisions or of a score.</summary>
public sealed record OldPolicyPlan
{
    /// <summary>The column.</summary>
    public required string Column { get; init; }

    /// <summary>The cell that means approved.</summary>
    public string? Approve { get; init; }

    /// <summary>Of a score: the lowest that was approved.</summary>
    public double? AtLeast { get; init; }

    /// <summary>Of a score: the highest that was approved.</summary>
    public double? AtMost { get; init; }

    internal bool[] Approved(Table table) => Approve is { } text
        ? [.. Enumerable.Range(0, table.RowCount).Select(row => table[Column].Holds(row, text))]
        : [.. table.Number(Column).Values.ToArray().Select(score => AtLeast is { } least ? score >= least : score <= AtMost)];
}

/// <summary>What defaults are expected to lose; every value is a number, or the name of a column.</summary>
public sealed record LossPlan
{
    /// <summary>Loss given default, 0 to 1.</summary>
    [JsonConverter(typeof(NumberOrNameJson))]
    public required string Lgd { get; init; }

    /// <summary>Exposure at default, from 0.</summary>
    [JsonConverter(typeof(NumberOrNameJson))]
    public required string Ead { get; init; }

    /// <summary>The kind of borrower that the capital requirement is of. Null means other retail.</summary>
    public CapitalClass? Capital { get; init; }
}
