namespace Florin;

/// <summary>Loans of how long a time make a vintage.</summary>
public enum VintagePeriod
{
    /// <summary>Of a month.</summary>
    Month,

    /// <summary>Of a quarter.</summary>
    Quarter,

    /// <summary>Of a year.</summary>
    Year,
}

/// <summary>What a vintage is, and what is bad.</summary>
public sealed record VintageOptions
{
    /// <summary>Default a quarter.</summary>
    public VintagePeriod Period { get; init; } = VintagePeriod.Quarter;

    /// <summary>A loan is bad from the first month with so many days past due, or in default. 1 or more, default 90. A panel of buckets
    /// knows the first day of each alone.</summary>
    public int Days { get; init; } = 90;

    /// <summary>The last month on book that is shown; null: as many as were seen.</summary>
    public int? Longest { get; init; }
}

/// <summary>Loans granted in one period, and what share of them was ever bad.</summary>
/// <param name="Name">Such as "2023 Q2".</param>
/// <param name="Loans">Loans seen from their start.</param>
/// <param name="Amount">What was granted, by weight.</param>
/// <param name="Lost">Loans that ended without repayment or default: from then on they count as not bad.</param>
/// <param name="Bad">By month on book from 0 (the month of origination): the share of loans that were bad by its end, with Wilson's 95 %
/// interval; undefined where not all loans can be seen so long.</param>
/// <param name="BadAmount">The same of what was granted: what loans owed when they became bad.</param>
public sealed record Vintage(string Name, int Loans, double Amount, int Lost, System.Collections.Immutable.ImmutableArray<MetricValue> Bad,
    System.Collections.Immutable.ImmutableArray<MetricValue> BadAmount);

/// <summary>Loans at one age.</summary>
/// <param name="MonthsOnBook">From 0, the month of origination.</param>
/// <param name="AtRisk">Loans seen in it that had never been bad.</param>
/// <param name="Events">How many became bad.</param>
/// <param name="Hazard">Their share, with Wilson's 95 % interval.</param>
/// <param name="Survival">Kaplan and Meier's share never bad by its end, with Greenwood's variance and a 95 % interval on the scale of
/// log(-log); no interval where no loan was bad before, or all were.</param>
public sealed record AgePoint(int MonthsOnBook, double AtRisk, double Events, MetricValue Hazard, MetricValue Survival);
