namespace Florin;

/// <summary>Which changes of state are counted.</summary>
public sealed record TransitionOptions
{
    /// <summary>Months from one state to the other, 1 to 120. Default 1.</summary>
    public int Months { get; init; } = 1;

    /// <summary>Whether a loan that has defaulted stays in default, whatever its rows say after. Default true; repaid loans always stay
    /// repaid.</summary>
    public bool DefaultIsFinal { get; init; } = true;

    /// <summary>Whether windows of several months begin every month, and so share months; else each begins where the one before ended.
    /// Default false.</summary>
    public bool Overlap { get; init; }

    /// <summary>The first month that is left; null: the panel's first.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The last month that is entered; null: the panel's last.</summary>
    public DateOnly? To { get; init; }
}
