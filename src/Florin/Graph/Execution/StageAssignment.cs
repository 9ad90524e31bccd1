namespace Florin.Graph;

/// <summary>
/// Which operations are needed, and in which stage each runs. A sum over rows is complete only when every shard has passed, so what reads
/// it runs one stage later; this alone yields batch statistics, Sharpe ratios and their gradients.
/// </summary>
sealed class StageAssignment
{
    readonly Dictionary<Operation, int> stages = [];

    public StageAssignment(IEnumerable<Node> roots)
    {
        var needed = new HashSet<Operation>();
        var open = new Stack<Operation>(roots.Select(root => root.Origin));
        while (open.TryPop(out Operation? operation))
        {
            if (!needed.Add(operation)) continue;
            foreach (Node source in operation.Sources) open.Push(source.Origin);
        }

        Ordered = [.. needed.OrderBy(operation => operation.Id)];
        foreach (Operation operation in Ordered)
        {
            int stage = 0;
            foreach (Node source in operation.Sources) stage = Math.Max(stage, Available(source));
            stages[operation] = stage;
            Count = Math.Max(Count, stage + 1);
        }
    }

    /// <summary>Needed operations in topological order.</summary>
    public Operation[] Ordered { get; }

    public int Count { get; private set; } = 1;

    public int Of(Operation operation) => stages[operation];

    /// <summary>The first stage that may read a value.</summary>
    int Available(Node value) => stages[value.Origin] + (value.Origin.Op.Reduces && !value.Shape.Batched ? 1 : 0);
}
