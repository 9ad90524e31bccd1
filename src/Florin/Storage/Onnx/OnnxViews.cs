namespace Florin.Storage.Onnx;

using Florin.Graph;

/// <summary>Axes: reshaping, reordering, cutting, joining, repeating, adding up. The batch is axis 0 of values that have rows.</summary>
static class OnnxViews
{
    /// <summary>0 keeps the batch, whatever its extent.</summary>
    public static string Reshape(OnnxGraph graph, string x, Shape target) =>
        graph.Add("Reshape", [x, graph.Whole([.. target.Batched ? [0L] : Array.Empty<long>(), .. Long(target)])]);

    /// <summary>The value with as many axes as the target has: where ranks differ, ONNX would take the batch for another axis.</summary>
    public static string Aligned(OnnxGraph graph, Node node, Shape target)
    {
        Shape shape = node.Shape;
        if (!shape.Batched || shape.Rank == target.Rank) return graph[node];
        return Reshape(graph, graph[node], Shape.Rows([.. Enumerable.Repeat(1, target.Rank - shape.Rank), .. shape.Axes]));
    }

    public static string Permute(OnnxGraph graph, Operation self, EquatableArray<int> order) => self.Outputs[0].Shape.Batched
        ? Transpose(graph, graph[self.Sources[0]], [0, .. order.Select(axis => axis + 1L)])
        : Transpose(graph, graph[self.Sources[0]], [.. order.Select(axis => (long)axis)]);

    public static string Transpose(OnnxGraph graph, string x, params long[] order) =>
        graph.Add("Transpose", [x], OnnxForm.Attribute("perm", order));

    public static string Slice(OnnxGraph graph, Operation self, int start, int length)
    {
        long axis = Axis(self.Outputs[0].Shape, Differing(self.Sources[0].Shape, self.Outputs[0].Shape));
        return graph.Add("Slice", [graph[self.Sources[0]], graph.Whole(start), graph.Whole(start + length), graph.Whole(axis)]);
    }

    public static string Take(OnnxGraph graph, Operation self, EquatableArray<int> places) => graph.Add("Gather",
        [graph[self.Sources[0]], graph.Whole([.. places.Select(place => (long)place)])], OnnxForm.Attribute("axis", -1L));

    public static string Concat(OnnxGraph graph, Operation self)
    {
        Shape whole = self.Outputs[0].Shape;
        string[] parts = [.. self.Sources.Select(source =>
            source.Shape.Batched == whole.Batched ? graph[source] : Expand(graph, source, source.Shape.With(batched: true)))];
        return graph.Add("Concat", parts, OnnxForm.Attribute("axis", Axis(whole, Differing(self.Sources[0].Shape, whole))));
    }

    public static string Expand(OnnxGraph graph, Node source, Shape target)
    {
        if (!target.Batched) return graph.Add("Expand", [graph[source], graph.Whole(Long(target))]);
        string x = Aligned(graph, source, target);
        if (source.Shape.Batched) return graph.Add("Expand", [x, graph.Whole([1, .. Long(target)])]);
        string shape = graph.Add("Concat", [graph.BatchSize, graph.Whole(Long(target))], OnnxForm.Attribute("axis", 0));
        return graph.Add("Expand", [x, shape]);
    }

    public static string SumTo(OnnxGraph graph, Operation self, bool overRows)
    {
        if (overRows) throw OnnxGraph.Unknown(self, "a sum over the rows of a batch in a prediction");
        Shape from = self.Sources[0].Shape, to = self.Outputs[0].Shape;
        long[] axes = [.. Enumerable.Range(0, from.Rank)
            .Where(axis => axis < from.Rank - to.Rank || (to[axis - from.Rank + to.Rank] == 1 && from[axis] != 1))
            .Select(axis => Axis(from, axis))];
        string sum = graph.Add("ReduceSum", [graph[self.Sources[0]], graph.Whole(axes)], OnnxForm.Attribute("keepdims", 1));
        return from.Rank == to.Rank ? sum : Reshape(graph, sum, to);
    }

    public static long[] Long(Shape shape)
    {
        long[] axes = new long[shape.Rank];
        for (int i = 0; i < axes.Length; i++) axes[i] = shape[i];
        return axes;
    }

    static long Axis(Shape shape, int axis) => shape.Batched ? axis + 1 : axis;

    static int Differing(Shape a, Shape b)
    {
        for (int axis = 0; axis < a.Rank; axis++) if (a[axis] != b[axis]) return axis;
        return 0;
    }
}
