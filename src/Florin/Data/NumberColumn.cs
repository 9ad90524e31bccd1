namespace Florin;

/// <summary>Numbers, in the units of the file. Every number is finite; NaN marks a missing cell.</summary>
public sealed class NumberColumn : Column
{
    readonly double[] values;

    /// <summary>A column of these numbers; NaN is a missing cell.</summary>
    /// <exception cref="FlorinException">FLR0516: an infinite number.</exception>
    public NumberColumn(string name, ReadOnlySpan<double> values)
        : this(name, values.ToArray())
    {
    }

    /// <summary>Takes the array as its own.</summary>
    internal NumberColumn(string name, double[] values)
        : this(name, values, values.Length)
    {
    }

    /// <summary>Takes the array as its own, of which only the first numbers count.</summary>
    internal NumberColumn(string name, double[] values, int count)
        : base(name, count)
    {
        int missing = 0;
        for (int row = 0; row < count; row++)
        {
            if (double.IsFinite(values[row])) continue;
            if (double.IsInfinity(values[row])) throw DataErrors.Infinite(name, row);
            missing++;
        }

        this.values = values;
        MissingCount = missing;
    }

    /// <inheritdoc/>
    public override ColumnKind Kind => ColumnKind.Number;

    /// <inheritdoc/>
    public override int MissingCount { get; }

    /// <summary>All cells; NaN where one is missing, so ask <see cref="IsMissing"/> or <see cref="Column.MissingCount"/> before adding
    /// up.</summary>
    public ReadOnlySpan<double> Values => values.AsSpan(0, Count);

    /// <inheritdoc/>
    public override bool IsMissing(int row) => double.IsNaN(values[row]);

    /// <inheritdoc/>
    public override string? TextAt(int row) => IsMissing(row) ? null : Numbers.Text(values[row]);

    /// <inheritdoc/>
    public override bool Holds(int row, string value) => Numbers.TryParse(value, out double number) && values[row] == number;

    /// <inheritdoc/>
    public override CategoryColumn AsCategories()
    {
        double[] levels = [.. values.Take(Count).Where(value => !double.IsNaN(value)).Distinct().Order()];
        var codes = new int[Count];
        for (int row = 0; row < codes.Length; row++)
            codes[row] = double.IsNaN(values[row]) ? CategoryColumn.Missing : Array.BinarySearch(levels, values[row]);
        return new CategoryColumn(Name, codes, levels.Select(Numbers.Text).ToArray());
    }

    /// <inheritdoc/>
    public override NumberColumn Renamed(string name) => new(name, values, Count);

    /// <inheritdoc/>
    public override NumberColumn Rows(ReadOnlySpan<int> rows) => new(Name, Pick(Values, rows));
}
