namespace Florin;

/// <summary>What was wrong in a file: how many rows, and the first of them.</summary>
/// <param name="BadRows">Rows that were left out.</param>
/// <param name="First">The first problems in the order of the file, at most <see cref="Kept"/>.</param>
public sealed record ReadProblems(int BadRows, IReadOnlyList<RowProblem> First)
{
    /// <summary>How many problems are kept with their place.</summary>
    public const int Kept = 100;

    /// <summary>Nothing was wrong.</summary>
    public static ReadProblems None { get; } = new(0, []);
}
