namespace Florin;

/// <summary>Collects numbers.</summary>
sealed class NumberBuilder(MissingTexts missing, int capacity) : CellBuilder
{
    double[] values = GC.AllocateUninitializedArray<double>(Math.Max(capacity, 16));
    int count, missingCount;

    public BadCells Bad { get; } = new();

    /// <summary>Cells that hold something, bad ones among them.</summary>
    public int Present => count - missingCount;

    public override void Add(ReadOnlySpan<byte> cell)
    {
        if (count == values.Length) Grow();
        if (!Numbers.TryParse(cell, out double value)) value = Unclean(Trim(cell));
        else if (missing.Contains(value)) value = Missing();
        values[count++] = value;
    }

    public override void AddMissing()
    {
        if (count == values.Length) Grow();
        values[count++] = Missing();
    }

    public NumberColumn Column(string name) =>
        values.Length <= count + count / 8 ? new(name, values, count) : new(name, values[..count]);

    void Grow()
    {
        double[] larger = GC.AllocateUninitializedArray<double>(checked(2 * count));
        values.CopyTo(larger, 0);
        values = larger;
    }

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
