namespace Florin;

using System.Collections.Immutable;
using System.Globalization;

/// <summary>The model in a part of the test rows.</summary>
/// <param name="Column">What the part is by.</param>
/// <param name="Name">The level or the range.</param>
/// <param name="Rows">Rows.</param>
/// <param name="Defaults">Defaults.</param>
/// <param name="MeanPd">Mean PD.</param>
/// <param name="Rate">Default rate with Jeffreys' 95 % interval.</param>
/// <param name="LevelP">P-value of z = (defaults - sum p) / sqrt(sum p (1 - p)), two-sided; null where that sum is below 5.</param>
/// <param name="Auc">With DeLong's interval; undefined with fewer than 10 rows of an outcome.</param>
/// <param name="ImpliedAuc">The AUC that the part's own PDs promise: lower where they lie close together; null where the AUC is
/// undefined.</param>
/// <param name="AucP">P-value, one-sided, that the AUC is not below <paramref name="ImpliedAuc"/>; null where it is undefined.</param>
public sealed record CreditSegment(string Column, string Name, int Rows, int Defaults, double MeanPd, MetricValue Rate, double? LevelP,
    MetricValue Auc, double? ImpliedAuc, double? AucP)
{
    /// <summary><see cref="LevelP"/> adjusted after Benjamini and Hochberg over all segments.</summary>
    public double? LevelQ { get; init; }

    /// <summary><see cref="AucP"/> adjusted in the same way.</summary>
    public double? AucQ { get; init; }

    /// <summary>Whether either is below 0.05.</summary>
    public bool Weak => LevelQ < 0.05 || AucQ < 0.05;

    internal double Order => Math.Min(LevelP ?? 1, AucP ?? 1);
}

/// <summary>Segments of the test rows: levels of categories and quarters of numbers.</summary>
/// <param name="pds">PDs of the rows.</param>
/// <param name="labels">1 for a default, else 0.</param>
/// <param name="codes">The numbers of a column that are codes: a part each; null: none are.</param>
sealed class CreditSegments(double[] pds, double[] labels, Func<string, double[]>? codes = null)
{
    public const int Smallest = 50, FewestOfOutcome = 10, MostLevels = 20, Parts = 4;

    const double LeastVariance = 5;

    /// <summary>The weakest first.</summary>
    public ImmutableArray<CreditSegment> Of(IEnumerable<Column> columns)
    {
        CreditSegment[] found = [.. columns.SelectMany(Parted).Select(part => Judged(part.Column, part.Name, part.Rows))];
        double?[] levels = Adjusted(found, segment => segment.LevelP), ranks = Adjusted(found, segment => segment.AucP);
        return
        [
            .. found.Select((segment, at) => segment with { LevelQ = levels[at], AucQ = ranks[at] })
                .OrderBy(segment => segment.Order).ThenBy(segment => segment.Column, StringComparer.Ordinal)
                .ThenBy(segment => segment.Name, StringComparer.Ordinal),
        ];
    }

    static double?[] Adjusted(CreditSegment[] segments, Func<CreditSegment, double?> p)
    {
        int[] tested = [.. Enumerable.Range(0, segments.Length).Where(at => p(segments[at]) is not null)];
        double[] adjusted = MultipleTests.BenjaminiHochberg([.. tested.Select(at => p(segments[at])!.Value)]);
        double?[] all = new double?[segments.Length];
        foreach ((int rank, int at) in tested.Index()) all[at] = adjusted[rank];
        return all;
    }

    /// <summary>The parts of a column that have enough rows and leave some.</summary>
    IEnumerable<(string Column, string Name, int[] Rows)> Parted(Column column)
    {
        string[] names = column is CategoryColumn ? ColumnCells.Texts(column) : column is NumberColumn numbers ? Ranges(numbers) : [];
        var parts = names.Select((name, row) => (name, row)).GroupBy(cell => cell.name, cell => cell.row, StringComparer.Ordinal).ToArray();
        return column is CategoryColumn && parts.Length > MostLevels ? []
            : parts.Where(part => part.Count() >= Smallest && part.Count() < names.Length)
                .Select(part => (column.Name, part.Key, part.ToArray()));
    }

    string[] Ranges(NumberColumn column)
    {
        double[] coded = codes?.Invoke(column.Name) ?? [];
        double[] sorted = [.. column.Values.ToArray().Where(value => double.IsFinite(value) && !coded.Contains(value)).Order()];
        if (sorted.Length < 2 * Smallest) return [];
        double[] edges = [.. Enumerable.Range(1, Parts - 1).Select(part => Bootstrap.Quantile(sorted, (double)part / Parts)).Distinct()
            .Where(edge => edge < sorted[^1])];
        return [.. column.Values.ToArray().Select(value => !double.IsFinite(value) ? ColumnCells.MissingText
            : coded.Contains(value) ? Text($"code {value:G6}") : Range(edges, value))];
    }

    static string Range(double[] edges, double value)
    {
        int at = Array.BinarySearch(edges, value);
        at = at < 0 ? ~at : at;
        return edges.Length == 0 ? "all" : at == 0 ? Text($"≤ {edges[0]:G6}")
            : at == edges.Length ? Text($"> {edges[^1]:G6}") : Text($"{edges[at - 1]:G6} – {edges[at]:G6}");
    }

    CreditSegment Judged(string column, string name, int[] own)
    {
        double[] inside = [.. own.Select(row => pds[row])], bad = [.. own.Select(row => labels[row])];
        double variance = inside.Sum(pd => pd * (1 - pd)), gap = bad.Sum() - inside.Sum();
        MetricValue auc = Ranked(inside, bad);
        (double Auc, double Variance)? implied = auc.Value is null ? null : PromisedAuc.Of(inside);
        double? p = implied is { Variance: > 0 } promise
            ? MetricMath.Normal((auc.Value!.Value - promise.Auc) / Math.Sqrt(promise.Variance)) : null;
        return new CreditSegment(column, name, own.Length, (int)bad.Sum(), inside.Average(), DefaultRate.Of(own.Length, (long)bad.Sum()),
            variance >= LeastVariance ? MetricMath.TwoSided(gap / Math.Sqrt(variance)) : null, auc, implied?.Auc, p);
    }

    static MetricValue Ranked(double[] pds, double[] labels)
    {
        double bad = labels.Sum();
        return bad < FewestOfOutcome || labels.Length - bad < FewestOfOutcome ? new MetricValue(null, null, null, labels.Length)
            : DeLong.Interval(new BinaryRows(pds, labels));
    }

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
