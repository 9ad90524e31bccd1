namespace Florin;

/// <summary>Money that came in, or was spent, after a default.</summary>
/// <param name="Years">Years after the default, 0 or more.</param>
/// <param name="Recovery">What came in, 0 or more.</param>
/// <param name="Cost">What was spent to get it, 0 or more. Default 0.</param>
public readonly record struct WorkoutFlow(double Years, double Recovery, double Cost = 0)
{
    /// <summary>The same by dates; a year has 365 days.</summary>
    public static WorkoutFlow At(DateTime defaulted, DateTime when, double recovery, double cost = 0) =>
        new((when - defaulted).TotalDays / 365, recovery, cost);
}

/// <summary>Loss given default (LGD) of a finished workout.</summary>
public static class WorkoutLgd
{
    /// <summary>
    /// 1 - Σ (recovery - cost) · (1 + rate)^(-years) / EAD. Below 0 where discounted recoveries exceed the exposure, above 1 where costs
    /// exceed them: <c>data: {clip: true}</c> takes those for 0 and 1.
    /// </summary>
    /// <param name="ead">Exposure at default, above 0.</param>
    /// <param name="flows">In any order; none: nothing was recovered, the LGD is 1.</param>
    /// <param name="rateAnnual">The rate of discount, a year, above -1; such as the loan's original effective rate.</param>
    /// <exception cref="FlorinException">FLR1568: an exposure, a rate or a flow that cannot be.</exception>
    public static double Of(double ead, IReadOnlyList<WorkoutFlow> flows, double rateAnnual)
    {
        ArgumentNullException.ThrowIfNull(flows);
        if (!(ead > 0 && double.IsFinite(ead))) throw Wrong("an exposure at default", "ead", "give an amount above 0");
        if (!(rateAnnual > -1 && double.IsFinite(rateAnnual))) throw Wrong("a rate of discount", "rateAnnual", "give a rate above -1");
        double net = 0;
        for (int at = 0; at < flows.Count; at++)
        {
            (double years, double recovery, double cost) = flows[at];
            if (!(years >= 0 && recovery >= 0 && cost >= 0 && double.IsFinite(years + recovery + cost)))
                throw Wrong("a flow of a workout", FormattableString.Invariant($"flows[{at}]"),
                    "give years, recovery and cost of 0 or more; what was paid back out is a cost");
            net += (recovery - cost) * MetricMath.Power(1 + rateAnnual, -years);
        }

        return 1 - net / ead;
    }

    static FlorinException Wrong(string what, string place, string fix) => new("FLR1568", $"this cannot be {what}", place, null, fix);
}
