namespace Florin.Storage.Onnx;

using Florin.Graph;

/// <summary>From Florin's operations to ONNX's, one line each.</summary>
static class OnnxOps
{
    public static void Map(OnnxGraph graph, Operation self)
    {
        string? tensor = self.Op switch
        {
            InputSource { Input: "offset" } => graph.Add("Log", [graph.Input("exposure", self.Outputs[0].Shape)]),
            InputSource op => graph.Input(op.Input, self.Outputs[0].Shape),
            ParameterSource op => graph.Constant(op.Path, graph.Numbers(self.Outputs[0]), self.Outputs[0].Shape.Axes),
            StateSource op => graph.Constant(op.Path, graph.Numbers(self.Outputs[0]), self.Outputs[0].Shape.Axes),
            ConstantSource op => graph.Constant(op.Values.Span, self.Outputs[0].Shape.Axes),
            Binary op => OnnxElements.Binary(graph, self, op.Kind),
            Unary op => OnnxElements.Unary(graph, self, op.Kind),
            Graph.Activate { Kind: Activation.Sigmoid } when self.Path.Length == 0 => OnnxElements.Link(graph, graph[self.Sources[0]]),
            Graph.Activate op => OnnxElements.Activation(graph, graph[self.Sources[0]], op.Kind),
            Softmax => graph.Add("Softmax", [graph[self.Sources[0]]], OnnxForm.Attribute("axis", -1)),
            Reshape => OnnxViews.Reshape(graph, graph[self.Sources[0]], self.Outputs[0].Shape),
            Permute op => OnnxViews.Permute(graph, self, op.Order),
            Slice op => OnnxViews.Slice(graph, self, op.Start, op.Length),
            Take op => OnnxViews.Take(graph, self, op.Places),
            Concat => OnnxViews.Concat(graph, self),
            Expand => OnnxViews.Expand(graph, self.Sources[0], self.Outputs[0].Shape),
            SumTo op => OnnxViews.SumTo(graph, self, op.OverRows),
            Pack op => OnnxProducts.Pack(graph, self, op.Transposed),
            MatMul op => OnnxProducts.MatMul(graph, self, op),
            LayerNormRows op => graph.Add("LayerNormalization", [.. self.Sources.Select(source => graph[source])],
                OnnxForm.Attribute("axis", -1), OnnxForm.Attribute("epsilon", (float)op.Epsilon)),
            EmbeddingRows op => OnnxProducts.Embedding(graph, self, op.TableRows),
            RecurrentWeights => null,
            Attention op => OnnxAttention.Map(graph, self, op.Form),
            Recurrence op => OnnxRecurrent.Map(graph, self, op.Form),
            Convolution op => OnnxWindows.Convolution(graph, self, op),
            Pool op => OnnxWindows.Pool(graph, self, op),
            WithinLengths op => OnnxWindows.WithinLengths(graph, self, op),
            _ => throw OnnxGraph.Unknown(self, self.Op.Name),
        };
        if (tensor is not null) graph[self.Outputs[0]] = tensor;
    }
}
