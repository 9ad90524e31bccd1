namespace Florin.Storage.Onnx;

using Florin.Graph;

/// <summary>
/// Writes graphs as ONNX models: operator set 17, format 8 (read by ONNX Runtime 1.12), the batch a name. The same graph and weights give
/// the same bytes.
/// </summary>
static class OnnxWriter
{
    public const string Output = "prediction";

    const int OperatorSet = 17, LookupSet = 2, Format = 8;

    /// <summary>
    /// A prediction graph. Inputs are <c>numbers</c>, <c>categories</c>, <c>lengths</c> and <c>exposure</c> as far as it reads them; the
    /// output is <c>prediction</c>.
    /// </summary>
    public static void Write(Stream stream, Node prediction, Weights weights, IReadOnlyDictionary<string, string>? metadata = null)
    {
        var graph = new OnnxGraph();
        graph.Begin(weights);
        graph.Output(Map(graph, prediction), Output, OnnxType.Float, prediction.Shape);
        Write(stream, graph.ToProtobuf("net"), graph.HasLookups, metadata);
    }

    /// <summary>The tensor of a prediction whose net has begun.</summary>
    public static string Map(OnnxGraph graph, Node prediction)
    {
        foreach (Operation operation in Reached(prediction))
        {
            graph.At(operation);
            OnnxOps.Map(graph, operation);
        }

        return graph[prediction];
    }

    /// <summary>A graph with what a model has around it.</summary>
    public static void Write(Stream stream, Protobuf graph, bool lookups, IReadOnlyDictionary<string, string>? metadata)
    {
        var model = new Protobuf().Int(1, Format).Text(2, "Florin").Text(3, typeof(OnnxWriter).Assembly.GetName().Version!.ToString(3))
            .Message(7, graph).Message(8, new Protobuf().Text(1, "").Int(2, OperatorSet));
        if (lookups) model.Message(8, new Protobuf().Text(1, OnnxForm.LookupDomain).Int(2, LookupSet));
        foreach (var (key, value) in (metadata ?? new Dictionary<string, string>()).OrderBy(pair => pair.Key, StringComparer.Ordinal))
            model.Message(14, new Protobuf().Text(1, key).Text(2, value));
        model.CopyTo(stream);
    }

    /// <summary>What the prediction needs, sources first.</summary>
    static IEnumerable<Operation> Reached(Node prediction)
    {
        HashSet<Operation> reached = [prediction.Origin];
        foreach (Operation operation in prediction.Builder.Operations.Reverse())
            if (reached.Contains(operation)) reached.UnionWith(operation.Sources.Select(source => source.Origin));
        return prediction.Builder.Operations.Where(reached.Contains);
    }
}
