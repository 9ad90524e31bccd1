namespace Florin;

/// <summary>The part of a policy that training rows decide: the shift of the PDs and the grades.</summary>
static class ValidationPolicy
{
    /// <param name="policy">The policy so far.</param>
    /// <param name="asked">What the plan asks for.</param>
    /// <param name="scores">Of the training rows.</param>
    /// <param name="weights">Of the training rows; empty: each counts once.</param>
    public static CreditPolicy On(CreditPolicy policy, CreditPlan? asked, double[] scores, double[] weights)
    {
        LogOddsShift? shift = asked switch
        {
            { CentralTendency: { } mean } => LogOddsShift.To(scores, mean, weights),
            { SamplingRate: { } kept } => LogOddsShift.OfUndersampling(kept),
            _ => null,
        };
        policy = policy with { Shift = shift };
        return policy with
        {
            Grades = asked?.Grades is { Count: null } own ? MasterScale.Of(own.Uppers.Span)
                : MasterScale.For(asked?.Grades?.Count ?? MasterScale.Usual, [.. scores.Select(policy.Pd)]),
        };
    }
}
