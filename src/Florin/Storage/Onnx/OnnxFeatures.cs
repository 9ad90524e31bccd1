namespace Florin.Storage.Onnx;

using System.Collections.Immutable;

/// <summary>From raw columns to the inputs of a net: the fitted steps as operators, one group of them for each column.</summary>
static class OnnxFeatures
{
    /// <summary>Tensor of all inputs, [batch, width], from the tensor of each column.</summary>
    public static string Map(OnnxGraph graph, FittedFeatures features, IReadOnlyDictionary<string, string> columns,
        ImmutableArray<string> missing)
    {
        var parts = new List<string>();
        foreach (ColumnEncoder encoder in features.Encoders)
        {
            graph.At(encoder.Column);
            string x = columns[encoder.Column];
            parts.AddRange(encoder switch
            {
                NumberEncoder own => Number(graph, x, own.Scale, own.Indicator, own.Special),
                DateEncoder own => Number(graph, Years(graph, x, own.Since), own.Scale, own.Indicator, []),
                CategoryEncoder own => [Category(graph, x, own, missing)],
                _ => throw new FlorinException("FLR0432", "ONNX has no form for a step of the features", encoder.Column,
                    encoder.GetType().Name, "score with Florin"),
            });
        }

        graph.At("features");
        return graph.Add("Concat", [.. parts], OnnxForm.Attribute("axis", 1));
    }

    static IEnumerable<string> Number(OnnxGraph graph, string x, NumberScale scale, bool indicator, ImmutableArray<double> special)
    {
        string missing = graph.Add("IsNaN", [x]), absent = missing;
        // A code that is named twice has one input, the first.
        double[] first = [.. special.Select((code, at) => special.IndexOf(code) == at ? code : double.NaN)];
        string? codes = first.Length == 0 ? null
            : graph.Cast(graph.Add("Equal", [x, graph.Doubles(first, 1, first.Length)]), OnnxType.Float);
        if (codes is not null)
        {
            string count = graph.Add("ReduceSum", [codes, graph.Whole(1)], OnnxForm.Attribute("keepdims", 1));
            absent = graph.Add("Or", [missing, graph.Cast(count, OnnxType.Bool)]);
        }

        string scaled = OnnxScales.Map(graph, scale, graph.Add("Where", [absent, graph.Double(0), x]));
        yield return graph.Cast(graph.Add("Where", [absent, graph.Double(scale.Absent), scaled]), OnnxType.Float);
        if (indicator) yield return graph.Cast(missing, OnnxType.Float);
        if (codes is not null) yield return codes;
    }

    static string Years(OnnxGraph graph, string days, DateTime since)
    {
        string passed = graph.Add("Sub", [days, graph.Double((since - DateTime.UnixEpoch).TotalDays)]);
        return graph.Add("Div", [passed, graph.Double(DateEncoder.DaysAYear)]);
    }

    /// <summary>The place of the text's input, compared with the place of each: where it has none, all are 0.</summary>
    static string Category(OnnxGraph graph, string x, CategoryEncoder encoder, ImmutableArray<string> missing)
    {
        const int None = -1;
        int levels = encoder.Levels.Length, other = encoder.Other ? levels : None;
        var places = new Dictionary<string, long>(StringComparer.Ordinal);
        for (int place = 0; place < levels; place++) places.TryAdd(encoder.Levels[place], place);
        foreach (string text in missing) places.TryAdd(text, encoder.Indicator ? encoder.Outputs.Length - 1 : other);
        string at = graph.Lookup(x, places, other);
        long[] all = [.. Enumerable.Range(0, encoder.Outputs.Length).Select(place => (long)place)];
        return graph.Cast(graph.Add("Equal", [at, graph.Whole(all)]), OnnxType.Float);
    }
}
