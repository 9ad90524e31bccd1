namespace Florin.Storage.Onnx;

using Florin.Graph;

/// <summary>Products with weights, and rows of tables.</summary>
static class OnnxProducts
{
    /// <summary>Packing is Florin's affair: the weight itself is used, or its transpose.</summary>
    public static string Pack(OnnxGraph graph, Operation self, bool transposed)
    {
        if (!transposed) return graph[self.Sources[0]];
        return OnnxViews.Transpose(graph, graph[self.Sources[0]], self.Sources[0].Shape.Rank == 3 ? [0, 2, 1] : [1, 0]);
    }

    public static string MatMul(OnnxGraph graph, Operation self, MatMul op)
    {
        string[] sources = [.. self.Sources.Select(source => graph[source])];
        Shape shape = self.Sources[0].Shape;
        if (self.Sources[1].Shape.Rank == 3) return Grouped(graph, self, sources, op);
        bool matrix = shape.Rank + (shape.Batched ? 1 : 0) == 2;
        string y = matrix && op.Bias ? graph.Add("Gemm", sources) : graph.Add("MatMul", sources.AsSpan(0, 2));
        if (op.Bias && !matrix) y = graph.Add("Add", [y, sources[2]]);
        return OnnxElements.Activation(graph, y, op.Activation);
    }

    /// <summary>Each group's rows as a matrix of one row, so that ONNX pairs groups with their weights.</summary>
    static string Grouped(OnnxGraph graph, Operation self, string[] sources, MatMul op)
    {
        Shape from = self.Sources[0].Shape, to = self.Outputs[0].Shape;
        string x = OnnxViews.Reshape(graph, sources[0], Shape.Rows([.. from.Axes[..^1], 1, op.K]).With(from.Batched));
        string y = OnnxViews.Reshape(graph, graph.Add("MatMul", [x, sources[1]]), to);
        return OnnxElements.Activation(graph, op.Bias ? graph.Add("Add", [y, sources[2]]) : y, op.Activation);
    }

    /// <summary>Codes that the table lacks read row 0, as in Florin; Gather alone would fail.</summary>
    public static string Embedding(OnnxGraph graph, Operation self, int rows)
    {
        string codes = graph[self.Sources[0]], zero = graph.Scalar(0);
        string inside = graph.Add("And", [graph.Add("GreaterOrEqual", [codes, zero]), graph.Add("Less", [codes, graph.Scalar(rows)])]);
        string row = graph.Cast(graph.Add("Where", [inside, codes, zero]), OnnxType.Int64);
        return graph.Add("Gather", [graph[self.Sources[1]], row], OnnxForm.Attribute("axis", 0));
    }
}
