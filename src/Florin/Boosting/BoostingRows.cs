namespace Florin;

using System.Globalization;

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

    internal double WeightOf(int row) => Weight is null ? 1 : Weight[row];

    internal double OffsetOf(int row) => Offset is null ? 0 : Offset[row];

    /// <summary>Everything that is wrong with rows to learn from, at once.</summary>
    internal void Check(BoostingOptions options, string what)
    {
        List<string> problems = [.. Shape()];
        if (Target is null) problems.Add("no target");
        if (Target is not null && Target.Length == Count) problems.AddRange(First(Target, "target", y => !Fits(y, options), Allowed(options)));
        if (Weight is not null && Weight.Length == Count)
            problems.AddRange(First(Weight, "weight", w => !(w >= 0 && double.IsFinite(w)), "0 or more"));
        if (options.Outputs > 1 && Offset is not null) problems.Add("an offset with several classes");
        if (problems.Count == 0 && !Enumerable.Range(0, Count).Any(row => WeightOf(row) > 0)) problems.Add("all weights are 0");
        Throw(problems, what);
    }

    /// <summary>Trees need two rows that differ in their targets.</summary>
    internal void CheckDiffers()
    {
        int used = Enumerable.Range(0, Count).Count(row => WeightOf(row) > 0);
        double[] seen = [.. Target!.Where((_, row) => WeightOf(row) > 0).Distinct().Take(2)];
        if (used < 2 || seen.Length < 2)
            throw new FlorinException("FLR0583", "there is nothing to learn", "training rows",
                used < 2 ? $"{used} rows with a weight above 0" : FormattableString.Invariant($"the target is {seen[0]} in every row"),
                "give rows whose targets differ");
    }

    /// <summary>Everything that is wrong with rows to score, at once.</summary>
    internal void CheckInputs(int columns, string what = "rows")
    {
        List<string> problems = [.. Shape()];
        if (Columns != columns) problems.Add($"{Columns} columns, the trees were fitted on {columns}");
        Throw(problems, what);
    }

    string NameOf(int column) => Names.Count > column ? $"column \"{Names[column]}\"" : $"column {column + 1}";

    IEnumerable<string> Shape()
    {
        if (Columns < 1 || Values.Length == 0 || Values.Length % Columns != 0)
        {
            yield return $"{Values.Length} numbers in rows of {Columns}";
            yield break;
        }

        if (Names.Count > 0 && Names.Count != Columns) yield return $"{Names.Count} names for {Columns} columns";
        foreach ((string name, double[]? numbers) in new[] { ("targets", Target), ("weights", Weight), ("offsets", Offset) })
            if (numbers is not null && numbers.Length != Count) yield return $"{numbers.Length} {name} for {Count} rows";
        int at = Array.FindIndex(Values, float.IsInfinity);
        if (at >= 0) yield return $"row {at / Columns + 1}, {NameOf(at % Columns)}: infinity";
        if (Offset is not null)
            foreach (string problem in First(Offset, "offset", value => !double.IsFinite(value), "finite")) yield return problem;
    }

    static IEnumerable<string> First(double[] numbers, string name, Predicate<double> bad, string allowed)
    {
        int row = Array.FindIndex(numbers, bad);
        if (row >= 0)
            yield return string.Create(CultureInfo.InvariantCulture, $"row {row + 1}: {name} {numbers[row]}; must be {allowed}");
    }

    static bool Fits(double y, BoostingOptions options) => double.IsFinite(y) && options.Loss switch
    {
        BoostingLoss.BinaryLogistic => y is 0 or 1,
        BoostingLoss.Poisson or BoostingLoss.Tweedie => y >= 0,
        BoostingLoss.Gamma => y > 0,
        BoostingLoss.Softmax => y >= 0 && y < options.Classes && y == Math.Floor(y),
        _ => true,
    };

    static string Allowed(BoostingOptions options) => options.Loss switch
    {
        BoostingLoss.BinaryLogistic => "0 or 1",
        BoostingLoss.Poisson or BoostingLoss.Tweedie => "0 or more",
        BoostingLoss.Gamma => "above 0",
        BoostingLoss.Softmax => $"a whole number from 0 to {options.Classes - 1}",
        _ => "finite",
    };

    static void Throw(List<string> problems, string what)
    {
        if (problems.Count > 0)
            throw new FlorinException("FLR0582", "the rows cannot be used", what, string.Join("; ", problems),
                "correct or leave out these rows; a missing number is NaN");
    }
}
