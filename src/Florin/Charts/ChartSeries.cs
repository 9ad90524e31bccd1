namespace Florin;

using System.Collections.Immutable;
using System.Text.Json.Serialization;

/// <summary>Values over values.</summary>
/// <param name="Label">Its name in the legend.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(PointSeries), "points")]
[JsonDerivedType(typeof(LineSeries), "line")]
[JsonDerivedType(typeof(BandSeries), "band")]
public abstract record ChartSeries(string Label)
{
    /// <summary>Horizontal places.</summary>
    [JsonConverter(typeof(ChartNumbers))]
    public ImmutableArray<double> X { get; init; } = [];

    /// <summary>Vertical places, as many as horizontal ones.</summary>
    [JsonConverter(typeof(ChartNumbers))]
    public ImmutableArray<double> Y { get; init; } = [];
}

/// <summary>A cloud of points.</summary>
/// <param name="Label">Its name in the legend.</param>
public sealed record PointSeries(string Label) : ChartSeries(Label);

/// <summary>A line through points.</summary>
/// <param name="Label">Its name in the legend.</param>
public sealed record LineSeries(string Label) : ChartSeries(Label)
{
    /// <summary>Whether each value holds until the next.</summary>
    public bool Step { get; init; }

    /// <summary>Whether it is no finding but what others are held against, such as chance: thin and grey.</summary>
    public bool Reference { get; init; }
}

/// <summary>From a lower to an upper value at each place: an interval, a range of rows. <see cref="ChartSeries.Y"/> holds the lower
/// ones. It takes the colour of the series before it.</summary>
/// <param name="Label">Its name in the legend.</param>
public sealed record BandSeries(string Label) : ChartSeries(Label)
{
    /// <summary>The upper values, as many as lower ones.</summary>
    [JsonConverter(typeof(ChartNumbers))]
    public ImmutableArray<double> Upper { get; init; } = [];

    /// <summary>Whether each place has an upright line of its own, in place of an area over all of them.</summary>
    public bool Whiskers { get; init; }
}

/// <summary>A value at every place of a grid, shown as colours, and one level of it as a line.</summary>
/// <param name="Label">What the values measure.</param>
/// <param name="X">Ascending places of the columns.</param>
/// <param name="Y">Ascending places of the rows.</param>
/// <param name="Values">Row by row.</param>
public sealed record ChartField(
    string Label,
    [property: JsonConverter(typeof(ChartNumbers))] ImmutableArray<double> X,
    [property: JsonConverter(typeof(ChartNumbers))] ImmutableArray<double> Y,
    [property: JsonConverter(typeof(ChartNumbers))] ImmutableArray<double> Values)
{
    /// <summary>The level drawn as a line; null for none.</summary>
    public double? Boundary { get; init; }

    /// <summary>The value of the palette's first colour.</summary>
    public double Low { get; init; }

    /// <summary>The value of the palette's last colour.</summary>
    public double High { get; init; } = 1;
}

/// <summary>A place on an axis that has a meaning.</summary>
/// <param name="Axis">"x" or "y".</param>
/// <param name="At">The place.</param>
/// <param name="Label">Its meaning.</param>
public sealed record ChartMark(string Axis, double At, string Label);
