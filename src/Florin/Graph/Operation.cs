namespace Florin.Graph;

/// <summary>An op applied to sources: one vertex of the graph, with one or more values going out.</summary>
sealed class Operation
{
    internal Operation(GraphBuilder builder, int id, Op op, Node[] sources, Shape[] outputs, string path)
    {
        Builder = builder;
        Id = id;
        Op = op;
        Sources = sources;
        Path = path;
        Outputs = new Node[outputs.Length];
        for (int i = 0; i < outputs.Length; i++) Outputs[i] = new Node(this, i, outputs[i]);
    }

    public GraphBuilder Builder { get; }

    /// <summary>Position in building order, which is a topological order.</summary>
    public int Id { get; }

    public Op Op { get; }

    public Node[] Sources { get; }

    public Node[] Outputs { get; }

    /// <summary>The path of the layer that made it.</summary>
    public string Path { get; }

    /// <summary>Whether it runs once per row shard (true) or once per step (false).</summary>
    public bool HasRows
    {
        get
        {
            foreach (Node source in Sources) if (source.Shape.Batched) return true;
            foreach (Node output in Outputs) if (output.Shape.Batched) return true;
            return false;
        }
    }
}
