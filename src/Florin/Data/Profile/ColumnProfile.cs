namespace Florin;

/// <summary>What one column holds.</summary>
/// <param name="Name">The column.</param>
/// <param name="Kind">The kind of its cells.</param>
/// <param name="Missing">Missing cells.</param>
/// <param name="Distinct">Different values among the others.</param>
public sealed record ColumnProfile(string Name, ColumnKind Kind, int Missing, int Distinct)
{
    const int Top = 10, FewestIdentifiers = 20;
    const double Leak = 0.95, LeakOfMissing = 0.7;

    /// <summary>Least value, lower quartile, median, upper quartile and greatest value of numbers, missing cells and sentinels among them
    /// left out, interpolated linearly between ranks; null for other kinds and where no number is left.</summary>
    public Quartiles? Quartiles { get; init; }

    /// <summary>The first and the last date.</summary>
    public (DateTime First, DateTime Last)? Span { get; init; }

    /// <summary>The ten most frequent levels of a column of levels.</summary>
    public IReadOnlyList<LevelCount> Levels { get; init; } = [];

    /// <summary>Numbers that look like codes instead of amounts; the rule is that of <see cref="Sentinels"/>.</summary>
    public IReadOnlyList<double> Codes { get; init; } = [];

    /// <summary>At most one value, missing cells aside.</summary>
    public bool IsConstant => Distinct <= 1;

    /// <summary>Names rows instead of describing them: at least 20 rows, nothing missing, every value once, and either whole numbers or
    /// levels.</summary>
    public bool IsIdentifierLike { get; init; }

    /// <summary>An earlier column with the same cells in all rows; null when there is none.</summary>
    public string? DuplicateOf { get; init; }

    /// <summary>How well this column alone orders the rows by a target of two levels, from 0.5 to 1: the area under the ROC curve, turned
    /// round if it is below 0.5, of rows in which the column is there. Levels are ordered by their own share of events, those of fewer
    /// than 20 rows together. Null without such a target, without rows of both outcomes, and for identifiers and free text.</summary>
    public double? Auc { get; init; }

    /// <summary>The same of whether the cell is missing.</summary>
    public double? AucOfMissing { get; init; }

    /// <summary>Whether the column may know the answer: <see cref="Auc"/> above 0.95, or <see cref="AucOfMissing"/> above 0.7.</summary>
    public bool IsLeakSuspect => Auc > Leak || AucOfMissing > LeakOfMissing;

    internal static ColumnProfile Of(Column column, bool[]? events)
    {
        ColumnProfile profile = column switch
        {
            NumberColumn numbers => OfNumbers(numbers),
            DateColumn dates => OfDates(dates),
            _ => OfLevels(column),
        };
        if (events is null) return profile;
        return profile with
        {
            Auc = profile.IsIdentifierLike || column is TextColumn ? null : SingleColumn.Auc(column, events),
            AucOfMissing = column.MissingCount == 0 ? null
                : SingleColumn.Auc([.. Enumerable.Range(0, column.Count).Select(row => column.IsMissing(row) ? 1.0 : 0.0)], events),
        };
    }

    static ColumnProfile OfNumbers(NumberColumn column)
    {
        double[] sorted = column.Values.ToArray();
        Array.Sort(sorted); // NaN comes first
        sorted = sorted[column.MissingCount..];
        double[] distinct = [.. sorted.Distinct()];
        IReadOnlyList<double> codes = Sentinels.Of(sorted);
        double[] amounts = codes.Count == 0 ? sorted : [.. sorted.Where(value => !codes.Contains(value))];
        return new ColumnProfile(column.Name, column.Kind, column.MissingCount, distinct.Length)
        {
            Codes = codes,
            Quartiles = amounts.Length == 0 ? null : Florin.Quartiles.Of(amounts),
            IsIdentifierLike = Names(column, distinct.Length) && sorted.All(double.IsInteger),
        };
    }

    static ColumnProfile OfDates(DateColumn column)
    {
        DateTime[] there = [.. column.Values.ToArray().Where(date => date != DateColumn.Missing)];
        return new ColumnProfile(column.Name, column.Kind, column.MissingCount, there.Distinct().Count())
        {
            Span = there.Length == 0 ? null : (there.Min(), there.Max()),
        };
    }

    static ColumnProfile OfLevels(Column column)
    {
        IReadOnlyList<LevelCount> levels = LevelCount.Of(column.AsCategories(), int.MaxValue);
        return new ColumnProfile(column.Name, column.Kind, column.MissingCount, levels.Count)
        {
            Levels = column is TextColumn ? [] : [.. levels.Take(Top)],
            IsIdentifierLike = column is CategoryColumn && Names(column, levels.Count),
        };
    }

    static bool Names(Column column, int distinct) =>
        column.Count >= FewestIdentifiers && column.MissingCount == 0 && distinct == column.Count;
}
