namespace Florin;

/// <summary>Levels, such as grades or branches: a code for each row and a text for each code.</summary>
public sealed class CategoryColumn : Column
{
    /// <summary>The code of a missing cell.</summary>
    public const int Missing = -1;

    readonly int[] codes;
    readonly string[] levels;

    /// <summary>A column of these codes: an index into <paramref name="levels"/>, or <see cref="Missing"/>.</summary>
    /// <exception cref="FlorinException">FLR0517: a code without a level, or a level that occurs twice.</exception>
    public CategoryColumn(string name, ReadOnlySpan<int> codes, ReadOnlySpan<string> levels)
        : this(name, codes.ToArray(), levels.ToArray())
    {
    }

    /// <summary>Takes the arrays as its own.</summary>
    internal CategoryColumn(string name, int[] codes, string[] levels)
        : base(name, codes.Length)
    {
        if (levels.Length > 1 && levels.Distinct(StringComparer.Ordinal).Count() != levels.Length)
            throw DataErrors.Levels(name, "a level occurs twice");
        int missing = 0;
        foreach (int code in codes)
        {
            if (code < Missing || code >= levels.Length) throw DataErrors.Levels(name, "a code has no level");
            if (code == Missing) missing++;
        }

        this.codes = codes;
        this.levels = levels;
        MissingCount = missing;
    }

    /// <summary>A column of texts, null where one is missing; the levels are in ordinal order.</summary>
    public static CategoryColumn From(string name, IEnumerable<string?> texts)
    {
        string?[] cells = [.. texts];
        string[] levels = [.. cells.OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        Dictionary<string, int> code = Codes(levels);
        int[] codes = [.. cells.Select(cell => cell is null ? Missing : code[cell])];
        return new CategoryColumn(name, codes, levels);
    }

    /// <inheritdoc/>
    public override ColumnKind Kind => ColumnKind.Category;

    /// <inheritdoc/>
    public override int MissingCount { get; }

    /// <summary>The code of each row: an index into <see cref="Levels"/>, or <see cref="Missing"/>.</summary>
    public ReadOnlySpan<int> Values => codes;

    /// <summary>The text of each code. A subset of rows keeps all levels, so that codes keep their meaning.</summary>
    public IReadOnlyList<string> Levels => levels;

    /// <summary>The levels that a row has, in their order.</summary>
    internal string[] Present()
    {
        var seen = new HashSet<int>(codes);
        return [.. levels.Where((_, code) => seen.Contains(code))];
    }

    /// <inheritdoc/>
    public override bool IsMissing(int row) => codes[row] == Missing;

    /// <inheritdoc/>
    public override string? TextAt(int row) => codes[row] == Missing ? null : levels[codes[row]];

    /// <inheritdoc/>
    public override bool Holds(int row, string value) => codes[row] != Missing && Numbers.SameValue(levels[codes[row]], value);

    /// <inheritdoc/>
    public override CategoryColumn AsCategories() => this;

    /// <summary>The same cells coded by another list, such as the one a model has stored. Levels that the list lacks come after it, in
    /// their own order: a code that is not below the list's length is unseen.</summary>
    public CategoryColumn WithLevels(IReadOnlyList<string> known)
    {
        Dictionary<string, int> place = Codes(known);
        var all = new List<string>(known);
        var map = new int[levels.Length];
        for (int code = 0; code < map.Length; code++)
        {
            if (!place.TryGetValue(levels[code], out map[code]))
            {
                map[code] = all.Count;
                all.Add(levels[code]);
            }
        }

        int[] changed = [.. codes.Select(code => code == Missing ? Missing : map[code])];
        return new CategoryColumn(Name, changed, all.ToArray());
    }

    /// <inheritdoc/>
    public override CategoryColumn Renamed(string name) => new(name, codes, levels);

    /// <inheritdoc/>
    public override CategoryColumn Rows(ReadOnlySpan<int> rows) => new(Name, Pick(Values, rows), levels);

    static Dictionary<string, int> Codes(IReadOnlyList<string> levels)
    {
        var codes = new Dictionary<string, int>(levels.Count, StringComparer.Ordinal);
        for (int code = 0; code < levels.Count; code++) codes.TryAdd(levels[code], code);
        return codes;
    }
}
