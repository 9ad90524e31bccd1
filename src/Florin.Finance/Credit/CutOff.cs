namespace Florin;

/// <summary>Where a lender stops to approve.</summary>
/// <param name="Pd">The highest PD that is approved, above 0 and below 1.</param>
/// <param name="Rule">Where it comes from, in words.</param>
public sealed record CutOff(double Pd, string Rule)
{
    /// <summary>Whether a PD is approved.</summary>
    public bool Approves(double pd) => pd <= Pd;

    /// <summary>
    /// The cut-off of a plan: where its rule of decision declines, else that of its reasons. Where it has neither, as many applicants are
    /// declined as default: the approval rate is 1 less the base rate of the training rows.
    /// </summary>
    /// <param name="plan">What the plan asks for.</param>
    /// <param name="decision">The rule of decision; null: there is none.</param>
    /// <param name="pds">The PDs of the training rows; at least one.</param>
    /// <param name="baseRate">The share of bads among them.</param>
    internal static CutOff Of(CreditPlan? plan, DecisionPolicy? decision, double[] pds, double baseRate) =>
        decision is { DeclineFrom: > 0 and < 1 } ? new CutOff(decision.DeclineFrom, $"the rule of decision: {decision.Rule}")
        : plan?.Reasons?.CutOff is { } given
        ? new CutOff(given, "the plan's")
        : new CutOff(Numbers.ThreeDigits(Quartiles.At([.. pds.Order()], 1 - baseRate)),
            FormattableString.Invariant($"the plan has none, so as many are declined as default: {baseRate:P1} of the training rows"));
}
