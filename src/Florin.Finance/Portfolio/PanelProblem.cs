namespace Florin;

using System.Collections.Immutable;
using System.Globalization;

/// <summary>One thing that is wrong with a panel, or odd.</summary>
/// <param name="Code">FLR1591 to FLR1595 for what is wrong; empty for what is odd. docs/errors.md lists them.</param>
/// <param name="Column">The column, or columns.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Count">How many rows or loans have it.</param>
/// <param name="Rows">The first rows that have it, at most five, from 1 as in the file.</param>
/// <param name="Fix">What to change.</param>
public sealed record PanelProblem(string Code, string Column, string Message, int Count, ImmutableArray<long> Rows, string Fix)
{
    /// <summary>How many rows are named.</summary>
    internal const int Named = 5;

    /// <summary>One line with all of it; never a cell.</summary>
    public override string ToString() => $"{(Code.Length > 0 ? Code + " " : "")}{Place}: {Message}; found {Found}; {Fix}";

    string Place => $"column \"{Column}\"";

    string Found => Count == 0 ? "nothing" : string.Create(CultureInfo.InvariantCulture, $"{Count:N0}")
        + (Rows.IsDefaultOrEmpty ? "" : $", the first in row{(Rows.Length == 1 ? "" : "s")} {string.Join(", ", Rows)}");

    /// <summary>One error with all of these problems.</summary>
    internal static FlorinException Exception(IReadOnlyList<PanelProblem> problems) => problems is [var only]
        ? new FlorinException(only.Code, only.Message, only.Place, only.Found, only.Fix)
        : new FlorinException("FLR1590", string.Create(CultureInfo.InvariantCulture, $"the panel has {problems.Count} problems"), "panel",
            string.Join("\n          ", problems), "each problem ends with its own");
}
