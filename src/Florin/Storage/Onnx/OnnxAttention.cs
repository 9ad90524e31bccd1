namespace Florin.Storage.Onnx;

using Florin.Graph;

/// <summary>
/// Attention from plain operators, each head a matrix product of its own. What is hidden is replaced by -∞, not shifted by a large number:
/// a score that is no number must not reach those who do not see it.
/// </summary>
static class OnnxAttention
{
    public static string Map(OnnxGraph graph, Operation self, AttentionForm form)
    {
        string x = graph[self.Sources[0]];
        string? inside = form.Masked ? OnnxMask.Inside(graph, self.Sources[1], form.Steps) : null;
        if (inside is not null) x = OnnxMask.Cleared(graph, inside, x);
        x = OnnxViews.Reshape(graph, x, Shape.Rows(form.Steps, 3, form.Heads, form.Width));
        x = OnnxViews.Transpose(graph, x, 2, 0, 3, 1, 4);
        string[] parts = graph.Add("Split", 3, [x, graph.Whole(1, 1, 1)], OnnxForm.Attribute("axis", 0));
        string queries = graph.Add("Mul", [parts[0], graph.Scalar(form.Scale)]);
        string scores = graph.Add("MatMul", [queries, OnnxViews.Transpose(graph, parts[1], 0, 1, 2, 4, 3)]);
        if (inside is not null) scores = Hidden(graph, OnnxViews.Reshape(graph, inside, Shape.Rows(1, 1, form.Steps)), scores);
        if (form.Causal) scores = Hidden(graph, Before(graph, form.Steps), scores);
        string shares = graph.Add("Softmax", [scores], OnnxForm.Attribute("axis", -1));
        string heads = OnnxViews.Transpose(graph, graph.Add("MatMul", [shares, parts[2]]), 1, 3, 2, 4, 0);
        string y = OnnxViews.Reshape(graph, heads, self.Outputs[0].Shape);
        return inside is null ? y : OnnxMask.Cleared(graph, inside, y);
    }

    static string Hidden(OnnxGraph graph, string seen, string scores) =>
        graph.Add("Where", [seen, scores, graph.Scalar(double.NegativeInfinity)]);

    /// <summary>[query, key]: true for keys not after the query.</summary>
    static string Before(OnnxGraph graph, int steps)
    {
        float[] order = [.. Enumerable.Range(0, steps).Select(step => (float)step)];
        return graph.Add("LessOrEqual", [graph.Constant(order, 1, steps), graph.Constant(order, steps, 1)]);
    }
}
