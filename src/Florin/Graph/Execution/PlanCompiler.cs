namespace Florin.Graph;

/// <summary>Turns a graph into a plan: stages, places and order.</summary>
static class PlanCompiler
{
    public static Plan Compile(PlanRequest request)
    {
        var stages = new StageAssignment(request.Roots);
        var placement = new Placement(request, stages);
        Node[] rowResults = [.. request.Results.Where(result => result.Shape.Batched)];
        ShardMemory memory = Fit(placement, stages, rowResults, out int rows);
        foreach ((Node node, long offset) in memory.Batch) placement.Set(node, new Place(Region.Batch, offset, memory.BatchLength));
        Stage[] built = [.. Enumerable.Range(0, stages.Count).Select(stage => Build(stage, stages, placement, memory))];
        foreach ((int stage, Segment segment) in placement.Sums) built[stage].Sums.Add(segment);
        var steps = built.SelectMany(stage => stage.Fixed.Concat(stage.Rows).Concat(stage.Tiled)).ToArray();
        return new Plan
        {
            ShardRows = rows,
            Stages = built,
            Layout = request.Layout,
            ArenaLength = memory.ArenaLength,
            ScratchLength = steps.Select(step => step.Op.Scratch(rows)).DefaultIfEmpty(0).Max(),
            FixedLength = placement.FixedLength,
            LaneLength = placement.LaneLength,
            TotalLength = placement.TotalLength,
            BatchLength = memory.BatchLength,
            Constants = [.. placement.Constants],
            Results = [.. request.Results.Select(node =>
                new PlanResult(node.Shape, PlaceOf(node, placement, memory), stages.Of(node.Origin)))],
            Copies = [.. placement.ResolvedCopies()],
            FlopsPerRow = built.SelectMany(stage => stage.Rows.Concat(stage.Tiled)).Sum(step => step.Op.Flops + 8L * StepSize(step)),
            MaxOperands = steps.Select(step => step.Places.Length).DefaultIfEmpty(0).Max(),
        };
    }

    static long StepSize(Step step) => step.Operation.Outputs.Sum(output => (long)output.Shape.Size);

    /// <summary>The largest power of two, at most 64 rows, whose activations fit the budget.</summary>
    static ShardMemory Fit(Placement placement, StageAssignment stages, Node[] results, out int rows)
    {
        for (rows = Plan.MaxShardRows; ; rows /= 2)
        {
            var memory = new ShardMemory(placement, stages, results, rows);
            if (rows == 1 || memory.WorkingLength * sizeof(Real) <= Plan.ShardBytes) return memory;
        }
    }

    static Stage Build(int number, StageAssignment stages, Placement placement, ShardMemory memory)
    {
        var stage = new Stage();
        foreach (Operation operation in stages.Ordered)
        {
            if (operation.Op is InputSource input) AddGather(stage, number, input, operation.Outputs[0], placement, memory);
            else if (stages.Of(operation) == number && operation.Op is not Source && !operation.Op.Alias)
            {
                var step = new Step(operation, Places(operation, placement, memory));
                if (memory.Deaths.TryGetValue(operation, out List<Node>? dead)) step.Freed.AddRange(dead.Select(memory.Of));
                List<Step> list = !operation.HasRows ? stage.Fixed : Placement.IsTiled(operation) ? stage.Tiled : stage.Rows;
                list.Add(step);
            }
        }

        return stage;
    }

    static void AddGather(Stage stage, int number, InputSource input, Node node, Placement placement, ShardMemory memory)
    {
        int first = placement.UsedIn(node).DefaultIfEmpty(0).Min();
        if (first != number) return;
        stage.Gathers.Add(new Gather(input.Input, node.Shape.Size, PlaceOf(node, placement, memory)));
    }

    static Place[] Places(Operation operation, Placement placement, ShardMemory memory)
    {
        var places = new List<Place>();
        foreach (Node source in operation.Sources) places.Add(PlaceOf(source, placement, memory));
        foreach (Node output in operation.Outputs)
            places.Add(placement.Write(output) ?? new Place(Region.Shard, memory.Of(output).Offset));
        return [.. places];
    }

    static Place PlaceOf(Node node, Placement placement, ShardMemory memory) =>
        placement.Read(node) ?? new Place(Region.Shard, memory.Of(Placement.Canonical(node)).Offset);
}
