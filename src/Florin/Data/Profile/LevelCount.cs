namespace Florin;

/// <summary>A level and how many rows have it.</summary>
/// <param name="Level">The text of the level.</param>
/// <param name="Count">Its rows.</param>
public sealed record LevelCount(string Level, int Count)
{
    /// <summary>The most frequent levels, those of equal count in the column's order.</summary>
    internal static IReadOnlyList<LevelCount> Of(CategoryColumn column, int most)
    {
        var counts = new int[column.Levels.Count];
        foreach (int code in column.Values) if (code >= 0) counts[code]++;
        return [.. counts.Index().Where(level => level.Item > 0).OrderByDescending(level => level.Item).Take(most)
            .Select(level => new LevelCount(column.Levels[level.Index], level.Item))];
    }
}
