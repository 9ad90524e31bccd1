namespace Florin;

using System.Collections.Immutable;
using System.Text.Json.Serialization;

/// <summary>
/// A share from 0 to 1 that a column holds, such as the part of a loan that is lost. Nets learn it by cross-entropy with a logistic link
/// (Papke and Wooldridge 1996): scores stay from 0 to 1 and are right on average. Where the columns of the whole are named, a score has an
/// amount: <see cref="Part"/> + share · (<see cref="Whole"/> - <see cref="Part"/>).
/// </summary>
/// <param name="Column">The target column.</param>
/// <param name="Clip">Whether numbers below 0 and above 1 are taken for 0 and 1; else they are an error.</param>
/// <param name="Whole">The column of the amount that it is a share of; null: a score has no amount.</param>
/// <param name="Part">The column of the amount below which it does not begin; null: 0.</param>
public sealed record ShareTarget(string Column, bool Clip = false, string? Whole = null, string? Part = null) : ModelTarget(Column)
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override ModelTask Task => ModelTask.Share;

    /// <inheritdoc/>
    internal override ImmutableArray<string> Beside => [.. new[] { Whole, Part }.OfType<string>()];

    /// <inheritdoc/>
    internal override Loss Loss => Loss.BinaryCrossEntropy;

    /// <inheritdoc/>
    /// <exception cref="FlorinException">FLR0565, FLR0567: as of amounts; FLR1566: numbers that are no share, and nothing says that they
    /// are clipped.</exception>
    public override double[] Labels(Table table)
    {
        ArgumentNullException.ThrowIfNull(table);
        double[] labels = Amounts(table, Column, double.IsFinite, "write a number from 0 to 1");
        int below = labels.Count(label => label < 0), above = labels.Count(label => label > 1);
        if (below + above > 0 && !Clip)
            throw new FlorinException("FLR1566", "a share is from 0 to 1", $"column \"{Column}\"",
                FormattableString.Invariant($"of {labels.Length} rows {below} below 0 and {above} above 1"),
                "write clip: true under data to take them for 0 and 1, or correct them");
        return [.. labels.Select(label => Math.Clamp(label, 0, 1))];
    }

    /// <summary>The amount of a row with that share; no number where a cell is missing, or where no column is named. A whole below its part
    /// leaves the part.</summary>
    public double AmountOf(Table table, int row, double share)
    {
        ArgumentNullException.ThrowIfNull(table);
        double part = Part is { } name ? table.Number(name).Values[row] : 0;
        return Whole is { } of ? part + share * Math.Max(0, table.Number(of).Values[row] - part) : double.NaN;
    }
}
