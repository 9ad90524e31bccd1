namespace Florin.Graph;

/// <summary>Offsets of the shard arena and the batch arena for one choice of shard rows.</summary>
sealed class ShardMemory
{
    readonly Placement placement;
    readonly StageAssignment stages;
    readonly HashSet<Node> results;
    readonly int rows;
    readonly Arena arena = new();
    readonly Arena streamed = new();
    readonly Dictionary<Node, (long Offset, long Length, bool Streamed)> blocks = [];

    public ShardMemory(Placement placement, StageAssignment stages, IEnumerable<Node> results, int rows)
    {
        this.placement = placement;
        this.stages = stages;
        this.results = [.. results.Select(Placement.Canonical)];
        this.rows = rows;
        foreach (Node node in placement.Kept)
        {
            Batch.Add((node, BatchLength));
            BatchLength += Block(node);
        }

        for (int stage = 0; stage < stages.Count; stage++) Lay(stage);
    }

    /// <summary>What must stay in cache while a shard runs, in numbers.</summary>
    public long WorkingLength => arena.Length;

    public long ArenaLength => arena.Length + streamed.Length;

    public long BatchLength { get; private set; }

    public List<(Node Node, long Offset)> Batch { get; } = [];

    /// <summary>Blocks nobody reads after an operation.</summary>
    public Dictionary<Operation, List<Node>> Deaths { get; } = [];

    public (long Offset, long Length) Of(Node node)
    {
        var block = blocks[node];
        return (block.Streamed ? arena.Length + block.Offset : block.Offset, block.Length);
    }

    /// <summary>Whole vectors and one more, since kernels may run past the end by a vector.</summary>
    long Block(Node node) => WeightLayout.Aligned((long)rows * Placement.StorageOf(node)) + 16;

    void Lay(int stage)
    {
        Operation[] steps = [.. stages.Ordered.Where(operation => stages.Of(operation) == stage && Runs(operation))];
        Dictionary<Node, int> lastUse = LastUses(steps);
        var alive = new List<Node>();
        foreach (Operation input in stages.Ordered)
            if (input.Op is InputSource && placement.UsedIn(input.Outputs[0]).Contains(stage) && placement.Read(input.Outputs[0]) is null
                && !placement.Kept.Contains(input.Outputs[0])) Take(input.Outputs[0], alive);
        for (int i = 0; i < steps.Length; i++)
        {
            foreach (Node output in steps[i].Outputs)
                if (InArena(output) && !TakeOver(steps[i], output, i, lastUse, alive)) Take(output, alive);
            foreach (Node node in alive.Where(node => !results.Contains(node) && lastUse.GetValueOrDefault(node, -1) <= i).ToArray())
                Release(node, steps[i], alive);
        }

        foreach (Node node in alive) Give(node);
    }

    static Dictionary<Node, int> LastUses(Operation[] steps)
    {
        var last = new Dictionary<Node, int>();
        for (int i = 0; i < steps.Length; i++)
        {
            foreach (Node source in steps[i].Sources) last[Placement.Canonical(source)] = i;
            foreach (Node output in steps[i].Outputs) last.TryAdd(output, i);
        }

        return last;
    }

    /// <summary>An op that works element by element writes over its first source when nobody else needs it.</summary>
    bool TakeOver(Operation operation, Node output, int step, Dictionary<Node, int> lastUse, List<Node> alive)
    {
        if (!operation.Op.InPlace || output.Index != 0 || operation.Sources.Length == 0) return false;
        Node source = Placement.Canonical(operation.Sources[0]);
        if (!alive.Contains(source) || results.Contains(source) || lastUse[source] != step || blocks[source].Length != Block(output)
            || blocks[source].Streamed) return false;
        alive.Remove(source);
        blocks[output] = blocks[source];
        alive.Add(output);
        return true;
    }

    void Take(Node node, List<Node> alive)
    {
        long length = Block(node);
        bool isStreamed = node.Origin.Op.Streamed(node.Index);
        blocks[node] = ((isStreamed ? streamed : arena).Take(length), length, isStreamed);
        alive.Add(node);
    }

    void Release(Node node, Operation after, List<Node> alive)
    {
        alive.Remove(node);
        Give(node);
        if (!Deaths.TryGetValue(after, out List<Node>? dead)) Deaths[after] = dead = [];
        dead.Add(node);
    }

    void Give(Node node)
    {
        var block = blocks[node];
        (block.Streamed ? streamed : arena).Give(block.Offset, block.Length);
    }

    bool InArena(Node output) => output.Shape.Batched && !placement.Kept.Contains(output);

    internal static bool Runs(Operation operation) => operation.HasRows && !operation.Op.Alias && operation.Op is not Source;
}
