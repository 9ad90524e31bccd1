namespace Florin;

/// <summary>Free text, such as a complaint or a headline, kept as it stands in the file.</summary>
public sealed class TextColumn : Column
{
    readonly string?[] values;

    /// <summary>A column of these texts, null where one is missing.</summary>
    public TextColumn(string name, IEnumerable<string?> values)
        : this(name, [.. values])
    {
    }

    /// <summary>Takes the array as its own.</summary>
    internal TextColumn(string name, string?[] values)
        : base(name, values.Length)
    {
        this.values = values;
        MissingCount = values.Count(value => value is null);
    }

    /// <inheritdoc/>
    public override ColumnKind Kind => ColumnKind.Text;

    /// <inheritdoc/>
    public override int MissingCount { get; }

    /// <summary>The text of a row, null when it is missing.</summary>
    public string? this[int row] => values[row];

    /// <inheritdoc/>
    public override bool IsMissing(int row) => values[row] is null;

    /// <inheritdoc/>
    public override string? TextAt(int row) => values[row];

    /// <inheritdoc/>
    public override bool Holds(int row, string value) => values[row] is { } text && Numbers.SameValue(text, value);

    /// <inheritdoc/>
    public override CategoryColumn AsCategories() => CategoryColumn.From(Name, values.Select(value => value?.Trim()));

    /// <inheritdoc/>
    public override TextColumn Renamed(string name) => new(name, values);

    /// <inheritdoc/>
    public override TextColumn Rows(ReadOnlySpan<int> rows) => new(Name, Pick<string?>(values, rows));
}
