namespace Florin;

/// <summary>Two columns that act together.</summary>
/// <param name="First">A column.</param>
/// <param name="Second">Another.</param>
public sealed record ColumnPair(string First, string Second)
{
    /// <summary>"income × debt".</summary>
    public override string ToString() => $"{First} × {Second}";

    /// <summary>The inputs of both; none where one of them is without use, or where there are no features yet.</summary>
    /// <exception cref="FlorinException">FLR1517: a column is no feature, or both are one.</exception>
    internal int[] Inputs(FittedFeatures? features)
    {
        if (features is null) return [];
        (int First, int Count)[] parts = [.. ((string[])[First, Second]).Select(features.InputsOf)];
        foreach (string name in (string[])[First, Second])
            if (First == Second || (features.InputsOf(name).Count == 0 && !features.Unused.Contains(name)))
                throw new FlorinException("FLR1517", "a pair does not name two inputs", "network.pairs", First == Second
                    ? $"\"{name}\" twice" : $"\"{name}\"", "name two features" + (NearestName.Of(name,
                    features.Encoders.Select(each => each.Column)) is { } near && near != name ? $", perhaps \"{near}\"" : ""));
        return Array.Exists(parts, part => part.Count == 0) ? []
            : [.. parts.SelectMany(part => Enumerable.Range(part.First, part.Count))];
    }
}
