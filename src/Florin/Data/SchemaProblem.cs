namespace Florin;

/// <summary>One way in which roles and table do not fit.</summary>
/// <param name="Code">FLR0521 to FLR0530; docs/errors.md lists them.</param>
/// <param name="Column">The column.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Found">What was found: a count, a kind, names; of cells only the levels of a target.</param>
/// <param name="Fix">What to change.</param>
public sealed record SchemaProblem(string Code, string Column, string Message, string Found, string Fix)
{
    /// <summary>One line with all of it.</summary>
    public override string ToString() => $"{Code} column \"{Column}\": {Message}; found {Found}; {Fix}";
}
