namespace Florin.Storage.Onnx;

/// <summary>Changes of scale in double precision: operator by operator the arithmetic of Florin, so that nets read the same bits.</summary>
static class OnnxScales
{
    public static string Map(OnnxGraph graph, NumberScale scale, string x) => scale switch
    {
        StandardScale own => Standard(graph, x, own.Mean, own.Factor),
        RobustScale own => Robust(graph, Standard(graph, x, own.Median, own.Factor)),
        TwoValueScale own => TwoValues(graph, own, x),
        QuantileScale own => Lines(graph, own.X.AsSpan(), own.Z.AsSpan(), x),
        _ => throw new FlorinException("FLR0432", "ONNX has no form for a scale of numbers", "a feature", scale.GetType().Name,
            "score with Florin"),
    };

    static string Standard(OnnxGraph graph, string x, double center, double factor) =>
        graph.Add("Mul", [graph.Add("Sub", [x, graph.Double(center)]), graph.Double(factor)]);

    static string TwoValues(OnnxGraph graph, TwoValueScale scale, string x)
    {
        string share = graph.Add("Div", [graph.Add("Sub", [x, graph.Double(scale.Low)]), graph.Double(scale.High - scale.Low)]);
        string scaled = graph.Add("Sub", [graph.Add("Mul", [share, graph.Double(2)]), graph.Double(1)]);
        return graph.Add("Min", [graph.Add("Max", [scaled, graph.Double(-1)]), graph.Double(1)]);
    }

    static string Robust(OnnxGraph graph, string x)
    {
        string part = graph.Add("Div", [x, graph.Double(RobustScale.Bound)]);
        string square = graph.Add("Add", [graph.Double(1), graph.Add("Mul", [part, part])]);
        return graph.Add("Div", [x, graph.Add("Sqrt", [square])]);
    }

    /// <summary>
    /// How many knots lie at or below the number says between which two it is; what belongs to that interval is gathered. Beyond the ends
    /// the number counts as the end, whose interval is flat.
    /// </summary>
    public static string Lines(OnnxGraph graph, ReadOnlySpan<double> knots, ReadOnlySpan<double> levels, string x)
    {
        if (knots.Length == 1) return graph.Add("Add", [graph.Add("Mul", [x, graph.Double(0)]), graph.Double(levels[0])]);
        int last = knots.Length - 1;
        double[] widths = new double[last + 1], rises = new double[last + 1];
        widths[last] = 1;
        for (int i = 0; i < last; i++) (widths[i], rises[i]) = (knots[i + 1] - knots[i], levels[i + 1] - levels[i]);
        x = graph.Add("Min", [graph.Add("Max", [x, graph.Double(knots[0])]), graph.Double(knots[last])]);
        string passed = graph.Cast(graph.Add("GreaterOrEqual", [x, graph.Doubles(knots[1..], 1, last)]), OnnxType.Float);
        string at = graph.Cast(
            graph.Add("ReduceSum", [passed, graph.Whole(1)], OnnxForm.Attribute("keepdims", 1)), OnnxType.Int64);
        string inside = graph.Add("Sub", [x, Of(knots)]);
        string share = graph.Add("Div", [inside, Of(widths)]);
        return graph.Add("Add", [Of(levels), graph.Add("Mul", [share, Of(rises)])]);

        string Of(ReadOnlySpan<double> numbers) => graph.Add("Gather", [graph.Doubles(numbers, numbers.Length), at]);
    }
}
