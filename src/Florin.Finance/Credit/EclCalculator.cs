namespace Florin;

using System.Collections.Immutable;
using Florin.Kernels;

/// <summary>When in a period a default is taken to happen, which decides how long its loss is discounted.</summary>
public enum DefaultTiming
{
    /// <summary>At its end.</summary>
    PeriodEnd,

    /// <summary>In its middle.</summary>
    MidPeriod,
}

/// <summary>A course that the economy may take, and what it does to one loan.</summary>
/// <param name="Name">Such as base, upturn, downturn.</param>
/// <param name="Weight">Its probability, 0 to 1; those of all scenarios sum to 1.</param>
/// <param name="Hazards">Probabilities of default, period by period.</param>
/// <param name="Lgd">Loss given default: one for all periods, or one for each, 0 to 1.</param>
/// <param name="Ead">Exposure at default: one for all periods, or one for each, 0 or more.</param>
public sealed record EclScenario(string Name, double Weight, TermStructure Hazards, ImmutableArray<double> Lgd, ImmutableArray<double> Ead);

/// <summary>An expected credit loss (ECL), in the units of the exposure.</summary>
/// <param name="TwelveMonth">From defaults in the first twelve months.</param>
/// <param name="Lifetime">From defaults in all periods.</param>
public sealed record Ecl(double TwelveMonth, double Lifetime);

/// <summary>
/// Expected credit losses as IFRS 9 defines them: over the periods, marginal PD · LGD · EAD, discounted at the effective interest rate
/// (EIR). Scenarios are weighted after each has its own loss: the loss of the mean scenario would be another number, as losses are not
/// straight in the economy.
/// </summary>
public sealed record EclCalculator
{
    /// <summary>Effective interest rate a year, above -1. Default 0: no discount.</summary>
    public double EirAnnual { get; init; }

    /// <summary>Months of a period, 1 to 12 and a divisor of 12. Default 12.</summary>
    public int PeriodMonths { get; init; } = 12;

    /// <summary>When in a period defaults happen. Default its end.</summary>
    public DefaultTiming Timing { get; init; }

    /// <summary>What a default in a period is multiplied by.</summary>
    /// <param name="period">From 1.</param>
    /// <exception cref="FlorinException">FLR1540: a setting out of its range.</exception>
    public double Discount(int period)
    {
        CreditCheck.Demand(EirAnnual > -1 && double.IsFinite(EirAnnual), "an effective interest rate", EirAnnual, "a rate above -1");
        CreditCheck.Demand(PeriodMonths is >= 1 and <= 12 && 12 % PeriodMonths == 0, "months of a period", PeriodMonths,
            "1, 2, 3, 4, 6 or 12");
        double years = (period - (Timing == DefaultTiming.MidPeriod ? 0.5 : 0)) * PeriodMonths / 12;
        return Elementary.Exp(-years * Elementary.Log1p(EirAnnual));
    }

    /// <summary>The ECL of a loan in one scenario; its weight is not read.</summary>
    /// <exception cref="FlorinException">FLR1540: a number out of its range; FLR1541: not as many numbers as periods.</exception>
    public Ecl Of(EclScenario scenario)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ImmutableArray<double> marginal = scenario.Hazards.Marginal;
        (double first, double all) = (0, 0);
        for (int period = 0; period < marginal.Length; period++)
        {
            double loss = marginal[period] * CreditCheck.Share("an LGD", At(scenario.Lgd, period, marginal.Length, "LGDs"))
                * CreditCheck.Amount("an EAD", At(scenario.Ead, period, marginal.Length, "EADs")) * Discount(period + 1);
            all += loss;
            if ((period + 1) * PeriodMonths <= 12) first += loss;
        }

        return new Ecl(first, all);
    }

    /// <summary>The ECL of a loan over scenarios: the mean of their losses by their weights.</summary>
    /// <exception cref="FlorinException">FLR1542: weights that do not sum to 1; and as for one scenario.</exception>
    public Ecl Of(IReadOnlyCollection<EclScenario> scenarios)
    {
        ArgumentNullException.ThrowIfNull(scenarios);
        double weights = scenarios.Sum(scenario => CreditCheck.Share("a weight of a scenario", scenario.Weight));
        if (!(Math.Abs(weights - 1) <= 1e-9))
            throw new FlorinException("FLR1542", "the weights of the scenarios do not sum to 1", "scenarios",
                weights.ToString(System.Globalization.CultureInfo.InvariantCulture), "give probabilities that sum to 1");
        (double first, double all) = (0, 0);
        foreach (EclScenario scenario in scenarios)
        {
            Ecl own = Of(scenario);
            (first, all) = (first + scenario.Weight * own.TwelveMonth, all + scenario.Weight * own.Lifetime);
        }

        return new Ecl(first, all);
    }

    static double At(ImmutableArray<double> values, int period, int periods, string what)
    {
        if (values.Length == 1) return values[0];
        CreditCheck.SameLength(what, periods, values.Length);
        return values[period];
    }
}
