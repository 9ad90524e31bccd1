namespace Florin;

/// <summary>What every error of Florin carries: a code, a place, what was found and what to do about it.</summary>
public sealed class FlorinException : Exception
{
    /// <summary>An error with its code (FLR and four digits), place, finding and fix.</summary>
    public FlorinException(string code, string message, string? place = null, string? found = null, string? fix = null,
        Exception? inner = null)
        : base(Compose(code, message, place, found, fix), inner)
    {
        Code = code;
        Place = place;
        Found = found;
        Fix = fix;
    }

    /// <summary>The stable code, such as FLR1203; docs/errors.md lists them.</summary>
    public string Code { get; }

    /// <summary>Where: the layer's path, the row and column, the file.</summary>
    public string? Place { get; }

    /// <summary>What was found there.</summary>
    public string? Found { get; }

    /// <summary>What to change.</summary>
    public string? Fix { get; }

    /// <summary>What was saved of the work: when training diverges, the <c>TrainedNet</c> with the best weights so far.</summary>
    public object? Partial { get; init; }

    static string Compose(string code, string message, string? place, string? found, string? fix)
    {
        string text = $"{code}: {message}";
        if (place is not null) text += $"\n  at      {place}";
        if (found is not null) text += $"\n  found   {found}";
        if (fix is not null) text += $"\n  fix     {fix}";
        return text;
    }
}
