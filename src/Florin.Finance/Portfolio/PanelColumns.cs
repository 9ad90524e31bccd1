namespace Florin;

/// <summary>Which columns of a table tell how loans perform, one row for a loan in a month.</summary>
public sealed record PanelColumns
{
    /// <summary>The loan's id.</summary>
    public required string Loan { get; init; }

    /// <summary>The month: a date, of which year and month count, or a number such as 202403.</summary>
    public required string Month { get; init; }

    /// <summary>Whole days past due at the end of the month, 0 or more; null where <see cref="Bucket"/> tells them.</summary>
    public string? DaysPastDue { get; init; }

    /// <summary>The name of the bucket, or "default" or "paid off"; null where <see cref="DaysPastDue"/> is there.</summary>
    public string? Bucket { get; init; }

    /// <summary>What is owed at the end of the month, 0 or more.</summary>
    public required string Balance { get; init; }

    /// <summary>The day on which the loan was granted, the same in all of its rows; vintages need it.</summary>
    public string? OriginatedOn { get; init; }

    /// <summary>The amount granted, the same in all of its rows; null: the first balance.</summary>
    public string? Amount { get; init; }

    /// <summary>1 where the lender holds the loan for defaulted, else 0.</summary>
    public string? Defaulted { get; init; }

    /// <summary>1 where the loan was repaid in this month, its last, else 0.</summary>
    public string? PaidOff { get; init; }

    /// <summary>1 where the customer is unlikely to pay (UTP), whatever the days past due, else 0.</summary>
    public string? UnlikelyToPay { get; init; }

    /// <summary>1 where the loan is on the watch list, else 0.</summary>
    public string? WatchList { get; init; }

    /// <summary>The limit of a line of credit, 0 or more.</summary>
    public string? Limit { get; init; }

    /// <summary>The probability of default over the rest of the loan's life, as one of a year, 0 to 1; a cell may be missing.</summary>
    public string? Pd { get; init; }

    /// <summary>The same as it was seen when the loan was granted, for the life that is left now; a cell may be missing.</summary>
    public string? PdAtOrigination { get; init; }

    /// <summary>What a loan counts in all shares, 0 or more, the same in all of its rows; null: 1.</summary>
    public string? Weight { get; init; }
}
