namespace Florin;

using System.Collections.Immutable;
using Florin.Kernels;

/// <summary>
/// When a loan defaults: for each period the probability of a default in it among loans that have had none before (the hazard). Periods
/// count from 1.
/// </summary>
public sealed record TermStructure
{
    /// <summary>A term structure of hazards.</summary>
    /// <param name="hazards">Period by period, each 0 to 1; at least one.</param>
    /// <exception cref="FlorinException">FLR1540: a hazard that is no probability; FLR1541: none at all.</exception>
    public TermStructure(params ReadOnlySpan<double> hazards)
    {
        if (hazards.IsEmpty) CreditCheck.SameLength("hazards", 1, 0);
        foreach (double hazard in hazards) CreditCheck.Share("a hazard", hazard);
        Hazards = [.. hazards];
    }

    /// <summary>Period by period.</summary>
    public ImmutableArray<double> Hazards { get; }

    /// <summary>Periods.</summary>
    public int Periods => Hazards.Length;

    /// <summary>S: the probability of no default by the end of each period, Π (1 − h).</summary>
    public ImmutableArray<double> Survival
    {
        get
        {
            double alive = 1;
            return [.. Hazards.Select(hazard => alive *= 1 - hazard)];
        }
    }

    /// <summary>m: the probability of a default in each period, S before it times its hazard.</summary>
    public ImmutableArray<double> Marginal
    {
        get
        {
            ImmutableArray<double> survival = Survival;
            return [.. Hazards.Select((hazard, period) => (period == 0 ? 1 : survival[period - 1]) * hazard)];
        }
    }

    /// <summary>The probability of a default within the first periods; of all of them it is the lifetime PD.</summary>
    /// <param name="periods">0 to <see cref="Periods"/>; null for all.</param>
    public double Pd(int? periods = null) => 1 - Hazards.Take(periods ?? Periods).Aggregate(1.0, (alive, hazard) => alive * (1 - hazard));

    /// <summary>The same loan in another economy: the log odds of every hazard moved by an amount.</summary>
    /// <param name="logOdds">Above 0: more defaults.</param>
    /// <exception cref="FlorinException">FLR1540: no number.</exception>
    public TermStructure Shifted(double logOdds)
    {
        CreditCheck.Finite("a shift of log odds", logOdds);
        return new TermStructure([.. Hazards.Select(hazard => hazard is 0 or 1 ? hazard
            : Elementary.Sigmoid(Elementary.Log(hazard / (1 - hazard)) + logOdds))]);
    }

    /// <summary>
    /// Minus the log-likelihood of what happened to a loan: the sum of −ln(1 − h) over the periods it came through, and −ln h of the one
    /// it defaulted in.
    /// </summary>
    /// <param name="period">The last period in which the loan was seen, 1 to <see cref="Periods"/>.</param>
    /// <param name="defaulted">Whether it defaulted in that period; otherwise it came through it and was not seen after.</param>
    /// <exception cref="FlorinException">FLR1540: a period that there is not.</exception>
    public double Loss(int period, bool defaulted)
    {
        CreditCheck.Demand(period >= 1 && period <= Periods, "a period of this loan", period, $"1 to {Periods}");
        double loss = 0;
        for (int each = 0; each < period; each++)
            loss -= defaulted && each == period - 1 ? MetricMath.Log(Hazards[each]) : MetricMath.Log(1 - Hazards[each]);
        return loss;
    }

    /// <summary>Equal when all hazards are.</summary>
    public bool Equals(TermStructure? other) => other is not null && Hazards.SequenceEqual(other.Hazards);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Periods, Hazards[0]);
}
