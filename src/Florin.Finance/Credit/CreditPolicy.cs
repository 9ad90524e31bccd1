namespace Florin;

/// <summary>
/// What a lender makes of a model's probability of default (PD). It stands in the model file, so that whoever scores a row later gives the
/// same points, the same decision and the same reasons.
/// </summary>
public sealed record CreditPolicy
{
    /// <summary>From a PD to points.</summary>
    public PointsScale Points { get; init; } = new();

    /// <summary>From a PD to a decision; null: none was asked for.</summary>
    public DecisionPolicy? Decision { get; init; }

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
    /// <exception cref="FlorinException">FLR1506: it is something else; FLR1502: a scale without sense; FLR1543: limits of
    /// decisions without.</exception>
    public static CreditPolicy FromJson(string json)
    {
        CreditPolicy policy = CreditJson.Read(json, CreditJson.Default.CreditPolicy, "a credit policy");
        policy.Points.Check();
        policy.Decision?.Check();
        return policy;
    }
}
