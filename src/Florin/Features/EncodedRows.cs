namespace Florin;

/// <summary>Rows as a net reads them.</summary>
public sealed class EncodedRows
{
    int unknown;

    internal EncodedRows(int rows, int width)
    {
        Count = rows;
        Width = width;
        Numbers = new float[checked(rows * width)];
    }

    /// <summary>Rows.</summary>
    public int Count { get; }

    /// <summary>Inputs of a row.</summary>
    public int Width { get; }

    /// <summary>Row after row: [rows, width].</summary>
    public float[] Numbers { get; }

    /// <summary>Cells whose category training did not know.</summary>
    public int UnknownCells => unknown;

    /// <summary>Counts one; columns may be encoded on several threads.</summary>
    internal void CountUnknown() => Interlocked.Increment(ref unknown);

    internal void Set(int row, int output, double value) => Numbers[row * Width + output] = (float)value;
}
