namespace Florin.Graph;

/// <summary>
/// Reverse-mode differentiation of a graph: the gradients are nodes of the same graph, so they can be differentiated again.
/// </summary>
static class Differentiation
{
    /// <summary>The gradient of a value with respect to each leaf; null where it does not depend on it.</summary>
    /// <param name="output">A fixed value of one number; or any value together with its seed.</param>
    /// <param name="leaves">What to differentiate by.</param>
    /// <param name="seed">The gradient that arrives at the output; 1 when left out.</param>
    public static Node?[] Of(Node output, IReadOnlyList<Node> leaves, Node? seed = null)
    {
        GraphBuilder builder = output.Builder;
        int last = output.Origin.Id;
        bool[] reaches = Reach(builder, leaves, last);
        var arriving = new Dictionary<Node, Node> { [output] = seed ?? Constant.Of(builder, 1) };
        for (int id = last; id >= 0; id--)
        {
            if (!reaches[id]) continue;
            Operation operation = builder.Operations[id];
            if (operation.Op is Source || !operation.Outputs.Any(arriving.ContainsKey)) continue;
            builder.At(operation.Path, () => Spread(operation, reaches, arriving));
        }

        var found = new Node?[leaves.Count];
        for (int i = 0; i < found.Length; i++)
            found[i] = arriving.TryGetValue(leaves[i], out Node? gradient) ? Fit(gradient, leaves[i].Shape) : null;
        return found;
    }

    static bool[] Reach(GraphBuilder builder, IReadOnlyList<Node> leaves, int last)
    {
        bool[] reaches = new bool[last + 1];
        foreach (Node leaf in leaves) if (leaf.Origin.Id <= last) reaches[leaf.Origin.Id] = true;
        for (int id = 0; id <= last; id++)
            foreach (Node source in builder.Operations[id].Sources) reaches[id] |= reaches[source.Origin.Id];
        return reaches;
    }

    static void Spread(Operation operation, bool[] reaches, Dictionary<Node, Node> arriving)
    {
        var gradients = new Node?[operation.Outputs.Length];
        for (int i = 0; i < gradients.Length; i++)
            if (arriving.TryGetValue(operation.Outputs[i], out Node? gradient)) gradients[i] = Fit(gradient, operation.Outputs[i].Shape);
        bool[] wanted = new bool[operation.Sources.Length];
        for (int i = 0; i < wanted.Length; i++) wanted[i] = reaches[operation.Sources[i].Origin.Id];
        Node?[] parts = operation.Op.Gradient(operation, gradients, wanted);
        for (int i = 0; i < wanted.Length; i++)
        {
            if (!wanted[i] || parts[i] is not Node part) continue;
            Node source = operation.Sources[i];
            arriving[source] = arriving.TryGetValue(source, out Node? sum) ? sum + part : part;
        }
    }

    /// <summary>A gradient that is the same for every row (a constant seed) may be smaller than its value.</summary>
    static Node Fit(Node gradient, Shape shape) => gradient.Shape.Equals(shape) ? gradient : Expand.Of(gradient, shape);
}
