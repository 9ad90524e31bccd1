namespace Florin;

/// <summary>Collects numbers.</summary>
sealed class NumberBuilder(MissingTexts missing, int capacity) : CellBuilder
{
    double[] values = new double[Math.Max(capacity, 16)];
    int count, missingCount;

    public BadCells Bad { get; } = new();

    /// <summary>Cells that hold something, bad ones among them.</summary>
    public int Present => count - missingCount;

    public override void Add(ReadOnlySpan<byte> cell)
    {
        if (count == values.Length) Array.Resize(ref values, checked(2 * count));
        if (!Numbers.TryParse(cell, out double value)) value = Unclean(Trim(cell));
        else if (missing.Contains(value)) value = Missing();
        values[count++] = value;
    }

    public override void AddMissing()
    {
        if (count == values.Length) Array.Resize(ref values, checked(2 * count));
        values[count++] = Missing();
    }

    public NumberColumn Column(string name) => new(name, values.Length == count ? values : values[..count]);

    double Unclean(ReadOnlySpan<byte> cell)
    {
        if (Numbers.TryParse(cell, out double value)) return missing.Contains(value) ? Missing() : value;
        if (missing.Contains(cell)) return Missing();
        Bad.Add(count, cell, "a number");
        return double.NaN;
    }

    double Missing()
    {
        missingCount++;
        return double.NaN;
    }
}
