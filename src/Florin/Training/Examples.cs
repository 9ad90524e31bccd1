namespace Florin;

using System.Globalization;

/// <summary>
/// Rows to learn from or to score: numbers, categories, lengths of sequences, target, weight and exposure, each a flat array in row order.
/// </summary>
/// <remarks>Checked when it is used: a NaN is reported with its row and column, never trained on.</remarks>
public sealed record Examples
{
    /// <summary>Numbers, row after row: rows · (product of <see cref="Axes"/>).</summary>
    public Real[]? Numbers { get; init; }

    /// <summary>Axes of one row of numbers: [features], [time, features] or [height, width, channels].</summary>
    public EquatableArray<int> Axes { get; init; }

    /// <summary>Category codes, row after row, a column for each entry of <see cref="Levels"/>; 0 is the unknown.</summary>
    public int[]? Categories { get; init; }

    /// <summary>Levels of each category column, the unknown not counted.</summary>
    public EquatableArray<int> Levels { get; init; }

    /// <summary>Valid steps of each row's sequence, 1 to the time axis; null: all steps of all rows.</summary>
    /// <remarks>
    /// What stands behind a row's end changes nothing but must be finite, zeros best: layers that work step by step (dense, norms) compute
    /// it, and a NaN times a gradient of 0 is NaN. A NaN there is refused as anywhere else.
    /// </remarks>
    public int[]? Lengths { get; init; }

    /// <summary>What is to be learned, row after row.</summary>
    public Real[]? Target { get; init; }

    /// <summary>Axes of one row of the target. Default [1].</summary>
    public EquatableArray<int> TargetAxes { get; init; } = [1];

    /// <summary>Weight of each row, 0 or more; null: 1.</summary>
    public Real[]? Weight { get; init; }

    /// <summary>Exposure of each row, above 0 (counts with a log link: the target is expected in proportion to it); null: 1.</summary>
    public Real[]? Exposure { get; init; }

    /// <summary>Names of the columns of numbers, for errors and explanations; may be empty.</summary>
    public EquatableArray<string> Names { get; init; }

    /// <summary>Rows.</summary>
    public int Count => Numbers is not null ? RowSize <= 0 ? 0 : Numbers.Length / RowSize
        : Categories is not null && Levels.Count > 0 ? Categories.Length / Levels.Count : 0;

    /// <summary>The extents that a net reads.</summary>
    public InputShape Input => new(Numbers is null ? null : Axes, Categories is null ? [] : Levels, Lengths is not null);

    internal int RowSize => Axes.Span.ToArray().Aggregate(1, (size, axis) => size * axis);

    internal int TargetSize => TargetAxes.Span.ToArray().Aggregate(1, (size, axis) => size * axis);

    /// <summary>One number in, one number out: x and y of equal length.</summary>
    public static Examples Of(Real[] x, Real[]? y = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        return new Examples { Numbers = x, Axes = [1], Target = y };
    }

    /// <summary>A matrix of rows and columns, and one target a row.</summary>
    public static Examples Of(Real[,] x, Real[]? y = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        Real[] flat = new Real[x.Length];
        Buffer.BlockCopy(x, 0, flat, 0, x.Length * sizeof(Real));
        return new Examples { Numbers = flat, Axes = [x.GetLength(1)], Target = y };
    }

    /// <summary>Rows as arrays of equal length, and one target a row.</summary>
    public static Examples Of(Real[][] x, Real[]? y = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        int width = x.Length == 0 ? 0 : x[0].Length;
        for (int row = 0; row < x.Length; row++)
            if (x[row].Length != width)
                throw new FlorinException("FLR0301", "rows have different lengths", $"row {row + 1}",
                    $"{x[row].Length} numbers, the first row has {width}", "give every row the same columns");
        return new Examples { Numbers = [.. x.SelectMany(row => row)], Axes = [width], Target = y };
    }

    /// <summary>A flat array of rows with the given axes, and a target.</summary>
    public static Examples Of(Real[] x, int[] axes, Real[]? y = null) =>
        new() { Numbers = x, Axes = EquatableArray.Create<int>(axes), Target = y };

    /// <summary>The rows named, in that order.</summary>
    public Examples Rows(ReadOnlySpan<int> rows) => this with
    {
        Numbers = Pick(Numbers, RowSize, rows),
        Categories = Pick(Categories, Levels.Count, rows),
        Lengths = Pick(Lengths, 1, rows),
        Target = Pick(Target, TargetSize, rows),
        Weight = Pick(Weight, 1, rows),
        Exposure = Pick(Exposure, 1, rows),
    };

    /// <summary>Rows start to start + length - 1.</summary>
    public Examples Range(int start, int length) => Rows([.. Enumerable.Range(start, length)]);

    internal string ColumnName(int column) => column < Names.Count ? $"\"{Names[column]}\""
        : (column + 1).ToString(CultureInfo.InvariantCulture);

    static T[]? Pick<T>(T[]? values, int size, ReadOnlySpan<int> rows)
    {
        if (values is null) return null;
        T[] picked = new T[rows.Length * size];
        for (int i = 0; i < rows.Length; i++) values.AsSpan(rows[i] * size, size).CopyTo(picked.AsSpan(i * size));
        return picked;
    }
}
