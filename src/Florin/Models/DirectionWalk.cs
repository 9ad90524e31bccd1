namespace Florin;

using System.Globalization;
using Florin.Graph;

/// <summary>
/// Follows one input of a trained net through its layers: of each number in between, whether it does not depend on the input (0), never
/// falls when the input rises (1), never rises (-1), or may do either (2). What a layer of another kind makes of a number that depends on
/// the input counts as either.
/// </summary>
sealed class DirectionWalk(TrainedNet net)
{
    const sbyte Either = 2;

    readonly IReadOnlyDictionary<string, float[]> parameters = net.Parameters, states = net.States;

    string? turned;

    /// <summary>Weights whose sign was looked at.</summary>
    public long Inspected { get; private set; }

    /// <summary>Why the output may go the wrong way; null: it cannot.</summary>
    /// <param name="input">The input, counted from 0.</param>
    /// <param name="direction">1 or -1.</param>
    public string? Refute(int input, int direction)
    {
        if (net.Input.Numbers is not { Count: 1 } axes || net.Net.IsFunction) return "the net is no list of layers over one row of numbers";
        var value = new Traced([axes[0]], new sbyte[axes[0]]);
        value.Signs[input] = 1;
        value = List(value, net.Net.Layers, "");
        if (value.Signs.Length != 1) return "the net has several outputs";
        return value.Signs[0] == 0 || value.Signs[0] == direction ? null
            : turned ?? "the output goes the other way";
    }

    Traced List(Traced value, EquatableArray<Layer> layers, string scope)
    {
        var counts = new Dictionary<string, int>();
        foreach (Layer layer in layers)
        {
            int number = counts[layer.Kind] = counts.GetValueOrDefault(layer.Kind) + 1;
            string own = layer.Name ?? string.Create(CultureInfo.InvariantCulture, $"{layer.Kind}{number}");
            value = One(value, layer, scope.Length == 0 ? own : $"{scope}.{own}");
        }

        return value;
    }

    Traced One(Traced value, Layer layer, string path)
    {
        switch (layer)
        {
            case SelectFeatures { Places: var places } when value.Axes.Length == 1:
                return new Traced([places.Count], [.. places.Select(place => value.Signs[place])]);
            case Branches { Lists: var lists }:
                Traced[] parts = [.. lists.Select((list, i) =>
                    List(value, list, string.Create(CultureInfo.InvariantCulture, $"{path}.branch{i + 1}")))];
                return Array.Exists(parts, part => part.Axes.Length != 1) ? Other(value, layer, path)
                    : new Traced([parts.Sum(part => part.Signs.Length)], [.. parts.SelectMany(part => part.Signs)]);
            case Dropout:
                return value;
            case Flatten:
                return new Traced([value.Signs.Length], value.Signs);
            case MonotoneDense { Units: var units } when value.Axes.Length == 1:
                return Product(value, units, path, bound: true);
            case Dense { Units: var units, Activation: Activation.None or Activation.Relu } when value.Axes.Length == 1:
                return Product(value, units, path, bound: false);
            case SumFeatures when value.Axes.Length == 1:
                return new Traced([1], [value.Signs.Aggregate((sbyte)0, Join)]);
            case PiecewiseLinear { Directions: { Count: > 0 } directions, Width: var width }:
                return Embedded(value, directions, width, path);
            default:
                return Other(value, layer, path);
        }
    }

    Traced Product(Traced value, int units, string path, bool bound)
    {
        float[] weight = parameters[path + ".weight"];
        var signs = new sbyte[units];
        for (int i = 0; i < value.Signs.Length; i++)
            for (int unit = 0; unit < units && value.Signs[i] != 0; unit++)
            {
                float own = bound ? Math.Abs(weight[i * units + unit]) : weight[i * units + unit];
                Inspected++;
                sbyte sign = float.IsNaN(own) ? Either : own == 0 ? (sbyte)0 : own > 0 ? value.Signs[i] : Turned(value.Signs[i]);
                signs[unit] = Join(signs[unit], sign);
            }

        if (Array.IndexOf(signs, Either) >= 0) turned ??= $"weights of both signs in {path}";
        return new Traced([units], signs);
    }

    Traced Embedded(Traced value, EquatableArray<int> directions, int width, string path)
    {
        float[] weight = parameters[path + ".weight"], bins = parameters[path + ".bins"];
        var signs = new sbyte[directions.Count * width];
        bool rising = !states.TryGetValue(path + ".slope", out float[]? slope) || (Array.TrueForAll(slope, each => each >= 0)
            && states[path + ".low"].Zip(states[path + ".high"]).All(bin => bin.First <= bin.Second));
        if (!rising) turned ??= $"bins of {path} that fall";
        for (int feature = 0; feature < directions.Count; feature++)
        {
            if (value.Signs[feature] == 0) continue;
            Inspected += width + bins.Length / directions.Count;
            sbyte sign = !rising || Array.Exists(weight, float.IsNaN) || Array.Exists(bins, float.IsNaN) ? Either
                : directions[feature] > 0 ? value.Signs[feature] : Turned(value.Signs[feature]);
            Array.Fill(signs, sign, feature * width, width);
        }

        return new Traced([directions.Count, width], signs);
    }

    /// <summary>The layer is built once to learn how much it gives.</summary>
    Traced Other(Traced value, Layer layer, string path)
    {
        bool touched = Array.Exists(value.Signs, sign => sign != 0);
        if (touched) turned ??= $"{path}, a layer without directions, reads it";
        int[] axes = layer.Apply(new NetInput(new GraphBuilder(training: false), InputShape.Of(value.Axes)).Main).Shape.Axes.ToArray();
        var signs = new sbyte[axes.Aggregate(1, (product, axis) => product * axis)];
        if (touched) Array.Fill(signs, Either);
        return new Traced(axes, signs);
    }

    static sbyte Turned(sbyte sign) => sign == Either ? Either : (sbyte)-sign;

    static sbyte Join(sbyte one, sbyte other) => one == 0 ? other : other == 0 || one == other ? one : Either;

    /// <summary>Numbers between two layers, and how each depends on the input.</summary>
    sealed record Traced(int[] Axes, sbyte[] Signs);
}
