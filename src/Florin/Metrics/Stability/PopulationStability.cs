namespace Florin;

using System.Collections.Immutable;
using System.Globalization;
using MathNet.Numerics.Distributions;

/// <summary>
/// The bins and shares of an expected sample, frozen, to which later samples are compared by the population stability index (of a
/// score), also called characteristic stability index (of a feature).
/// </summary>
/// <param name="Edges">
/// Of numbers: rising upper edges of all bins but the last, each edge in the bin below it. Empty for categories.
/// </param>
/// <param name="Categories">Of categories: a bin each, and one more for all others. Empty for numbers.</param>
/// <param name="Expected">Share of the expected sample in each bin; the last is of missing values or of other categories.</param>
/// <param name="Rows">Rows of the expected sample.</param>
public sealed record PopulationStability(
    ImmutableArray<double> Edges, ImmutableArray<string> Categories, ImmutableArray<double> Expected, int Rows)
{
    /// <summary>
    /// Bins of numbers with equal shares of the expected sample; deciles by default. Equal edges are one; a constant has a bin below
    /// and one above.
    /// </summary>
    /// <param name="expected">One or more values that are not NaN; NaN is a missing value and has a bin of its own.</param>
    /// <param name="bins">2 or more.</param>
    /// <exception cref="FlorinException">FLR0607: the bins; FLR0613: no value.</exception>
    public static PopulationStability Of(ReadOnlySpan<double> expected, int bins = 10)
    {
        MetricCheck.Setting(nameof(bins), bins, 2, 10_000, "at least 2 bins");
        double[] sorted = [.. expected.ToArray().Where(value => !double.IsNaN(value)).Order()];
        if (sorted.Length == 0) throw MetricErrors.Sample("expected", "no value", "give a sample of one row or more");
        double[] edges = [.. Enumerable.Range(1, bins - 1).Select(i => Bootstrap.Quantile(sorted, (double)i / bins)).Distinct()
            .Where(edge => edge < sorted[^1])];
        if (edges.Length == 0) edges = [Math.BitDecrement(sorted[0]), sorted[0]]; // a constant that is left is a shift, either way
        return On(expected, edges);
    }

    /// <summary>A bin for each category of the expected sample; what it lacks is counted together.</summary>
    /// <param name="expected">One or more categories.</param>
    /// <exception cref="FlorinException">FLR0613: no row.</exception>
    public static PopulationStability OfCategories(IReadOnlyCollection<string> expected) =>
        OfLevels(expected, [.. (expected ?? []).Order(StringComparer.Ordinal)]);

    /// <summary>Bins of numbers between edges that are given.</summary>
    /// <param name="expected">One or more values; NaN is a missing value.</param>
    /// <param name="edges">Rising upper edges of all bins but the last.</param>
    /// <exception cref="FlorinException">FLR0613: no row, or edges that do not rise.</exception>
    public static PopulationStability On(ReadOnlySpan<double> expected, ReadOnlySpan<double> edges)
    {
        double[] own = edges.ToArray();
        if (expected.IsEmpty) throw MetricErrors.Sample("expected", "no row", "give a sample of one row or more");
        if (own.Length == 0 || own.Zip(own.Skip(1)).Any(pair => !(pair.First < pair.Second)))
            throw MetricErrors.Sample("edges", "edges that do not rise", "give one edge or more, each above the one before");
        return new PopulationStability([.. own], [], Shares(Counts(own, expected)), expected.Length);
    }

    /// <summary>A bin for each level that is given; all other categories are counted together.</summary>
    /// <param name="expected">One or more categories.</param>
    /// <param name="levels">The levels with a bin.</param>
    /// <exception cref="FlorinException">FLR0613: no row.</exception>
    public static PopulationStability OfLevels(IReadOnlyCollection<string> expected, IReadOnlyCollection<string> levels)
    {
        ArgumentNullException.ThrowIfNull(expected);
        ArgumentNullException.ThrowIfNull(levels);
        if (expected.Count == 0) throw MetricErrors.Sample("expected", "no row", "give a sample of one row or more");
        string[] names = [.. levels.Distinct(StringComparer.Ordinal)];
        return new PopulationStability([], [.. names], Shares(Counts(names, expected)), expected.Count);
    }

    /// <summary>Compares a later sample of numbers.</summary>
    /// <param name="actual">Values; NaN is a missing value.</param>
    /// <exception cref="FlorinException">FLR0613: no row, or the expected sample has categories.</exception>
    public StabilityTable Compare(ReadOnlySpan<double> actual)
    {
        if (!Categories.IsDefaultOrEmpty)
            throw MetricErrors.Sample("actual", "numbers, where categories were expected", "give categories");
        return Table(Counts([.. Edges], actual), i =>
            i == Edges.Length + 1 ? "missing"
            : i == 0 ? Text($"≤ {Edges[0]:G6}")
            : i == Edges.Length ? Text($"> {Edges[^1]:G6}") : Text($"{Edges[i - 1]:G6} – {Edges[i]:G6}"));
    }

    /// <summary>Compares a later sample of categories.</summary>
    /// <param name="actual">Categories.</param>
    /// <exception cref="FlorinException">FLR0613: no row, or the expected sample has numbers.</exception>
    public StabilityTable Compare(IReadOnlyCollection<string> actual)
    {
        ArgumentNullException.ThrowIfNull(actual);
        if (Categories.IsDefaultOrEmpty) throw MetricErrors.Sample("actual", "categories, where numbers were expected", "give numbers");
        return Table(Counts([.. Categories], actual), i => i < Categories.Length ? Categories[i] : "other");
    }

    /// <summary>The last bin is shown where either sample has rows in it.</summary>
    StabilityTable Table(int[] counts, Func<int, string> name)
    {
        int rows = counts.Sum();
        if (rows == 0) throw MetricErrors.Sample("actual", "no row", "give a sample of one row or more");
        ImmutableArray<double> actual = Shares(counts);
        int bins = actual[^1] > 0 || Expected[^1] > 0 ? actual.Length : actual.Length - 1;
        return new StabilityTable([.. Enumerable.Range(0, bins).Select(i =>
            new StabilityBin(name(i), Expected[i], actual[i], Psi.Term(Expected[i], actual[i])))], Rows, rows);
    }

    static int[] Counts(double[] edges, ReadOnlySpan<double> values)
    {
        int[] counts = new int[edges.Length + 2];
        foreach (double value in values)
        {
            int at = double.IsNaN(value) ? counts.Length - 1 : Array.BinarySearch(edges, value);
            counts[at < 0 ? ~at : at]++;
        }

        return counts;
    }

    static int[] Counts(string[] names, IEnumerable<string> values)
    {
        var places = names.Index().ToDictionary(name => name.Item, name => name.Index, StringComparer.Ordinal);
        int[] counts = new int[names.Length + 1];
        foreach (string value in values) counts[places.GetValueOrDefault(value, names.Length)]++;
        return counts;
    }

    static ImmutableArray<double> Shares(int[] counts)
    {
        double total = counts.Sum();
        return [.. counts.Select(count => count / total)];
    }

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <summary>One bin of a comparison.</summary>
/// <param name="Name">The range or the category; "missing" or "other" for the last.</param>
/// <param name="Expected">Share of the expected sample.</param>
/// <param name="Actual">Share of the sample compared.</param>
/// <param name="Psi">What the bin adds to the index.</param>
public sealed record StabilityBin(string Name, double Expected, double Actual, double Psi);

/// <summary>A sample beside the one expected.</summary>
/// <param name="Bins">In order.</param>
/// <param name="ExpectedRows">Rows of the expected sample.</param>
/// <param name="ActualRows">Rows of the sample compared.</param>
public sealed record StabilityTable(ImmutableArray<StabilityBin> Bins, int ExpectedRows, int ActualRows)
{
    /// <summary>The index: 0 or more; by custom below .10 stable, from .25 on shifted.</summary>
    public double Psi => Bins.Sum(bin => bin.Psi);

    /// <summary>
    /// What the index of two samples of these sizes from one population exceeds 1 time in 20: small samples have a large index by chance.
    /// </summary>
    public double Limit => Florin.Psi.Limit(Bins.Length, ExpectedRows, ActualRows);
}

/// <summary>The population stability index of shares.</summary>
public static class Psi
{
    /// <summary>Shares below this count as this.</summary>
    public const double Floor = 1e-4;

    /// <summary>Sum over bins of (a - e) ln(a / e), shares raised to <see cref="Floor"/> where they are less.</summary>
    /// <param name="expected">Shares, 0 or more.</param>
    /// <param name="actual">Shares, as many.</param>
    /// <exception cref="FlorinException">FLR0601–FLR0603: the shares.</exception>
    public static double Of(ReadOnlySpan<double> expected, ReadOnlySpan<double> actual)
    {
        MetricCheck.Length("actual", actual.Length, expected.Length);
        MetricCheck.Weights("expected", expected, expected.Length);
        MetricCheck.Weights("actual", actual, actual.Length);
        double sum = 0;
        for (int i = 0; i < expected.Length; i++) sum += Term(expected[i], actual[i]);
        return sum;
    }

    /// <summary>
    /// Yurdakul's statistical limit: the quantile of chi-square with bins - 1 degrees of freedom, times 1 / N + 1 / M. 0 for one bin.
    /// </summary>
    /// <param name="bins">1 or more.</param>
    /// <param name="expectedRows">N, 1 or more.</param>
    /// <param name="actualRows">M, 1 or more.</param>
    /// <param name="level">Probability that two samples of one population exceed it; .05 by default.</param>
    /// <exception cref="FlorinException">FLR0607.</exception>
    public static double Limit(int bins, int expectedRows, int actualRows, double level = 0.05)
    {
        MetricCheck.Setting(nameof(bins), bins, 1, int.MaxValue, "at least 1");
        MetricCheck.Setting("rows", Math.Min(expectedRows, actualRows), 1, int.MaxValue, "at least 1 in each sample");
        MetricCheck.Confidence(level);
        return bins == 1 ? 0 : ChiSquared.InvCDF(bins - 1, 1 - level) * (1.0 / expectedRows + 1.0 / actualRows);
    }

    internal static double Term(double expected, double actual)
    {
        (expected, actual) = (Math.Max(expected, Floor), Math.Max(actual, Floor));
        return (actual - expected) * MetricMath.Log(actual / expected);
    }
}
