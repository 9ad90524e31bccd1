namespace Florin;

/// <summary>One thing that is wrong with a plan, or in which plan and table do not fit.</summary>
/// <param name="Code">FLR1001 to FLR1019 for plans, FLR0521 to FLR0530 for roles; docs/errors.md lists them.</param>
/// <param name="Key">The key, such as data.target or network[2].units; empty for the plan as a whole.</param>
/// <param name="Message">What is wrong.</param>
public sealed record PlanProblem(string Code, string Key, string Message)
{
    /// <summary>File, line and column, both from 1, as plan.yaml:9:14; null for a plan that was not read from text.</summary>
    public string? Place { get; init; }

    /// <summary>What was found there.</summary>
    public string? Found { get; init; }

    /// <summary>What would be right there.</summary>
    public string? Expected { get; init; }

    /// <summary>The name that was probably meant.</summary>
    public string? Nearest { get; init; }

    /// <summary>What to change.</summary>
    public string? Fix { get; init; }

    /// <summary>Place and key.</summary>
    string At => $"{Place} {Key}".Trim();

    /// <summary>As many lines as there is something to say.</summary>
    public override string ToString() => string.Join("\n", Lines());

    /// <summary>One error with all of these problems.</summary>
    internal static FlorinException Exception(IReadOnlyList<PlanProblem> problems, string name)
    {
        if (problems is [var only])
            return new FlorinException(only.Code, only.Message, only.At, only.FoundAndExpected(), only.FixOrNearest());
        return new FlorinException("FLR1001",
            string.Create(System.Globalization.CultureInfo.InvariantCulture, $"the plan has {problems.Count} problems"), name,
            string.Join("\n          ", problems.SelectMany(problem => problem.Lines())), "each problem ends with its own");
    }

    IEnumerable<string> Lines()
    {
        yield return $"{Code}: {Message}";
        if (At.Length > 0) yield return $"  at      {At}";
        if (FoundAndExpected() is { } found) yield return $"  found   {found}";
        if (FixOrNearest() is { } fix) yield return $"  fix     {fix}";
    }

    string? FoundAndExpected() => (Found, Expected) switch
    {
        (null, null) => null,
        (null, _) => $"nothing; expected {Expected}",
        (_, null) => Found,
        _ => $"{Found}; expected {Expected}",
    };

    string? FixOrNearest() => Nearest is null ? Fix : $"did you mean \"{Nearest}\"?" + (Fix is null ? "" : " " + Fix);
}
