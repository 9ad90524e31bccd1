namespace Florin.Storage.Onnx;

using Florin.Graph;

/// <summary>
/// Recurrent layers as ONNX's own. Its gates stand in another order (LSTM i, o, f, c; GRU z, r, h), its weights are transposed, both biases
/// are one list, and it walks time first: runtimes refuse <c>layout = 1</c>.
/// </summary>
static class OnnxRecurrent
{
    /// <summary>In Recurrence's sources: input weight, state weight and two biases; then lengths.</summary>
    const int Weights = 3, Lengths = 7;

    public static string Map(OnnxGraph graph, Operation self, RecurrentForm form)
    {
        int[] order = form.Kind switch { CellKind.Lstm => [0, 3, 1, 2], CellKind.Gru => [1, 0, 2], _ => [0] };
        string type = form.Kind switch { CellKind.Lstm => "LSTM", CellKind.Gru => "GRU", _ => "RNN" };
        int columns = form.Gates * form.Units;
        float[] biases = [.. Gates(graph, self, 2, 1, order), .. Gates(graph, self, 3, 1, order)];
        string[] sources =
        [
            OnnxViews.Transpose(graph, graph[self.Sources[0]], 1, 0, 2),
            graph.Constant(Name(self, 0), Gates(graph, self, 0, form.Features, order), 1, columns, form.Features),
            graph.Constant(Name(self, 1), Gates(graph, self, 1, form.Units, order), 1, columns, form.Units),
            graph.Constant(Name(self, 2), biases, 1, 2 * columns),
            form.Masked ? Steps(graph, graph[self.Sources[Lengths]]) : "",
        ];
        List<Protobuf> attributes = [OnnxForm.Attribute("hidden_size", form.Units)];
        if (form.Reverse) attributes.Add(OnnxForm.Attribute("direction", "reverse"));
        // Florin's GRU, as PyTorch's, applies the reset gate after the product with the state.
        if (form.Kind == CellKind.Gru) attributes.Add(OnnxForm.Attribute("linear_before_reset", 1));
        string[] y = graph.Add(type, 2, sources, [.. attributes]);
        return form.Sequence
            ? OnnxViews.Transpose(graph, graph.Add("Squeeze", [y[0], graph.Whole(1)]), 1, 0, 2)
            : graph.Add("Squeeze", [y[1], graph.Whole(0)]);
    }

    static string Steps(OnnxGraph graph, string lengths) =>
        graph.Cast(graph.Add("Squeeze", [lengths, graph.Whole(1)]), OnnxType.Int32);

    static string Name(Operation self, int weight) => ((ParameterSource)self.Sources[Weights + weight].Origin.Op).Path;

    /// <summary>From [rows, gates · units] to [gates · units, rows], gates in the other order.</summary>
    static float[] Gates(OnnxGraph graph, Operation self, int weight, int rows, int[] order)
    {
        float[] from = graph.Numbers(self.Sources[Weights + weight]), to = new float[from.Length];
        int columns = from.Length / rows, units = columns / order.Length;
        for (int gate = 0; gate < order.Length; gate++)
            for (int unit = 0; unit < units; unit++)
                for (int row = 0; row < rows; row++)
                    to[(gate * units + unit) * rows + row] = from[row * columns + order[gate] * units + unit];
        return to;
    }
}
