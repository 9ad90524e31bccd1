namespace Florin;

/// <summary>How the rows of a protected column fall into groups.</summary>
sealed class GroupCut
{
    /// <summary>The group of the missing cells.</summary>
    public const string Missing = "(missing)";

    const int FewValues = 5, Parts = 4;

    readonly double[]? bounds;

    GroupCut(string column, double[]? bounds) => (Column, this.bounds) = (column, bounds);

    /// <summary>The column.</summary>
    public string Column { get; }

    /// <summary>Its groups; null where it has none: dates.</summary>
    /// <param name="column">The column.</param>
    /// <param name="learned">The rows that bounds are taken from: those that the model learned from.</param>
    /// <param name="given">The plan's bounds; null: round numbers near the quartiles, or each value where there are few.</param>
    public static GroupCut? Of(string column, Table learned, double[]? given)
    {
        if (learned[column] is DateColumn) return null;
        if (learned[column] is not NumberColumn numbers) return new GroupCut(column, null);
        if (given is not null) return new GroupCut(column, given);
        double[] sorted = [.. numbers.Values.ToArray().Where(value => !double.IsNaN(value)).Order()];
        if (sorted.Distinct().Take(FewValues + 1).Count() <= FewValues) return new GroupCut(column, null);
        double[] quartiles = RoundNumbers.Edges(sorted, Parts);
        return new GroupCut(column, quartiles.Length == 0 ? null : quartiles);
    }

    /// <summary>The group of each row, by name.</summary>
    public string[] Of(Table table)
    {
        if (bounds is null)
        {
            CategoryColumn levels = table.Category(Column);
            return [.. levels.Values.ToArray().Select(code => code < 0 ? Missing : levels.Levels[code])];
        }

        string[] names = [.. Enumerable.Range(0, bounds.Length + 1).Select(Name)];
        return [.. table.Number(Column).Values.ToArray().Select(value => double.IsNaN(value) ? Missing
            : names[bounds.Count(bound => value >= bound)])];
    }

    /// <summary>Sorts group names as a reader expects them: numbers by size, the missing last.</summary>
    public IEnumerable<string> Ordered(IEnumerable<string> names)
    {
        string[] own = bounds is null ? [] : [.. Enumerable.Range(0, bounds.Length + 1).Select(Name)];
        return names.OrderBy(name => name == Missing).ThenBy(name => Array.IndexOf(own, name)).ThenBy(name => name, StringComparer.Ordinal);
    }

    string Name(int group) => group == 0 ? $"below {Numbers.Text(bounds![0])}"
        : group == bounds!.Length ? $"from {Numbers.Text(bounds[^1])}"
        : $"{Numbers.Text(bounds[group - 1])} to below {Numbers.Text(bounds[group])}";
}
