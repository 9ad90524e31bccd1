namespace Florin;

using System.Collections.Immutable;

/// <summary>What a reader who reads nothing else must know.</summary>
/// <param name="Title">The verdict in a few words.</param>
public sealed record VerdictBlock(string Title) : PageBlock(Title)
{
    /// <summary>Whether it is a good one; null: there is nothing to hold it against.</summary>
    public bool? Passed { get; init; }

    /// <summary>The numbers that it rests on, two to four of them.</summary>
    public ImmutableArray<VerdictFigure> Figures { get; init; } = [];

    /// <summary>Limits, and whether each is kept.</summary>
    public ImmutableArray<VerdictCheck> Checks { get; init; } = [];

    /// <summary>A sentence each.</summary>
    public ImmutableArray<string> Points { get; init; } = [];
}

/// <summary>A number in large type.</summary>
/// <param name="Label">What it is.</param>
/// <param name="Value">The number, with its unit.</param>
/// <param name="Detail">Its interval, or what to hold it against.</param>
public sealed record VerdictFigure(string Label, string Value, string Detail);

/// <summary>A limit.</summary>
/// <param name="Name">What is limited.</param>
/// <param name="Limit">The limit, such as "at least 0.72".</param>
/// <param name="Value">What was found.</param>
/// <param name="Passed">Whether the limit is kept.</param>
public sealed record VerdictCheck(string Name, string Limit, string Value, bool Passed);
