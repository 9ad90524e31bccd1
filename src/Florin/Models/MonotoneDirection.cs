namespace Florin;

/// <summary>What a score does when the number of a column rises and everything else stays.</summary>
public enum MonotoneDirection
{
    /// <summary>It never falls.</summary>
    Up,

    /// <summary>It never rises.</summary>
    Down,
}
