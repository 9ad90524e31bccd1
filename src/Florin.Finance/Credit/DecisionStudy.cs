namespace Florin;

using System.Collections.Immutable;

/// <summary>Applicants with the same decision.</summary>
/// <param name="Decision">The decision.</param>
/// <param name="Share">Their share of all.</param>
/// <param name="BadRate">Bads among them.</param>
/// <param name="ExpectedBadRate">Their mean PD.</param>
public sealed record DecisionGroup(CreditDecision Decision, MetricValue Share, MetricValue BadRate, double ExpectedBadRate);

/// <summary>What a policy brings on the test rows.</summary>
/// <param name="Name">Whose policy it is.</param>
/// <param name="CutOff">The highest PD that it approves; null: it is not one of PDs. Of folds that of the first.</param>
/// <param name="ApprovalRate">Share of the applicants that is approved.</param>
/// <param name="BadRate">Bads among the approved; undefined where nobody is approved.</param>
/// <param name="ExpectedBadRate">The mean PD of the approved, by the model whose policy it is; of policies without PDs by the study's
/// model.</param>
/// <param name="ExpectedProfit">By the same PDs, for each applicant; null where nothing says what a loan earns.</param>
/// <param name="Profit">As it turned out, for each applicant; null as before.</param>
public sealed record PolicyResult(string Name, double? CutOff, MetricValue ApprovalRate, MetricValue BadRate, double ExpectedBadRate,
    double? ExpectedProfit, MetricValue? Profit)
{
    /// <summary>The profit of the study's model less that of this policy, for each applicant, on the same rows; null where there is no
    /// profit and for the model itself.</summary>
    public MetricValue? ModelGain { get; init; }
}

/// <summary>A decision rule, fixed on validation rows and judged on test rows.</summary>
public sealed record DecisionStudy
{
    /// <summary>The rule of the model file.</summary>
    public required DecisionPolicy Policy { get; init; }

    /// <summary>Test rows by decision.</summary>
    public required ImmutableArray<DecisionGroup> Groups { get; init; }

    /// <summary>The model's cut-off first (nobody referred), then those of other models, of the old policy, and all approved.</summary>
    public required ImmutableArray<PolicyResult> Results { get; init; }

    /// <summary>The cut-off that would have earned most on the validation rows as they turned out, with its 95 % interval; null where
    /// nothing says what a loan earns.</summary>
    public required MetricValue? EmpiricalBest { get; init; }

    /// <summary>What other cut-offs would bring, the model first.</summary>
    public required ImmutableArray<StrategyCurve> Strategies { get; init; }

    /// <summary>The old policy beside the new; null where the plan names none.</summary>
    public SwapSet? Swap { get; init; }

    /// <summary>What a reader must know.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];
}
