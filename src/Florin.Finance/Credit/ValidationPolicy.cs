namespace Florin;

/// <summary>The part of a policy that training rows decide: the shift of the PDs and the grades.</summary>
static class ValidationPolicy
{
    public static CreditPolicy On(CreditPolicy policy, CreditPlan? asked, Model model, Table learned, Schema schema, int threads)
    {
        double[] scores = model.Score(learned, threads);
        LogOddsShift? shift = asked switch
        {
            { CentralTendency: { } mean } => LogOddsShift.To(scores, mean, schema.Weights(learned) ?? []),
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
