namespace Florin.Storage.Onnx;

using Florin.Graph;

/// <summary>Number by number: arithmetic, functions, activations.</summary>
static class OnnxElements
{
    public static string Binary(OnnxGraph graph, Operation self, BinaryKind kind)
    {
        string type = kind switch
        {
            BinaryKind.Add => "Add",
            BinaryKind.Subtract => "Sub",
            BinaryKind.Multiply => "Mul",
            BinaryKind.Divide => "Div",
            BinaryKind.Maximum => "Max",
            _ => "Min",
        };
        Shape shape = self.Outputs[0].Shape;
        return graph.Add(type, [OnnxViews.Aligned(graph, self.Sources[0], shape), OnnxViews.Aligned(graph, self.Sources[1], shape)]);
    }

    public static string Unary(OnnxGraph graph, Operation self, UnaryKind kind)
    {
        string x = graph[self.Sources[0]];
        return kind switch
        {
            UnaryKind.Negate => graph.Add("Neg", [x]),
            UnaryKind.Square => graph.Add("Mul", [x, x]),
            UnaryKind.Step => graph.Cast(graph.Add("Greater", [x, graph.Scalar(0)]), OnnxType.Float),
            UnaryKind.LogGamma or UnaryKind.Digamma => throw OnnxGraph.Unknown(self, kind.ToString()),
            _ => graph.Add(kind.ToString(), [x]),
        };
    }

    public static string Activation(OnnxGraph graph, string x, Activation kind) => kind switch
    {
        Florin.Activation.None => x,
        Florin.Activation.LeakyRelu => graph.Add("LeakyRelu", [x], OnnxForm.Attribute("alpha", 0.01f)),
        Florin.Activation.Gelu => Gelu(graph, x),
        Florin.Activation.Silu => graph.Add("Mul", [x, graph.Add("Sigmoid", [x])]),
        Florin.Activation.Mish => graph.Add("Mul", [x, graph.Add("Tanh", [graph.Add("Softplus", [x])])]),
        Florin.Activation.Softmax => graph.Add("Softmax", [x], OnnxForm.Attribute("axis", -1)),
        Florin.Activation.Selu => graph.Add("Selu", [x],
            OnnxForm.Attribute("alpha", (float)SeluOf.Alpha), OnnxForm.Attribute("gamma", (float)SeluOf.Scale)),
        _ => graph.Add(kind.ToString(), [x]),
    };

    /// <summary>
    /// The sigmoid that makes a probability, in double precision: the runtime's own in single precision is right to 1e-7, which is half a
    /// percent of a probability of 6e-6, and 0 below 1e-8.
    /// </summary>
    public static string Link(OnnxGraph graph, string x) =>
        graph.Cast(graph.Add("Sigmoid", [graph.Cast(x, OnnxType.Double)]), OnnxType.Float);

    /// <summary>x Φ(x) by erf; ONNX has an operator for it from set 20 on only.</summary>
    static string Gelu(OnnxGraph graph, string x)
    {
        string erf = graph.Add("Erf", [graph.Add("Mul", [x, graph.Scalar(0.70710678118654752440)])]);
        return graph.Add("Mul", [graph.Add("Mul", [x, graph.Scalar(0.5)]), graph.Add("Add", [erf, graph.Scalar(1)])]);
    }
}
