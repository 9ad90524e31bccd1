namespace Florin;

/// <summary>Days or moments. A time with a zone is kept as UTC, one without as it was written.</summary>
public sealed class DateColumn : Column
{
    readonly DateTime[] values;

    /// <summary>A column of these dates, null where one is missing. The kind of a <see cref="DateTime"/> is not kept: local time is
    /// converted to UTC.</summary>
    public DateColumn(string name, IEnumerable<DateTime?> values)
        : this(name, [.. values.Select(value => value is { } date ? Plain(date) : Missing)])
    {
    }

    /// <summary>Takes the array as its own.</summary>
    internal DateColumn(string name, DateTime[] values)
        : base(name, values.Length)
    {
        this.values = values;
        MissingCount = values.Count(value => value == Missing);
    }

    /// <summary>Marks a missing cell: no file of transactions holds the first moment of year 1.</summary>
    internal static DateTime Missing => DateTime.MinValue;

    /// <inheritdoc/>
    public override ColumnKind Kind => ColumnKind.Date;

    /// <inheritdoc/>
    public override int MissingCount { get; }

    /// <summary>The date of a row, null when it is missing.</summary>
    public DateTime? this[int row] => values[row] == Missing ? null : values[row];

    /// <summary>All cells; <see cref="DateTime.MinValue"/> where one is missing.</summary>
    public ReadOnlySpan<DateTime> Values => values;

    /// <inheritdoc/>
    public override bool IsMissing(int row) => values[row] == Missing;

    /// <inheritdoc/>
    public override string? TextAt(int row) => IsMissing(row) ? null : Dates.Text(values[row]);

    /// <inheritdoc/>
    public override bool Holds(int row, string value) =>
        !IsMissing(row) && Dates.TryParse(value.Trim(), out DateTime date) && values[row] == date;

    /// <inheritdoc/>
    public override CategoryColumn AsCategories()
    {
        // The ordinal order of ISO texts is the order of time.
        DateTime[] levels = [.. values.Where(value => value != Missing).Distinct().Order()];
        int[] codes = [.. values.Select(value => value == Missing ? CategoryColumn.Missing : Array.BinarySearch(levels, value))];
        return new CategoryColumn(Name, codes, levels.Select(Dates.Text).ToArray());
    }

    /// <inheritdoc/>
    public override DateColumn Renamed(string name) => new(name, values);

    /// <inheritdoc/>
    public override DateColumn Rows(ReadOnlySpan<int> rows) => new(Name, Pick(Values, rows));

    static DateTime Plain(DateTime date) =>
        DateTime.SpecifyKind(date.Kind == DateTimeKind.Local ? date.ToUniversalTime() : date, DateTimeKind.Unspecified);
}
