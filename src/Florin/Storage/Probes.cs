namespace Florin.Storage;

using System.Collections.Immutable;
using Florin.Kernels;

/// <summary>
/// Rows that no customer ever was: each column drawn alone, numbers from the scale that was fitted, categories from the levels that are
/// common. A loaded model must score them as it did.
/// </summary>
static class Probes
{
    public const int Rows = 16;

    const uint Slot = 11;

    public static Table For(FittedFeatures features) =>
        Table.From([.. features.Encoders.Select((encoder, column) => Of(encoder, (uint)column))]);

    static Column Of(ColumnEncoder encoder, uint column) => encoder switch
    {
        NumberEncoder numbers => new NumberColumn(encoder.Column, [.. Enumerable.Range(0, Rows).Select(row => Number(numbers, row,
            column))]),
        DateEncoder dates => new DateColumn(encoder.Column, Enumerable.Range(0, Rows).Select(row =>
            dates.Indicator && Draw(row, column, 8) == 0 ? (DateTime?)null : dates.Since.AddDays(Draw(row, column, 700)))),
        CategoryEncoder levels => CategoryColumn.From(encoder.Column, Enumerable.Range(0, Rows).Select(row => Level(levels, row, column))),
        _ => throw new InvalidOperationException(encoder.GetType().Name),
    };

    static double Number(NumberEncoder encoder, int row, uint column)
    {
        if (encoder.Indicator && Draw(row, column, 8) == 0) return double.NaN;
        if (encoder.Special.Length > 0 && Draw(row, column, 4) == 1) return encoder.Special[Draw(row, column, encoder.Special.Length)];
        double at = (Draw(row, column, 1000) + 0.5) / 1000;
        double value = encoder.Scale switch
        {
            QuantileScale scale => scale.X[0] + at * (scale.X[^1] - scale.X[0]),
            StandardScale scale => scale.Mean + (at * 4 - 2) * (scale.Factor == 0 ? 0 : 1 / scale.Factor),
            RobustScale scale => scale.Median + (at * 4 - 2) * (scale.Factor == 0 ? 0 : 1 / scale.Factor),
            TwoValueScale scale => at < 0.5 ? scale.Low : scale.High,
            _ => at,
        };
        return Numbers.ThreeDigits(value); // no amount of a customer, such as the largest, is left to be read
    }

    static string? Level(CategoryEncoder encoder, int row, uint column)
    {
        if (encoder.Indicator && Draw(row, column, 8) == 0) return null;
        ImmutableArray<string> levels = encoder.Levels;
        return levels.Length == 0 ? "other" : levels[Draw(row, column, levels.Length)];
    }

    static int Draw(int row, uint column, int bound) => (int)Philox.Below(bound, (uint)row, 0, (uint)bound, Slot, column);
}
