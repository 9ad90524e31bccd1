namespace Florin;

using System.Collections.Immutable;

/// <summary>
/// A chart of two axes: <c>new Chart("Price by area") { XLabel = "m²" }.Points(area, price, "houses").Line(area, fitted, "model")</c>.
/// A chart is a value; every method returns another one.
/// </summary>
/// <param name="Title">Its heading.</param>
public sealed record Chart(string Title) : PageBlock(Title)
{
    /// <summary>What the horizontal axis measures, with its unit.</summary>
    public string XLabel { get; init; } = "";

    /// <summary>What the vertical axis measures, with its unit.</summary>
    public string YLabel { get; init; } = "";

    /// <summary>Whether the vertical axis is logarithmic: a loss that falls by orders of magnitude.</summary>
    public bool LogY { get; init; }

    /// <summary>Whether horizontal values are shares, shown as per cent.</summary>
    public bool XPercent { get; init; }

    /// <summary>Whether vertical values are shares, shown as per cent.</summary>
    public bool YPercent { get; init; }

    /// <summary>Points and lines, in the order in which they are drawn.</summary>
    public ImmutableArray<ChartSeries> Series { get; init; } = [];

    /// <summary>A field below all series, such as a probability over two features.</summary>
    public ChartField? Field { get; init; }

    /// <summary>Places on an axis, such as the best epoch or the threshold of a decision.</summary>
    public ImmutableArray<ChartMark> Marks { get; init; } = [];

    /// <summary>Adds points.</summary>
    public Chart Points(ReadOnlySpan<float> x, ReadOnlySpan<float> y, string label) => Add(new PointSeries(label), Widen(x), Widen(y));

    /// <summary>Adds points.</summary>
    public Chart Points(ReadOnlySpan<double> x, ReadOnlySpan<double> y, string label) => Add(new PointSeries(label), [.. x], [.. y]);

    /// <summary>Adds points, a colour and an entry in the legend for every class.</summary>
    public Chart Points(ReadOnlySpan<float> x, ReadOnlySpan<float> y, IReadOnlyList<string> classes) => ByClass(Widen(x), Widen(y),
        classes);

    /// <summary>Adds points, a colour and an entry in the legend for every class.</summary>
    public Chart Points(ReadOnlySpan<double> x, ReadOnlySpan<double> y, IReadOnlyList<string> classes) => ByClass([.. x], [.. y], classes);

    /// <summary>Adds a line through points in their order; a value that is not finite breaks it.</summary>
    public Chart Line(ReadOnlySpan<float> x, ReadOnlySpan<float> y, string label) => Add(new LineSeries(label), Widen(x), Widen(y));

    /// <summary>Adds a line through points in their order; a value that is not finite breaks it.</summary>
    public Chart Line(ReadOnlySpan<double> x, ReadOnlySpan<double> y, string label) => Add(new LineSeries(label), [.. x], [.. y]);

    /// <summary>Adds a line that keeps each value until the next: a rate, a position, an empirical distribution.</summary>
    public Chart Steps(ReadOnlySpan<double> x, ReadOnlySpan<double> y, string label) =>
        Add(new LineSeries(label) { Step = true }, [.. x], [.. y]);

    /// <summary>Adds a line that others are held against, such as chance: thin and grey.</summary>
    public Chart Reference(ReadOnlySpan<double> x, ReadOnlySpan<double> y, string label) =>
        Add(new LineSeries(label) { Reference = true }, [.. x], [.. y]);

    /// <summary>Adds an area between two values at each place, in the colour of the series before it.</summary>
    public Chart Band(ReadOnlySpan<double> x, ReadOnlySpan<double> low, ReadOnlySpan<double> high, string label) =>
        Add(new BandSeries(label), x, low, high);

