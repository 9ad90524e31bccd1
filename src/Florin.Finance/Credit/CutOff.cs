namespace Florin;

using System.Text.Json.Serialization;

/// <summary>Where a lender stops to approve, and where it begins to decline. Its limits are of the policy's PD
/// (<see cref="CreditPolicy.Pd"/>), which a central tendency or a sampling rate moves away from the score.</summary>
/// <param name="Pd">The highest PD that is approved, above 0, at most 1.</param>
/// <param name="Rule">Where it comes from, in words.</param>
public sealed record CutOff(double Pd, string Rule)
{
    /// <summary>A person decides on PDs above <see cref="Pd"/> up to this, which is not below it; null: nobody is referred.</summary>
    public double? ReferTo { get; init; }

    /// <summary>The highest PD that is not declined.</summary>
    [JsonIgnore]
    public double DeclineFrom => ReferTo ?? Pd;

    /// <summary>Whether a PD is approved without a person.</summary>
    public bool Approves(double pd) => pd <= Pd;

    /// <summary>Whether a PD is declined.</summary>
    public bool Declines(double pd) => !(pd <= DeclineFrom);

    /// <summary>"above 12.00 %"; with a band that is referred "above 15.00 % (at most 10.00 % is approved, between them a person
    /// decides)".</summary>
    internal string Declined => DeclineFrom > Pd
        ? FormattableString.Invariant($"above {DeclineFrom:P2} (at most {Pd:P2} is approved, between them a person decides)")
        : FormattableString.Invariant($"above {Pd:P2}");

    /// <summary>
    /// The cut-off of a plan: the limits of its rule of decision, else that of its reasons. Where it has neither, as many applicants are
    /// declined as default: the approval rate is 1 less the base rate of the training rows.
    /// </summary>
    /// <param name="plan">What the plan asks for.</param>
    /// <param name="policy">The rule of decision, and what moves scores to PDs.</param>
    /// <param name="pds">The policy's PDs of the training rows; at least one.</param>
    /// <param name="baseRate">The share of bads among them.</param>
    internal static CutOff Of(CreditPlan? plan, CreditPolicy policy, double[] pds, double baseRate) =>
        policy.Decision is { } decision ? new CutOff(policy.Pd(decision.ApproveTo), $"the rule of decision: {decision.Rule}")
        {
            ReferTo = decision.DeclineFrom > decision.ApproveTo ? policy.Pd(decision.DeclineFrom) : null,
        }
        : plan?.Reasons?.CutOff is { } given
        ? new CutOff(given, "the plan's")
        : new CutOff(Numbers.ThreeDigits(Quartiles.At([.. pds.Order()], 1 - baseRate)),
            FormattableString.Invariant($"the plan has none, so as many are declined as default: {baseRate:P1} of the training rows"));
}
