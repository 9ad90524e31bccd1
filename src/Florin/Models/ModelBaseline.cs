namespace Florin;

using System.Collections.Immutable;

/// <summary>
/// What later rows are compared with: how columns and scores were distributed when the model was made, and how good it was on rows that it
/// did not see. Shares, rounded edges and levels of at least five rows: nothing of any single row.
/// </summary>
/// <param name="Rows">Training rows.</param>
/// <param name="Score">Scores of rows that the model did not see, of several classes that of the likeliest; of counts rates.</param>
/// <param name="Columns">Each column that the model reads.</param>
/// <param name="Performance">The primary metric on rows that it did not see; null: not known.</param>
public sealed record ModelBaseline(int Rows, PopulationStability Score, ImmutableArray<ColumnBaseline> Columns,
    BaselineMetric? Performance = null)
{
    const int Bins = 10, FewestRows = 20;

    /// <summary>Names all rows of the file that the model was made from, in no order, as the model reads them; null: not known.</summary>
    public string? Development { get; init; }

    /// <summary>The baseline of a model; null where there are too few rows for shares to tell of no one.</summary>
    /// <param name="model">The model.</param>
    /// <param name="train">The rows that it learned from.</param>
    /// <param name="scores">Scores of rows that it did not see, one for each; at least 20.</param>
    /// <param name="performance">How good it was on them.</param>
    public static ModelBaseline? Of(Model model, Table train, double[] scores, BaselineMetric? performance = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(scores);
        if (train.RowCount < FewestRows || scores.Length < FewestRows) return null;
        return new ModelBaseline(train.RowCount, Binned(scores), [.. model.Features.Encoders
            .Where(encoder => train.Contains(encoder.Column) && encoder is not CategoryEncoder { Levels.Length: 0 }).Select(encoder =>
                Of(encoder, train[encoder.Column]))], performance);
    }

    static ColumnBaseline Of(ColumnEncoder encoder, Column column)
    {
        double missing = (double)column.MissingCount / column.Count;
        return encoder is CategoryEncoder levels
            ? new ColumnBaseline(encoder.Column, missing, PopulationStability.OfLevels(ColumnCells.Texts(column), levels.Levels))
            : new ColumnBaseline(encoder.Column, missing, Binned(ColumnCells.Amounts(column)));
    }

    /// <summary>Deciles with three digits; fewer where bins would hold fewer than 20 rows.</summary>
    static PopulationStability Binned(double[] values)
    {
        double[] present = [.. values.Where(value => !double.IsNaN(value)).Order()];
        int bins = Math.Clamp(present.Length / FewestRows, 2, Bins);
        double[] edges = present.Length == 0 ? [] : [.. Enumerable.Range(1, bins - 1)
            .Select(i => Numbers.ThreeDigits(Quartiles.At(present, (double)i / bins))).Distinct().Order()];
        return PopulationStability.On(values, edges.Length == 0 ? [0] : edges);
    }
}

/// <summary>How a column was distributed.</summary>
/// <param name="Column">The column.</param>
/// <param name="Missing">Share of missing cells.</param>
/// <param name="Bins">Shares of amounts (dates as days) or levels.</param>
public sealed record ColumnBaseline(string Column, double Missing, PopulationStability Bins);

/// <summary>How good a model was.</summary>
/// <param name="Metric">As study.json names it.</param>
/// <param name="Value">The metric.</param>
/// <param name="Low">Lower limit of the 95 % interval; null: not known.</param>
/// <param name="High">Upper limit.</param>
/// <param name="Rows">Rows that it was judged by.</param>
public sealed record BaselineMetric(string Metric, double Value, double? Low, double? High, int Rows);
