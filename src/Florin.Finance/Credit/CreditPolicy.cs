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

    /// <summary>The rating grades; null where there are none.</summary>
    public MasterScale? Grades { get; init; }

    /// <summary>Moves the log odds of a score to those of the PD that points and grades are made from: to a central tendency, or back from
    /// rows of which goods were left out. Null: the score is the PD.</summary>
    public LogOddsShift? Shift { get; init; }

    /// <summary>From a PD to a decision; null: none was asked for.</summary>
    public DecisionPolicy? Decision { get; init; }

    /// <summary>The highest score that is approved without a person; null where nothing says who is.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public double? ApproveTo => Decision?.ApproveTo ?? (Reasons is { } reasons ? ScoreTo(reasons.CutOff.Pd) : null);

    /// <summary>The PD that points and grades are made from.</summary>
    /// <param name="score">The model's score, 0 to 1: the probability among rows like those it learned from.</param>
    /// <exception cref="FlorinException">FLR0605: no probability.</exception>
    public double Pd(double score) => Shift is { } shift ? shift.Apply(score) : score;

    /// <summary>The highest score, up to rounding, whose PD is at most this.</summary>
    internal double ScoreTo(double pd)
    {
        if (Shift is not { } shift) return pd;
        double score = new LogOddsShift(-shift.Shift).Apply(pd);
        // There and back rounds twice: a score at the limit must not be declined.
        for (double step = Math.BitIncrement(score) - score; score > 0 && Pd(score) > pd; step *= 2) score = Math.Max(0, score - step);
        return score;
    }

    /// <summary>The points of a score.</summary>
    /// <exception cref="FlorinException">FLR0605, FLR1507: no probability.</exception>
    public double PointsOf(double score) => Points.Points(Pd(score));

    /// <summary>The name of the grade of a score; null where there are no grades.</summary>
    /// <exception cref="FlorinException">FLR0605, FLR1507: no probability.</exception>
    public string? GradeOf(double score) => Grades?.Of(Pd(score)).Name;

    /// <summary>What stands behind each score: points, the grade and the decision, as far as there are any.</summary>
    public IReadOnlyList<CreditColumn> Columns() =>
    [
        new("points", PointsOf, null),
        .. Grades is null ? (ReadOnlySpan<CreditColumn>)[] : [new CreditColumn("grade", null, score => GradeOf(score)!)],
        .. Decision is not { } rule ? (ReadOnlySpan<CreditColumn>)[]
            : [new CreditColumn("decision", null, score => DecisionPolicy.Name(rule.Of(score)))],
    ];

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
    /// <exception cref="FlorinException">FLR1506: it is something else; FLR1502: a scale without sense; FLR1520: grades
    /// that are none; FLR1543: limits of decisions without.</exception>
    public static CreditPolicy FromJson(string json)
    {
        CreditPolicy policy = CreditJson.Read(json, CreditJson.Default.CreditPolicy, "a credit policy");
        policy.Points.Check();
        policy.Grades?.Check();
        policy.Decision?.Check();
        if (policy.Reasons?.Problem(null) is { } problem) throw CreditJson.Unfit("a credit policy", problem);
        return policy;
    }
}
