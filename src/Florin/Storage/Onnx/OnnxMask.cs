namespace Florin.Storage.Onnx;

using Florin.Graph;

/// <summary>Which steps of a sequence exist, from the lengths of the rows.</summary>
static class OnnxMask
{
    /// <summary>True where a step exists: [batch, time, 1].</summary>
    public static string Inside(OnnxGraph graph, Node lengths, int steps)
    {
        float[] order = [.. Enumerable.Range(0, steps).Select(step => (float)step)];
        string length = graph.Add("Unsqueeze", [graph[lengths], graph.Whole(1)]);
        return graph.Add("Less", [graph.Constant(order, steps, 1), length]);
    }

    /// <summary>0 where a step does not exist, whatever stood there.</summary>
    public static string Cleared(OnnxGraph graph, string inside, string x) => graph.Add("Where", [inside, x, graph.Scalar(0)]);
}
