namespace Florin;

/// <summary>Rows of numbers to boost on or to score; NaN is a missing value.</summary>
/// <remarks>Checked when it is used.</remarks>
public sealed record BoostingRows
{
    /// <summary>Numbers, row after row: rows × <see cref="Columns"/>. NaN is missing, infinity is refused.</summary>
    public required float[] Values { get; init; }

    /// <summary>Numbers of a row, 1 or more.</summary>
    public required int Columns { get; init; }

    /// <summary>Names of the columns, for errors and monotone constraints; may be empty.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>What is to be learned: a number for each row, or the number of its class.</summary>
    public double[]? Target { get; init; }

    /// <summary>Weight of each row, 0 or more; null: 1.</summary>
    public double[]? Weight { get; init; }

    /// <summary>Added to each row's sum of trees: the logarithm of the exposure where the mean is in proportion to it; null: 0.</summary>
    public double[]? Offset { get; init; }

    /// <summary>Rows.</summary>
    public int Count => Columns > 0 ? Values.Length / Columns : 0;

    internal ReadOnlySpan<float> Row(int row) => Values.AsSpan(row * Columns, Columns);

    internal double WeightOf(int row) => Weight is null ? 1 : Weight[row];

    internal double OffsetOf(int row) => Offset is null ? 0 : Offset[row];

    /// <summary>Everything that is wrong with rows to learn from, at once.</summary>
    internal void Check(BoostingOptions options, string what)
    {
        (Predicate<double> fits, string allowed) = options.Loss switch
        {
            BoostingLoss.BinaryLogistic => ((Predicate<double>)(y => y is >= 0 and <= 1), "0 to 1"),
            BoostingLoss.Poisson or BoostingLoss.Tweedie => (y => y >= 0, "0 or more"),
            BoostingLoss.Gamma => (y => y > 0, "above 0"),
            BoostingLoss.Softmax => (y => y >= 0 && y < options.Classes && y == Math.Floor(y), $"0 to {options.Classes - 1}"),
            _ => (_ => true, "a number"),
        };
        List<string> problems = [.. Inputs(), .. Cells("target", Target ?? [], fits, allowed)];
        if (Weight is not null) problems.AddRange(Cells("weight", Weight, weight => weight >= 0, "0 or more"));
        if (options.Outputs > 1 && Offset is not null) problems.Add("an offset, which several classes do not take");
        if (Weight is not null && !Weight.Any(weight => weight > 0)) problems.Add("no weight above 0");
        Throw(problems, what);
    }

    /// <summary>Everything that is wrong with rows to score, at once.</summary>
    internal void CheckInputs(int columns, string what = "rows") => Throw(Columns == columns ? [.. Inputs()]
        : [.. Inputs(), $"{Columns} columns, the trees are fitted on {columns}"], what);

    internal static FlorinException Nothing(string place, string found) => new("FLR0583", "there is nothing to learn", place, found,
        "give rows whose targets differ, and a column that does");

    IEnumerable<string> Inputs()
    {
        if (Columns < 1 || Values.Length == 0 || Values.Length % Columns != 0) yield return $"{Values.Length} numbers in rows of {Columns}";
        if (Names.Count > 0 && Names.Count != Columns) yield return $"{Names.Count} names for {Columns} columns";
        int at = Array.FindIndex(Values, float.IsInfinity);
        if (at >= 0 && Columns > 0)
            yield return $"row {at / Columns + 1}, column {(Names.Count == Columns ? Names[at % Columns] : at % Columns + 1)}: infinity";
        if (Offset is null) yield break;
        foreach (string problem in Cells("offset", Offset, _ => true, "a number")) yield return problem;
    }

    IEnumerable<string> Cells(string name, double[] cells, Predicate<double> fits, string allowed)
    {
        if (cells.Length != Count) yield return $"{cells.Length} {name}s for {Count} rows";
        int row = Array.FindIndex(cells, cell => !(double.IsFinite(cell) && fits(cell)));
        if (row >= 0) yield return FormattableString.Invariant($"row {row + 1}: {name} {cells[row]}; must be {allowed}");
    }

    static void Throw(List<string> problems, string what)
    {
        if (problems.Count > 0)
            throw new FlorinException("FLR0582", "the rows cannot be used", what, string.Join("; ", problems),
                "correct or leave out these rows; a missing number is NaN");
    }
}
