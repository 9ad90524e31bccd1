namespace Florin.Graph;

using System.Runtime.CompilerServices;
using Florin.Kernels;

/// <summary>
/// Runs a plan over batches. Nothing is allocated while it runs: shards of rows go forward and backward on one thread while they are in its
/// cache, sums over rows are kept in lanes and added in order, so the bits do not depend on the number of threads.
/// </summary>
sealed unsafe class Executor : IWork, IDisposable
{
    /// <summary>Work below this many floating-point operations is done before a second thread would have woken.</summary>
    const long WorthWaking = 150_000;

    /// <summary>Small enough that two threads share the sums of a small net.</summary>
    const int ChunkLength = 2048;

    readonly Plan plan;
    readonly Team team;
    readonly ThreadMemory[] threads;
    readonly AlignedBuffer fixedMemory;
    readonly bool ownsFixed;
    readonly AlignedBuffer total;
    readonly Feed?[][] feeds;
    readonly Segment[][] chunks;
    readonly Real*[] results;
    AlignedBuffer lanes = new(0);
    AlignedBuffer batch = new(0);
    StepState* state;
    int* rows;
    int count;
    int shards;
    int stage;
    Phase phase;

    public Executor(Plan plan, Weights weights, Team team, AlignedBuffer? sharedFixed = null)
    {
        this.plan = plan;
        this.team = team;
        Weights = weights;
        ownsFixed = sharedFixed is null;
        fixedMemory = sharedFixed ?? new AlignedBuffer(plan.FixedLength);
        total = new AlignedBuffer(plan.TotalLength);
        feeds = [.. plan.Stages.Select(each => new Feed?[each.Gathers.Count])];
        chunks = [.. plan.Stages.Select(each => Chunks(each.Sums))];
        results = new Real*[plan.Results.Length];
        threads = new ThreadMemory[team.Threads];
        for (int i = 0; i < threads.Length; i++) threads[i] = NewThread();
        if (ownsFixed) WriteConstants();
    }

    enum Phase
    {
        Rows,
        Tiles,
        Sums,
        Fixed,
    }

    public Weights Weights { get; }

    public Plan Plan => plan;

    /// <summary>Sums over the rows of the last batch: gradients first, at their parameters' offsets.</summary>
    public Real* Total => total.Pointer;

    public AlignedBuffer FixedMemory => fixedMemory;

    /// <summary>The sums of the last stage, as they are shared out.</summary>
    public ReadOnlySpan<Segment> LastSums => chunks[^1];

    /// <summary>What is done with each of the last sums, on the thread that made it, while it is in that thread's cache.</summary>
    public IWork? AfterSum { get; set; }

    /// <summary>Connects inputs to their data; inputs that the plan does not read are ignored.</summary>
    public void Bind(params ReadOnlySpan<Feed> inputs)
    {
        for (int s = 0; s < feeds.Length; s++)
            for (int g = 0; g < feeds[s].Length; g++)
                foreach (Feed input in inputs)
                    if (input.Name == plan.Stages[s].Gathers[g].Input) feeds[s][g] = input;
    }

    /// <summary>Where result i of a batch is to be written, row by row.</summary>
    public void ResultTo(int index, Real* target) => results[index] = target;

    /// <summary>The value of a result that has no rows.</summary>
    public Real Scalar(int index) => *(BaseOf(plan.Results[index].Place.Region) + plan.Results[index].Place.Offset);

    /// <summary>Makes room for batches of that many rows.</summary>
    public void Prepare(int maxRows)
    {
        int most = Math.Max(1, (maxRows + plan.ShardRows - 1) / plan.ShardRows);
        long laneLength = plan.LaneLength * Math.Min(Plan.Lanes, most), batchLength = plan.BatchLength * most;
        if (lanes.Length < laneLength) Replace(ref lanes, laneLength);
        if (batch.Length < batchLength) Replace(ref batch, batchLength);
        foreach (ThreadMemory thread in threads) SetBases(thread);
    }

    /// <summary>Runs one batch: the rows named by index (or consecutive rows from 0 when null).</summary>
    public void Run(int* rowIndex, int rowCount, StepState* step)
    {
        rows = rowIndex;
        count = rowCount;
        shards = (rowCount + plan.ShardRows - 1) / plan.ShardRows;
        state = step;
        bool together = team.Threads > 1 && plan.FlopsPerRow * rowCount >= WorthWaking;
        for (stage = 0; stage < plan.Stages.Length; stage++) RunStage(plan.Stages[stage], together);
        foreach ((Place from, Place to, int length) in plan.Copies) Copy(from, to, length);
    }

