namespace Florin;

/// <summary>From columns with a direction to the inputs of a net.</summary>
static class MonotoneInputs
{
    /// <summary>Of each input 1, -1 or 0. The inputs that say "missing", or name a code, are free. A column without use has none.</summary>
    /// <exception cref="FlorinException">FLR1510: a column is none of numbers or dates.</exception>
    public static int[] Directions(FittedFeatures features, IReadOnlyDictionary<string, MonotoneDirection>? columns)
    {
        int[] directions = new int[features.Width];
        foreach ((string name, MonotoneDirection direction) in columns ?? new Dictionary<string, MonotoneDirection>())
        {
            (int first, int count) = features.InputsOf(name);
            if (count > 0) directions[Amount(features, name, first)] = direction == MonotoneDirection.Up ? 1 : -1;
            else if (!features.Unused.Contains(name))
                throw new FlorinException("FLR1510", "a column with a direction is no input", $"monotone.{name}", "no such input",
                    "name a feature of numbers or dates" + (NearestName.Of(name, features.Encoders.Select(each => each.Column)) is { } near
                        ? $", perhaps \"{near}\"" : ""));
        }

        return directions;
    }

    static int Amount(FittedFeatures features, string name, int first) => features.Encoders.First(each => each.Column == name) switch
    {
        NumberEncoder or DateEncoder { Cycles: false } => first,
        var other => throw new FlorinException("FLR1510", "a column cannot have a direction", $"monotone.{name}",
            other is DateEncoder ? "its time of year counts too" : $"it is read as {other.CellKind}",
            "name columns of numbers or dates; leave them out of categorical, targetMean and cycles"),
    };
}
