namespace Florin;

using System.Collections.Immutable;
using System.Text.Json.Serialization;

/// <summary>
/// A column of categories: an input for each level. A level that training did not know, or knew too rarely, is "other"; a missing cell is a
/// level of its own where training rows lacked values, else "other". With <see cref="Means"/> there is one input, a number for each level.
/// </summary>
/// <param name="Column">The column's name.</param>
/// <param name="Levels">The levels with an input, the most frequent first.</param>
/// <param name="Other">Whether there is an input for all others.</param>
/// <param name="Indicator">Whether there is an input that says "missing".</param>
public sealed record CategoryEncoder(string Column, ImmutableArray<string> Levels, bool Other, bool Indicator) : ColumnEncoder(Column)
{
    /// <summary>A number for each level, then for all others, then for a missing cell where there is an indicator; empty: an input for each
    /// level.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public ImmutableArray<double> Means { get; init; }

    /// <summary>Whether a level is one number.</summary>
    [JsonIgnore]
    internal bool ByMean => !Means.IsDefaultOrEmpty;

    /// <inheritdoc/>
    [JsonIgnore]
    public override ImmutableArray<string> Outputs => ByMean ? [$"{Column} by mean target"] :
    [
        .. Levels.Select(level => $"{Column} = {level}"), .. Other ? [$"{Column} = other"] : (ReadOnlySpan<string>)[],
        .. Indicator ? [$"{Column} missing"] : (ReadOnlySpan<string>)[],
    ];

    /// <inheritdoc/>
    [JsonIgnore]
    public override ImmutableArray<bool> Amounts => [.. Outputs.Select(_ => ByMean)];

    /// <inheritdoc/>
    [JsonIgnore]
    public override ColumnKind CellKind => ColumnKind.Category;

    internal override void Encode(Column column, EncodedRows rows, int first)
    {
        CategoryColumn codes = column.AsCategories();
        int[] places = [.. codes.Levels.Select(level => Levels.IndexOf(level))];
        for (int row = 0; row < codes.Count; row++)
        {
            int code = codes.Values[row];
            if (code == CategoryColumn.Missing) SetMissing(rows, row, first);
            else Set(rows, row, first, places[code]);
        }
    }

    /// <summary>The inputs of one row; a place below zero is a level that has none.</summary>
    internal void Set(EncodedRows rows, int row, int first, int place)
    {
        if (place < 0) rows.CountUnknown();
        if (ByMean) rows.Set(row, first, Means[place < 0 ? Levels.Length : place]);
        else if (place >= 0) rows.Set(row, first + place, 1);
        else if (Other) rows.Set(row, first + Levels.Length, 1);
    }

    internal override void SetMissing(EncodedRows rows, int row, int first)
    {
        if (ByMean) rows.Set(row, first, Means[Levels.Length + (Indicator ? 1 : 0)]);
        else if (Indicator) rows.Set(row, first + Levels.Length + (Other ? 1 : 0), 1);
        else if (Other) rows.Set(row, first + Levels.Length, 1);
    }

    internal static CategoryEncoder? Fit(CategoryColumn column, FeatureOptions options, bool means = false)
    {
        int[] counts = new int[column.Levels.Count];
        foreach (int code in column.Values) if (code >= 0) counts[code]++;
        ImmutableArray<string> levels = [.. Enumerable.Range(0, counts.Length).Where(code => counts[code] >= options.RareBelow)
            .OrderByDescending(code => counts[code]).ThenBy(code => column.Levels[code], StringComparer.Ordinal)
            .Take(means ? int.MaxValue : options.MaximumLevels).Select(code => column.Levels[code])];
        int covered = Enumerable.Range(0, counts.Length).Where(code => levels.Contains(column.Levels[code])).Sum(code => counts[code]);
        int others = column.Count - column.MissingCount - covered;
        bool indicator = column.MissingCount >= options.RareBelow;
        if (levels.Length + (others > 0 ? 1 : 0) + (indicator ? 1 : 0) < 2) return null;
        return new CategoryEncoder(column.Name, levels, others > 0, indicator);
    }
}