    /// <summary>Computes what depends on parameters alone; for prediction, where it is done once.</summary>
    public void RunFixed()
    {
        for (int i = 0; i < plan.Stages[0].Fixed.Count; i++) RunOnce(plan.Stages[0].Fixed[i], threads[0]);
    }

    /// <summary>Runs the rows of the only stage of a prediction on the calling thread.</summary>
    public void RunRows(int* rowIndex, int rowCount, StepState* step)
    {
        rows = rowIndex;
        count = rowCount;
        state = step;
        stage = 0;
        shards = (rowCount + plan.ShardRows - 1) / plan.ShardRows;
        for (int shard = 0; shard < shards; shard++) RunShard(threads[0], shard, false);
    }

    public void Do(int item, int thread)
    {
        switch (phase)
        {
            case Phase.Rows: RunLane(threads[thread], item); break;
            case Phase.Tiles: RunTile(threads[thread], item); break;
            case Phase.Sums:
                SumLanes(chunks[stage][item]);
                if (stage == chunks.Length - 1) AfterSum?.Do(item, thread);
                break;
            default: RunOnce(plan.Stages[stage].Fixed[item], threads[thread]); break;
        }
    }

    public void Dispose()
    {
        foreach (ThreadMemory thread in threads) thread.Dispose();
        if (ownsFixed) fixedMemory.Dispose();
        total.Dispose();
        lanes.Dispose();
        batch.Dispose();
    }

    void RunStage(Stage current, bool together)
    {
        // Only the packs of the first stage are independent of each other.
        if (current.Fixed.Count > 0) Share(Phase.Fixed, current.Fixed.Count, together && stage == 0 && current.Fixed.All(IsPack));
        int lanesUsed = plan.LaneLength == 0 ? shards : Math.Min(Plan.Lanes, shards);
        if (current.Rows.Count + current.Gathers.Count > 0) Share(Phase.Rows, lanesUsed, together);
        if (current.Tiled.Count > 0) Share(Phase.Tiles, TileCount(current), together);
        if (chunks[stage].Length > 0) Share(Phase.Sums, chunks[stage].Length, together);
    }

    void Share(Phase what, int items, bool together)
    {
        phase = what;
        if (together) team.Run(items, this);
        else for (int item = 0; item < items; item++) Do(item, 0);
    }

    static bool IsPack(Step step) => step.Op is Pack && step.Places[0].Region == Region.Parameters;

    static int TileCount(Stage current)
    {
        int tiles = 0;
        foreach (Step step in current.Tiled) tiles += ((ITiledOp)step.Op).Tiles;
        return tiles;
    }

    void RunLane(ThreadMemory thread, int lane)
    {
        if (plan.LaneLength == 0)
        {
            RunShard(thread, lane, false);
            return;
        }

        thread.Bases[(int)Region.Lane] = lanes.Pointer + lane * plan.LaneLength;
        for (int shard = lane; shard < shards; shard += Plan.Lanes) RunShard(thread, shard, shard != lane);
    }

    void RunShard(ThreadMemory thread, int shard, bool accumulate)
    {
        int first = shard * plan.ShardRows;
        var call = new Call
        {
            Slots = thread.Slots,
            Rows = Math.Min(plan.ShardRows, count - first),
            FirstRow = first,
            Accumulate = accumulate,
            Scratch = thread.Scratch,
            Step = state,
        };
        Gathered(thread, shard, ref call);
        List<Step> steps = plan.Stages[stage].Rows;
        for (int i = 0; i < steps.Count; i++)
        {
            Step step = steps[i];
            Resolve(step, thread, shard);
            call.Sources = step.Sources;
            step.Op.Run(ref call);
            Poison(step, thread);
        }

        CopyResults(thread, shard, call.Rows);
    }

    void Gathered(ThreadMemory thread, int shard, ref Call call)
    {
        List<Gather> gathers = plan.Stages[stage].Gathers;
        for (int i = 0; i < gathers.Count; i++)
        {
            Gather gather = gathers[i];
            Real* target = thread.Bases[(int)gather.Place.Region] + gather.Place.Offset + shard * gather.Place.ShardStride;
            feeds[stage][i]!.Gather(target, gather.Size, rows, call.FirstRow, call.Rows);
        }
    }

