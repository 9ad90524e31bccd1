namespace Florin;

using System.Collections.Immutable;
using System.Text.Json.Serialization;

/// <summary>Which of several values a column holds.</summary>
/// <param name="Column">The target column.</param>
/// <param name="Levels">The values, in order of their text (numbers by value); a score has a probability for each.</param>
public sealed record ClassTarget(string Column, ImmutableArray<string> Levels) : ModelTarget(Column)
{
    /// <summary>More values than this are no classes.</summary>
    public const int MostLevels = 50;

    /// <inheritdoc/>
    [JsonIgnore]
    public override ModelTask Task => ModelTask.Classes;

    /// <inheritdoc/>
    [JsonIgnore]
    public override int Outputs => Levels.Length;

    /// <inheritdoc/>
    [JsonIgnore]
    public override string InWords => $"the probability of each {Column}: {string.Join(", ", Levels)}";

    /// <inheritdoc/>
    internal override Loss Loss => Loss.CategoricalCrossEntropy;

    /// <inheritdoc/>
    public override double[] Labels(Table table)
    {
        ArgumentNullException.ThrowIfNull(table);
        CategoryColumn column = table.Category(Column);
        int[] codes = [.. column.Levels.Select(level => Levels.IndexOf(level))];
        double[] labels = new double[column.Count];
        for (int row = 0; row < labels.Length; row++)
        {
            int code = column.Values[row];
            labels[row] = code >= 0 && codes[code] >= 0 ? codes[code] : throw new FlorinException("FLR0565",
                "a row has no value that the target may have",
                FormattableString.Invariant($"row {table.RowNumber(row)}, column \"{Column}\""),
                code < 0 ? "a missing cell" : "another value", "write one of " + string.Join(", ", Levels));
        }

        return labels;
    }

    /// <summary>The class with the highest score of a row, the first of equals.</summary>
    public int Likeliest(ReadOnlySpan<double> scores)
    {
        int best = 0;
        for (int code = 1; code < Levels.Length; code++) if (scores[code] > scores[best]) best = code;
        return best;
    }

    internal override string? Lacks(ReadOnlySpan<double> labels, bool learned)
    {
        if (!learned) return labels.Length > 0 ? null : "no rows";
        var seen = new HashSet<int>();
        foreach (double label in labels) seen.Add((int)label);
        return seen.Count == Levels.Length ? null
            : "no row of " + string.Join(", ", Levels.Where((_, code) => !seen.Contains(code)).Take(5));
    }

    internal static ClassTarget Of(Table table, string name)
    {
        string[] levels = table.Category(name).Present();
        if (levels.Length is < 2 or > MostLevels)
            throw new FlorinException("FLR0568", $"classes are 2 to {MostLevels} values", $"column \"{name}\"",
                FormattableString.Invariant($"{levels.Length} values"),
                levels.Length < 2 ? "give rows of several classes" : "choose another target, or generic/regression");
        bool numbers = levels.All(level => Numbers.TryParse(level, out _));
        return new ClassTarget(name, numbers
            ? [.. levels.OrderBy(level => Numbers.TryParse(level, out double value) ? value : 0)]
            : [.. levels.Order(StringComparer.Ordinal)]);
    }
}