    /// <summary>Adds an upright line between two values at each place, in the colour of the series before it.</summary>
    public Chart Whiskers(ReadOnlySpan<double> x, ReadOnlySpan<double> low, ReadOnlySpan<double> high, string label) =>
        Add(new BandSeries(label) { Whiskers = true }, x, low, high);

    /// <summary>Marks a place on the horizontal axis.</summary>
    public Chart MarkX(double at, string label) => this with { Marks = Marks.Add(new ChartMark("x", at, label)) };

    /// <summary>Marks a place on the vertical axis.</summary>
    public Chart MarkY(double at, string label) => this with { Marks = Marks.Add(new ChartMark("y", at, label)) };

    /// <summary>Puts a field behind the series.</summary>
    /// <param name="x">Ascending places of the columns.</param>
    /// <param name="y">Ascending places of the rows.</param>
    /// <param name="values">Row by row: the value at (x[j], y[i]) is <c>values[i * x.Length + j]</c>.</param>
    /// <param name="label">What the values measure.</param>
    /// <param name="boundary">The level drawn as a line; null for none.</param>
    public Chart WithField(
        ReadOnlySpan<double> x, ReadOnlySpan<double> y, ReadOnlySpan<double> values, string label, double? boundary = 0.5)
    {
        if (x.Length < 2 || y.Length < 2 || x.Length * y.Length != values.Length)
            throw ChartErrors.Field(Title, x.Length, y.Length, values.Length);
        return this with { Field = new ChartField(label, [.. x], [.. y], [.. values]) { Boundary = boundary } };
    }

    /// <summary>Puts a field behind the series: the function on a square of 81 by 81 places over the given range.</summary>
    public Chart WithField(
        double xFrom, double xTo, double yFrom, double yTo, Func<double, double, double> value, string label, double? boundary = 0.5)
    {
        const int side = 81;
        double[] x = Range(xFrom, xTo, side), y = Range(yFrom, yTo, side), values = new double[side * side];
        for (int i = 0; i < side; i++)
            for (int j = 0; j < side; j++)
                values[i * side + j] = value(x[j], y[i]);
        return WithField(x, y, values, label, boundary);
    }

    /// <summary>Evenly spaced places, both ends among them.</summary>
    public static double[] Range(double from, double to, int count)
    {
        var places = new double[count];
        for (int i = 0; i < count; i++) places[i] = from + (to - from) * i / Math.Max(1, count - 1);
        return places;
    }

    Chart Add(BandSeries band, ReadOnlySpan<double> x, ReadOnlySpan<double> low, ReadOnlySpan<double> high) => low.Length == high.Length
        ? Add(band with { Upper = [.. high] }, [.. x], [.. low])
        : throw ChartErrors.Lengths(Title, band.Label, low.Length, high.Length);

    Chart Add(ChartSeries series, ImmutableArray<double> x, ImmutableArray<double> y)
    {
        if (x.Length != y.Length) throw ChartErrors.Lengths(Title, series.Label, x.Length, y.Length);
        return this with { Series = Series.Add(series with { X = x, Y = y }) };
    }

    Chart ByClass(ImmutableArray<double> x, ImmutableArray<double> y, IReadOnlyList<string> classes)
    {
        if (x.Length != y.Length || x.Length != classes.Count) throw ChartErrors.Lengths(Title, "classes", x.Length, Math.Min(y.Length,
            classes.Count));
        Chart chart = this;
        foreach (IGrouping<string, int> group in Enumerable.Range(0, x.Length).GroupBy(i => classes[i]).OrderBy(g => g.Key,
            StringComparer.Ordinal))
            chart = chart.Add(new PointSeries(group.Key), [.. group.Select(i => x[i])], [.. group.Select(i => y[i])]);
        return chart;
    }

    static ImmutableArray<double> Widen(ReadOnlySpan<float> values)
    {
        ImmutableArray<double>.Builder wide = ImmutableArray.CreateBuilder<double>(values.Length);
        foreach (float value in values) wide.Add(value);
        return wide.MoveToImmutable();
    }
}
