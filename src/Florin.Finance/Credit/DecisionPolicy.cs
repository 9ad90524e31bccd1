namespace Florin;

using System.Globalization;
using System.Text.Json.Serialization;

/// <summary>What becomes of an application.</summary>
public enum CreditDecision
{
    /// <summary>It is approved.</summary>
    Approve,

    /// <summary>A person decides.</summary>
    Refer,

    /// <summary>It is declined.</summary>
    Decline,
}

/// <summary>From a PD to a decision. Immutable; it stands in the model file.</summary>
public sealed record DecisionPolicy
{
    /// <summary>The highest PD that is approved where nobody is referred, 0 to 1.</summary>
    public required double CutOff { get; init; }

    /// <summary>PDs above this, up to <see cref="ReferTo"/>, are referred; null: nobody is.</summary>
    public double? ReferFrom { get; init; }

    /// <summary>PDs above this are declined; null: those above the cut-off are.</summary>
    public double? ReferTo { get; init; }

    /// <summary>How the cut-off was found, in words.</summary>
    public string Rule { get; init; } = "given";

    /// <summary>The highest PD that is approved without a person.</summary>
    [JsonIgnore]
    public double ApproveTo => ReferFrom ?? CutOff;

    /// <summary>The highest PD that is not declined.</summary>
    [JsonIgnore]
    public double DeclineFrom => ReferTo ?? CutOff;

    /// <summary>The decision on a PD.</summary>
    /// <param name="pd">0 to 1.</param>
    /// <exception cref="FlorinException">FLR1540: no probability.</exception>
    public CreditDecision Of(double pd)
    {
        CreditCheck.Share("a PD", pd);
        return pd <= ApproveTo ? CreditDecision.Approve : pd <= DeclineFrom ? CreditDecision.Refer : CreditDecision.Decline;
    }

    /// <summary>A decision as files and answers write it.</summary>
    public static string Name(CreditDecision decision) => decision switch
    {
        CreditDecision.Approve => "approve",
        CreditDecision.Refer => "refer",
        _ => "decline",
    };

    /// <summary>"approve up to a PD of 8.0 %, refer up to 12.0 %".</summary>
    public override string ToString() => $"approve up to a PD of {Percent(ApproveTo)}"
        + (DeclineFrom > ApproveTo ? $", refer up to {Percent(DeclineFrom)}" : "") + ", decline above";

    internal DecisionPolicy With(ReferPlan? refer) => refer is null ? this : this with
    {
        ReferFrom = CutOff * (1 - (refer.Below ?? 0)),
        ReferTo = Math.Min(1, CutOff * (1 + (refer.Above ?? 0))),
    };

    internal void Check()
    {
        if (!(ApproveTo >= 0 && ApproveTo <= CutOff && CutOff <= DeclineFrom && DeclineFrom <= 1))
            throw new FlorinException("FLR1543", "these limits are no policy", nameof(DecisionPolicy), string.Create(
                CultureInfo.InvariantCulture, $"{ApproveTo}, {CutOff}, {DeclineFrom}"),
                    "let PDs rise from approved to cut-off to declined");
    }

    static string Percent(double share) => StudyText.Percent(share);
}
