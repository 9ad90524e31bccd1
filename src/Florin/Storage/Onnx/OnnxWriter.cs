namespace Florin.Storage.Onnx;

using Florin.Graph;

/// <summary>
/// Writes a prediction graph as an ONNX model: single precision, operator set 17, format 8 (read by ONNX Runtime 1.12), the batch a name.
/// Inputs are <c>numbers</c>, <c>categories</c>, <c>lengths</c> and <c>exposure</c> as far as the graph reads them; the output is
/// <c>prediction</c>. The same graph and weights give the same bytes.
/// </summary>
static class OnnxWriter
{
    public const string Output = "prediction";

    const int OperatorSet = 17, Format = 8;

    public static void Write(Stream stream, Node prediction, Weights weights, IReadOnlyDictionary<string, string>? metadata = null)
    {
        var graph = new OnnxGraph(weights);
        foreach (Operation operation in Reached(prediction))
        {
            graph.At(operation);
            OnnxOps.Map(graph, operation);
        }

        graph.Rename(graph[prediction], Output);
        var model = new Protobuf().Int(1, Format).Text(2, "Florin").Text(3, typeof(OnnxWriter).Assembly.GetName().Version!.ToString(3))
            .Message(7, graph.ToProtobuf("net", Output, prediction.Shape)).Message(8, new Protobuf().Text(1, "").Int(2, OperatorSet));
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
