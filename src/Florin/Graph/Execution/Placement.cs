namespace Florin.Graph;

/// <summary>
/// Decides where values lie that outlive a shard: parameters, constants, sums over rows, what is kept for the whole batch.
/// </summary>
sealed class Placement
{
    /// <summary>
    /// A weight gradient of at least this many numbers is summed over the batch by output tile: 16 lanes of it would not stay in cache.
    /// </summary>
    const long TiledSize = 32 * 1024;

    readonly Dictionary<Node, Place> places = [];
    readonly Dictionary<Node, Place> written = [];
    readonly Dictionary<Node, HashSet<int>> uses = [];
    readonly HashSet<Node> kept = [];
    readonly StageAssignment stages;
    readonly PlanRequest request;

    public Placement(PlanRequest request, StageAssignment stages)
    {
        this.request = request;
        this.stages = stages;
        TotalLength = request.Layout.ParameterLength;
        foreach (Operation operation in stages.Ordered) CountUses(operation);
        foreach (Node result in request.Results) if (Canonical(result) is { Origin.Op: InputSource } input) uses.TryAdd(input, [0]);
        foreach ((Node node, HashSet<int> when) in uses)
            if (node.Shape.Batched && when.Any(stage => stage != stages.Of(node.Origin))
                && (node.Origin.Op is not InputSource || when.Count > 1))
                kept.Add(node);
        PlaceGradients();
        foreach (Operation operation in stages.Ordered) Place(operation);
        PlaceLanes();
    }

    public long FixedLength { get; private set; }

    public long LaneLength { get; private set; }

    public long TotalLength { get; private set; }

    public List<(Place Place, Real[] Values)> Constants { get; } = [];

    public List<(Place From, Place To, int Length)> Copies { get; } = [];

    public List<(int Stage, Segment Segment)> Sums { get; } = [];

    /// <summary>Row values kept for the whole batch; their places follow once the rows of a shard are known.</summary>
    public IReadOnlyCollection<Node> Kept => kept;

    /// <summary>A view is the value it looks at.</summary>
    public static Node Canonical(Node node)
    {
        while (node.Origin.Op.Alias) node = node.Origin.Sources[0];
        return node;
    }

    public static bool IsTiled(Operation operation) =>
        operation.Op is WeightGradient { FromRows: true, Inner: <= 4 } gradient && (long)gradient.K * gradient.N >= TiledSize;

    public static int StorageOf(Node node) => node.Origin.Op.Storage(node.Origin, node.Index);

    /// <summary>Where a source is read, or null for a value of the shard arena.</summary>
    public Place? Read(Node node) => places.TryGetValue(Canonical(node), out Place place) ? place : null;

    /// <summary>Where an output is written, or null for a value of the shard arena.</summary>
    public Place? Write(Node node) => written.TryGetValue(node, out Place lane) ? lane : Read(node);

    /// <summary>Fixes a place found later (the batch arena).</summary>
    public void Set(Node node, Place place) => places[node] = place;

    /// <summary>The stages that read a value of the batch or shard.</summary>
    public IEnumerable<int> UsedIn(Node node) => uses.TryGetValue(node, out HashSet<int>? when) ? when : [];

    void CountUses(Operation operation)
    {
        foreach (Node source in operation.Sources)
        {
            Node value = Canonical(source);
            if (!uses.TryGetValue(value, out HashSet<int>? when)) uses[value] = when = [];
            when.Add(stages.Of(operation));
            if (value.Shape.Batched && IsTiled(operation)) kept.Add(value);
        }
    }

    void PlaceGradients()
    {
        for (int i = 0; i < request.Gradients.Length; i++)
        {
            if (request.Gradients[i] is not Node gradient) continue;
            Node value = Canonical(gradient);
            var place = new Place(Region.Total, request.Layout.ParameterOffsets[i]);
            if (value.Origin.Op is Source || !places.TryAdd(value, place))
                Copies.Add((new Place(Region.Total, -1 - i), place, value.Shape.Size));
        }
    }

    void Place(Operation operation)
    {
        if (operation.Op.Alias) return;
        foreach (Node output in operation.Outputs)
        {
            if (places.ContainsKey(output) || (output.Shape.Batched && operation.Op is not ConstantSource)) continue;
            places[output] = operation.Op switch
            {
                ParameterSource source => new Place(Region.Parameters, request.Layout.ParameterOffset(source.Path)),
                StateSource source => new Place(Region.States, request.Layout.StateOffset(source.Path)),
                ConstantSource source => Constant(source),
                { Reduces: true } => new Place(Region.Total, TakeTotal(output.Shape.Size)),
                _ => new Place(Region.Fixed, TakeFixed(StorageOf(output))),
            };
        }
    }

    Place Constant(ConstantSource source)
    {
        var place = new Place(Region.Fixed, TakeFixed(source.Values.Count));
        Constants.Add((place, source.Values.ToArray()));
        return place;
    }

    /// <summary>Lane blocks in the order of the total block, so that neighbours are summed in one run.</summary>
    void PlaceLanes()
    {
        var reductions = stages.Ordered.Where(operation => operation.Op.Reduces && !IsTiled(operation))
            .SelectMany(operation => operation.Outputs).Where(output => !output.Shape.Batched)
            .OrderBy(output => stages.Of(output.Origin)).ThenBy(output => places[output].Offset);
        foreach (Node output in reductions)
        {
            long length = WeightLayout.Aligned(output.Shape.Size), total = places[output].Offset;
            written[output] = new Place(Region.Lane, LaneLength);
            int stage = stages.Of(output.Origin);
            if (Sums.Count > 0 && Sums[^1] is var (lastStage, last) && lastStage == stage && last.Total + last.Length == total)
                Sums[^1] = (stage, last with { Length = last.Length + length });
            else Sums.Add((stage, new Segment(LaneLength, total, length)));
            LaneLength += length;
        }
    }

    /// <summary>Copies of gradients that could not be computed in place, now that every source has a place.</summary>
    public IEnumerable<(Place From, Place To, int Length)> ResolvedCopies()
    {
        foreach ((Place from, Place to, int length) in Copies)
            yield return (from.Offset < 0 ? Read(request.Gradients[-1 - (int)from.Offset]!)!.Value : from, to, length);
        foreach ((string name, Node value) in request.StateUpdates)
            yield return (Read(value)!.Value, new Place(Region.States, request.Layout.StateOffset(name)), value.Shape.Size);
    }

    long TakeTotal(int length)
    {
        long at = TotalLength;
        TotalLength += WeightLayout.Aligned(length);
        return at;
    }

    long TakeFixed(int length)
    {
        long at = FixedLength;
        FixedLength += WeightLayout.Aligned(length) + 16;
        return at;
    }
}
