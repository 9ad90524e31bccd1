namespace Florin;

using System.Globalization;

/// <summary>Sizes of a network that has a name; what is null is the network's own.</summary>
public sealed record NetworkSizes
{
    /// <summary>Hidden layers, from 1.</summary>
    public int? Layers { get; init; }

    /// <summary>Units of each hidden layer, from 1.</summary>
    public int? Units { get; init; }

    /// <summary>Rate of dropout after each hidden layer, in [0, 1).</summary>
    public double? Dropout { get; init; }

    /// <summary>Members of TabM, from 1.</summary>
    public int? Members { get; init; }

    /// <summary>Pairs of columns that have a small net of their own; of additive alone.</summary>
    public EquatableArray<ColumnPair> Pairs { get; init; }

    /// <summary>What is given, as a plan writes it: "layers: 3, units: 256".</summary>
    public override string ToString() => string.Join(", ", new (string Name, IFormattable? Value)[]
        {
            ("layers", Layers), ("units", Units), ("dropout", Dropout), ("members", Members),
        }
        .Where(size => size.Value is not null)
        .Select(size => $"{size.Name}: {size.Value!.ToString(null, CultureInfo.InvariantCulture)}"));
}
