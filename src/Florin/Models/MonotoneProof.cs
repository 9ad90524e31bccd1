namespace Florin;

using System.Collections.Immutable;
using System.Globalization;

/// <summary>What is inspected of one column with a direction.</summary>
/// <param name="Column">The column.</param>
/// <param name="Direction">The promise.</param>
/// <param name="Weights">Learned numbers whose sign was looked at, on every path from the column to the score, over all nets.</param>
/// <param name="Knots">Points of the column's scale that were found in order.</param>
/// <param name="Refuted">Where the promise is not kept by construction; null: nowhere.</param>
public sealed record MonotoneColumn(string Column, MonotoneDirection Direction, long Weights, int Knots, string? Refuted);

/// <summary>
/// Whether a trained model keeps the directions of its columns for every value: read from the signs of its weights on every path, not
/// sampled. It holds for cells that are neither missing nor a special code, everything else being equal.
/// </summary>
/// <remarks>
/// Sums of products with weights of one sign, each step rounded, never turn back; neither do maximum, minimum and the scales. So what a net
/// says before its link keeps the direction to the last bit. The sigmoid (tested on every single number) and the mean of the nets keep
/// it too; a calibration is a rising function whose value is rounded: two scores that are equal but for rounding may differ by a
/// few units of 1e-16 either way.
/// </remarks>
public sealed record MonotoneProof
{
    /// <summary>The columns with a direction.</summary>
    public required ImmutableArray<MonotoneColumn> Columns { get; init; }

    /// <summary>What else was looked at, in sentences.</summary>
    public required ImmutableArray<string> Inspected { get; init; }

    /// <summary>Why the whole is not proved, whatever the column; null: nothing stands against it.</summary>
    public string? Refuted { get; init; }

    /// <summary>Whether every direction is proved.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool Proved => Refuted is null && Columns.All(column => column.Refuted is null);

    /// <summary>Inspects a trained model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="columns">The directions that are promised.</param>
    public static MonotoneProof Of(Model model, IReadOnlyDictionary<string, MonotoneDirection> columns)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(columns);
        return new MonotoneProof
        {
            Columns = [.. columns.OrderBy(each => each.Key, StringComparer.Ordinal).Select(each => Column(model, each.Key, each.Value))],
            Inspected =
            [
                string.Create(CultureInfo.InvariantCulture,
                    $"{model.Nets.Length} {(model.Nets.Length == 1 ? "net" : "nets")}, whose mean rises with each of them."),
                model.Calibration is { } calibration ? $"Calibration: {calibration.InWords}." : "No calibration.",
            ],
            Refuted = model.Target.Outputs != 1 ? "there are several scores"
                : model.Calibration is { } own && !Rises(own) ? $"the calibration does not rise: {own.InWords}"
                : null,
        };
    }

    /// <summary>Throws where a direction is not proved.</summary>
    /// <exception cref="FlorinException">FLR1513: with the first reason.</exception>
    public void Demand()
    {
        if (Proved) return;
        MonotoneColumn? column = Columns.FirstOrDefault(each => each.Refuted is not null);
        throw new FlorinException("FLR1513", "the model does not keep a direction that the plan promises",
            column is null ? "monotone" : $"monotone.{column.Column}", Refuted ?? column!.Refuted,
            "train from scratch with network: auto, or leave the column out of monotone");
    }

    static MonotoneColumn Column(Model model, string name, MonotoneDirection direction)
    {
        (int first, int count) = model.Features.InputsOf(name);
        if (count == 0)
            return new MonotoneColumn(name, direction, 0, 0, model.Features.Unused.Contains(name) ? null : "it is no input of the model");
        (int knots, string? wrong) = Scale(model.Features.Encoders.First(each => each.Column == name));
        long weights = 0;
        for (int net = 0; net < model.Nets.Length && wrong is null; net++)
        {
            var walk = new DirectionWalk(model.Nets[net]);
            wrong = walk.Refute(first, direction == MonotoneDirection.Up ? 1 : -1) is { } reason
                ? string.Create(CultureInfo.InvariantCulture, $"net {net + 1}: {reason}") : null;
            weights += walk.Inspected;
        }

        return new MonotoneColumn(name, direction, weights, knots, wrong);
    }

    /// <summary>Whether the scaled amount never falls when the cell rises.</summary>
    static (int Knots, string? Wrong) Scale(ColumnEncoder encoder) => encoder switch
    {
        NumberEncoder { Scale: var scale } => Scale(scale),
        DateEncoder { Cycles: false, Scale: var scale } => Scale(scale),
        DateEncoder => (0, "its time of year is an input too"),
        _ => (0, "it is read as categories"),
    };

    static (int Knots, string? Wrong) Scale(NumberScale scale) => scale switch
    {
        QuantileScale { X: var x, Z: var z } => Ordered(x, strictly: true) && Ordered(z, strictly: false)
            ? (x.Length, null) : (x.Length, "the knots of its scale are not in order"),
        StandardScale { Factor: >= 0 } => (1, null),
        TwoValueScale two when two.Low < two.High => (2, null),
        _ => (0, "its scale is not one that keeps directions to the last bit"),
    };

    static bool Ordered(ImmutableArray<double> values, bool strictly)
    {
        for (int i = 1; i < values.Length; i++)
            if (strictly ? !(values[i] > values[i - 1]) : !(values[i] >= values[i - 1])) return false;
        return true;
    }

    static bool Rises(Calibrator calibration) => calibration switch
    {
        TemperatureCalibration { Temperature: > 0 } or PlattCalibration { Slope: >= 0 } or BetaCalibration { A: >= 0, B: >= 0 } => true,
        IsotonicCalibration { X: var x, Y: var y } => Ordered(x, strictly: true) && Ordered(y, strictly: false),
        LogOddsShift => true,
        _ => false,
    };
}
