namespace Florin.Explain;

using System.Collections.Immutable;

/// <summary>A column or a group of columns, with the inputs that they make.</summary>
sealed record Player(string Name, bool IsGroup, ImmutableArray<int> Inputs);

/// <summary>The columns of a model, those of a group as one.</summary>
static class Players
{
    public static ImmutableArray<Player> Of(FittedFeatures features, ImmutableSortedDictionary<string, ImmutableArray<string>> groups)
    {
        Check(features, groups);
        var grouped = groups.Values.SelectMany(columns => columns).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. groups.Select(group => new Player(group.Key, true, [.. group.Value.SelectMany(column => Inputs(features, column))])),
            .. features.Encoders.Where(encoder => !grouped.Contains(encoder.Column))
                .Select(encoder => new Player(encoder.Column, false, [.. Inputs(features, encoder.Column)])),
        ];
    }

    static IEnumerable<int> Inputs(FittedFeatures features, string column)
    {
        (int first, int count) = features.InputsOf(column);
        return Enumerable.Range(first, count);
    }

    static void Check(FittedFeatures features, ImmutableSortedDictionary<string, ImmutableArray<string>> groups)
    {
        string[] known = [.. features.Encoders.Select(encoder => encoder.Column)];
        var problems = new List<string>();
        foreach (IGrouping<string, string> named in groups.SelectMany(group => group.Value.Select(column => (column, group.Key)))
            .GroupBy(each => each.column, each => each.Key, StringComparer.Ordinal))
        {
            if (!known.Contains(named.Key)) problems.Add($"\"{named.Key}\" (group \"{named.First()}\") is no input of the model"
                + (NearestName.Of(named.Key, known) is { } near ? $"; perhaps \"{near}\"" : ""));
            string groupNames = string.Join(", ", named.Select(group => $"\"{group}\""));
            if (named.Skip(1).Any()) problems.Add($"\"{named.Key}\" is in groups {groupNames}");
        }

        problems.AddRange(groups.Keys.Where(name => known.Contains(name)).Select(name => $"a group is called \"{name}\" like a column"));
        if (problems.Count > 0)
            throw new FlorinException("FLR0593", "the groups do not fit the model's columns", "options.Groups",
                string.Join("; ", problems), "name each column of the model in one group at most");
    }
}
