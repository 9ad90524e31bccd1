namespace Florin;

using System.Text.Json.Serialization;

/// <summary>What a model of two classes predicts: that a column holds one of its two values.</summary>
/// <param name="Column">The target column.</param>
/// <param name="Positive">The value that is the event, as text; numbers are compared by value.</param>
/// <param name="Negative">The other value.</param>
public sealed record BinaryTarget(string Column, string Positive, string Negative) : ModelTarget(Column)
{
    static readonly string[] Events = ["1", "yes", "y", "true", "t", "bad", "default", "defaulted", "fraud", "churn", "churned", "event"];

    /// <inheritdoc/>
    [JsonIgnore]
    public override ModelTask Task => ModelTask.Binary;

    /// <inheritdoc/>
    [JsonIgnore]
    public override string InWords => $"the probability that {Column} = {Positive}";

    /// <inheritdoc/>
    internal override Loss Loss => Loss.BinaryCrossEntropy;

    internal override string? Lacks(ReadOnlySpan<double> labels, bool learned) => labels.Contains(0) && labels.Contains(1) ? null
        : FormattableString.Invariant($"{labels.Length} rows, {labels.Count(1.0)} of them \"{Positive}\"");

    /// <summary>
    /// The target of a table: the positive value that the schema names, or the one of the two that reads like an event. The schema has
    /// checked that the target is there, complete and holds the positive value.
    /// </summary>
    /// <exception cref="FlorinException">FLR0561: no target; FLR0563: not two values; FLR0564: which of the two is the event is not
    /// clear.</exception>
    public static BinaryTarget Of(Table table, Schema schema)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(schema);
        string name = Named(schema);
        string[] levels = table.Category(name).Present();
        if (levels.Length != 2)
            throw new FlorinException("FLR0563", "the target must have two values", $"column \"{name}\"",
                levels.Length == 0 ? "no rows" : FormattableString.Invariant($"{levels.Length}: {string.Join(", ", levels.Take(6))}"),
                "choose another target, or a recipe for several classes or numbers");
        string? positive = schema.Given.Positive is { } given
            ? levels.FirstOrDefault(level => Numbers.SameValue(level, given))
            : levels.FirstOrDefault(ReadsLikeEvent);
        if (positive is null)
            throw new FlorinException("FLR0564", "which value of the target is the event is not clear", $"column \"{name}\", data.positive",
                schema.Given.Positive ?? "none is said", $"write positive: {levels[0]} or positive: {levels[1]}");
        return new BinaryTarget(name, positive, levels.First(level => level != positive));
    }

    /// <summary>Whether people write an event this way: 1, yes, bad and the like.</summary>
    internal static bool ReadsLikeEvent(string level) =>
        Array.Exists(Events, word => Numbers.SameValue(word, level.ToLowerInvariant()));

    /// <summary>1 for the event and 0 for the other value, row by row.</summary>
    /// <exception cref="FlorinException">FLR0565: a row has neither value.</exception>
    public override double[] Labels(Table table)
    {
        ArgumentNullException.ThrowIfNull(table);
        Column column = table[Column];
        double[] labels = new double[column.Count];
        for (int row = 0; row < labels.Length; row++)
        {
            if (column.Holds(row, Positive)) labels[row] = 1;
            else if (!column.Holds(row, Negative))
                throw new FlorinException("FLR0565", "a row has neither value of the target",
                    FormattableString.Invariant($"row {table.RowNumber(row)}, column \"{Column}\""),
                    column.IsMissing(row) ? "a missing cell" : "another value", $"write \"{Positive}\" or \"{Negative}\"");
        }

        return labels;
    }
}
