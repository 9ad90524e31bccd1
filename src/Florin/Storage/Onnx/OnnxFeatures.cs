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
                NumberEncoder own => Number(graph, x, own),
                DateEncoder own => Date(graph, x, own),
                CategoryEncoder own => [Category(graph, x, own, missing)],
                _ => throw new FlorinException("FLR0432", "ONNX has no form for a step of the features", encoder.Column,
                    encoder.GetType().Name, "score with Florin"),
            });
        }

        graph.At("features");
        return graph.Add("Concat", [.. parts], OnnxForm.Attribute("axis", 1));
    }

    static IEnumerable<string> Number(OnnxGraph graph, string x, NumberEncoder own) => Number(graph, x, own, own.Indicator, own.Special);

    static IEnumerable<string> Date(OnnxGraph graph, string days, DateEncoder own)
    {
        foreach (string part in Number(graph, Years(graph, days, own.Since), new NumberEncoder(own.Column, own.Scale, [], own.Indicator)))
            yield return part;
        if (!own.Cycles) yield break;
        string missing = graph.Add("IsNaN", [days]);
        string passed = graph.Add("Sub", [days, graph.Double((own.Since - DateTime.UnixEpoch).TotalDays)]);
        foreach (double length in (double[])[DateEncoder.DaysAYear, DateEncoder.DaysAWeek])
        {
            string turns = graph.Add("Div", [passed, graph.Double(length)]);
            string angle = graph.Add("Mul", [graph.Double(2 * Math.PI), graph.Add("Sub", [turns, graph.Add("Floor", [turns])])]);
            foreach (string wave in (string[])["Sin", "Cos"])
                yield return graph.Cast(graph.Add("Where", [missing, graph.Double(0), graph.Add(wave, [angle])]), OnnxType.Float);
        }
    }

    static IEnumerable<string> Number(OnnxGraph graph, string x, NumberEncoder own, bool indicator, ImmutableArray<double> special)
    {
        NumberScale scale = own.Scale;
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

        string inside = graph.Add("Where", [absent, graph.Double(0), x]);
        if (own.Low is { } low) inside = graph.Add("Max", [inside, graph.Double(low)]);
        if (own.High is { } high) inside = graph.Add("Min", [inside, graph.Double(high)]);
        string result = graph.Add("Where", [absent, graph.Double(scale.Absent), OnnxScales.Map(graph, scale, inside)]);
        if (own.Fill is { } fill) result = graph.Add("Where", [missing, graph.Double(own.Scaled(fill)), result]);
        yield return graph.Cast(result, OnnxType.Float);
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
        bool means = encoder.ByMean;
        int levels = encoder.Levels.Length, other = encoder.Other || means ? levels : None, last = means ? levels + 1
            : encoder.Outputs.Length - 1;
        var places = new Dictionary<string, long>(StringComparer.Ordinal);
        for (int place = 0; place < levels; place++) places.TryAdd(encoder.Levels[place], place);
        foreach (string text in missing) places.TryAdd(text, encoder.Indicator ? last : other);
        string at = graph.Lookup(x, places, other);
        if (means)
            return graph.Cast(graph.Add("Gather", [graph.Doubles(encoder.Means.AsSpan(), encoder.Means.Length), at]), OnnxType.Float);
        long[] all = [.. Enumerable.Range(0, encoder.Outputs.Length).Select(place => (long)place)];
        return graph.Cast(graph.Add("Equal", [at, graph.Whole(all)]), OnnxType.Float);
    }
}