    void CopyResults(ThreadMemory thread, int shard, int rowsHere)
    {
        PlanResult[] wanted = plan.Results;
        for (int i = 0; i < wanted.Length; i++)
        {
            if (wanted[i].Stage != stage || !wanted[i].Shape.Batched || results[i] is null) continue;
            Real* source = thread.Bases[(int)wanted[i].Place.Region] + wanted[i].Place.Offset + shard * wanted[i].Place.ShardStride;
            long size = wanted[i].Shape.Size, length = size * rowsHere * sizeof(Real);
            Buffer.MemoryCopy(source, results[i] + size * shard * plan.ShardRows, length, length);
        }
    }

    void RunTile(ThreadMemory thread, int item)
    {
        List<Step> steps = plan.Stages[stage].Tiled;
        int at = 0;
        while (item >= ((ITiledOp)steps[at].Op).Tiles) item -= ((ITiledOp)steps[at++].Op).Tiles;
        Step step = steps[at];
        var call = new Call { Slots = thread.Slots, Sources = step.Sources, Scratch = thread.Scratch, Step = state };
        for (int shard = 0; shard < shards; shard++)
        {
            Resolve(step, thread, shard);
            call.FirstRow = shard * plan.ShardRows;
            call.Rows = Math.Min(plan.ShardRows, count - call.FirstRow);
            call.Accumulate = shard > 0;
            ((ITiledOp)step.Op).RunTile(ref call, item);
        }
    }

    void RunOnce(Step step, ThreadMemory thread)
    {
        var call = new Call { Slots = thread.Slots, Sources = step.Sources, Rows = 1, Scratch = thread.Scratch, Step = state };
        Resolve(step, thread, 0);
        step.Op.Run(ref call);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Resolve(Step step, ThreadMemory thread, int shard)
    {
        Place[] places = step.Places;
        for (int i = 0; i < places.Length; i++)
        {
            ref Place place = ref places[i];
            thread.Slots[i] = thread.Bases[(int)place.Region] + place.Offset + shard * place.ShardStride;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void SumLanes(Segment chunk)
    {
        int used = Math.Min(Plan.Lanes, shards);
        Real* source = lanes.Pointer + chunk.Lane, target = total.Pointer + chunk.Total;
        for (long i = 0; i < chunk.Length; i += Vec.Count)
        {
            Vec sum = System.Runtime.Intrinsics.Vector512.Load(source + i);
            for (int lane = 1; lane < used; lane++) sum += System.Runtime.Intrinsics.Vector512.Load(source + lane * plan.LaneLength + i);
            System.Runtime.Intrinsics.Vector512.Store(sum, target + i);
        }
    }

    static Segment[] Chunks(List<Segment> sums)
    {
        var chunks = new List<Segment>();
        foreach (Segment segment in sums)
            for (long at = 0; at < segment.Length; at += ChunkLength)
                chunks.Add(new Segment(segment.Lane + at, segment.Total + at, Math.Min(ChunkLength, segment.Length - at)));
        return [.. chunks];
    }

    ThreadMemory NewThread()
    {
        var thread = new ThreadMemory(plan);
        SetBases(thread);
        return thread;
    }

    void SetBases(ThreadMemory thread)
    {
        foreach (Region region in (ReadOnlySpan<Region>)[Region.Batch, Region.Parameters, Region.States, Region.Fixed, Region.Lane,
            Region.Total])
            thread.Bases[(int)region] = BaseOf(region);
    }

    Real* BaseOf(Region region) => region switch
    {
        Region.Batch => batch.Pointer,
        Region.Parameters => Weights.Parameters,
        Region.States => Weights.States,
        Region.Fixed => fixedMemory.Pointer,
        Region.Lane => lanes.Pointer,
        _ => total.Pointer,
    };

    void WriteConstants()
    {
        foreach ((Place place, Real[] values) in plan.Constants)
            values.CopyTo(new Span<Real>(fixedMemory.Pointer + place.Offset, values.Length));
    }

    void Copy(Place from, Place to, int length)
    {
        Real* source = BaseOf(from.Region) + from.Offset, target = BaseOf(to.Region) + to.Offset;
        Buffer.MemoryCopy(source, target, (long)length * sizeof(Real), (long)length * sizeof(Real));
    }

    static void Replace(ref AlignedBuffer buffer, long length)
    {
        buffer.Dispose();
        buffer = new AlignedBuffer(length);
    }

    /// <summary>A read of memory that was given back shows as NaN in debug builds.</summary>
    [System.Diagnostics.Conditional("DEBUG")]
    static void Poison(Step step, ThreadMemory thread)
    {
        foreach ((long offset, long length) in step.Freed)
            new Span<Real>(thread.Bases[(int)Region.Shard] + offset, checked((int)length)).Fill(Real.NaN);
    }
}
