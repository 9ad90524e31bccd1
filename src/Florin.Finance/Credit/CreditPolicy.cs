namespace Florin;

/// <summary>
/// What a lender makes of a model's probability of default (PD). It stands in the model file, so that whoever scores a row later gives the
/// same points, the same decision and the same reasons.
/// </summary>
public sealed record CreditPolicy
{
    /// <summary>From a PD to points.</summary>
    public PointsScale Points { get; init; } = new();

    /// <summary>How declines are explained; null: fewer than 20 training rows are approved.</summary>
    public ReasonPolicy? Reasons { get; init; }

    /// <summary>What an applicant can change; null: the plan does not say.</summary>
    public ChangeRules? Changes { get; init; }

    /// <summary>The policy of a model; null where it has none.</summary>
    /// <exception cref="FlorinException">FLR1506: it is not one of credit.</exception>
    public static CreditPolicy? Of(Model model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return model.Policy is { } json ? FromJson(json) : null;
    }

    /// <summary>As it stands in the model file.</summary>
    public string ToJson() => System.Text.Json.JsonSerializer.Serialize(this, CreditJson.Default.CreditPolicy);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="FlorinException">FLR1506: it is something else; FLR1502: a scale without sense.</exception>
    public static CreditPolicy FromJson(string json)
    {
        CreditPolicy policy = CreditJson.Read(json, CreditJson.Default.CreditPolicy, "a credit policy");
        policy.Points.Check();
        if (policy.Reasons?.Problem(null) is { } problem) throw CreditJson.Unfit("a credit policy", problem);
        return policy;
    }
}
