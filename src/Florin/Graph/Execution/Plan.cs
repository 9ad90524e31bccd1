namespace Florin.Graph;

/// <summary>Where a value lies.</summary>
enum Region
{
    /// <summary>The arena of the thread that runs the shard; gone when the shard is done.</summary>
    Shard,

    /// <summary>Kept for the whole batch, a padded block for each shard.</summary>
    Batch,
    Parameters,
    States,

    /// <summary>Constants, packed weights and what follows from them: written once a step.</summary>
    Fixed,

    /// <summary>Sums over the rows of one lane's shards.</summary>
    Lane,

    /// <summary>Sums over all lanes: parameter gradients first, each at its parameter's offset.</summary>
    Total,
}

/// <summary>A place: region, offset in numbers, and the distance from one shard's block to the next.</summary>
readonly record struct Place(Region Region, long Offset, long ShardStride = 0);

/// <summary>One operation of the plan with the places of its sources and outputs.</summary>
sealed class Step(Operation operation, Place[] places)
{
    public Op Op { get; } = operation.Op;

    public Operation Operation { get; } = operation;

    public int Sources { get; } = operation.Sources.Length;

    public Place[] Places { get; } = places;

    /// <summary>Blocks of the shard arena that nobody reads after this step: debug builds fill them with NaN.</summary>
    public List<(long Offset, long Length)> Freed { get; } = [];
}

/// <summary>An input to be gathered into the arena before a stage runs.</summary>
readonly record struct Gather(string Input, int Size, Place Place);

/// <summary>A run of sums: lane block to total block.</summary>
readonly record struct Segment(long Lane, long Total, long Length);

/// <summary>What runs between two points at which all rows must have arrived.</summary>
sealed class Stage
{
    /// <summary>Once, before the rows.</summary>
    public List<Step> Fixed { get; } = [];

    public List<Gather> Gathers { get; } = [];

    /// <summary>For every shard.</summary>
    public List<Step> Rows { get; } = [];

    /// <summary>Over the whole batch, by tiles of the output.</summary>
    public List<Step> Tiled { get; } = [];

    public List<Segment> Sums { get; } = [];
}

/// <summary>A value asked for: where it lies and the stage that makes it.</summary>
readonly record struct PlanResult(Shape Shape, Place Place, int Stage);

/// <summary>A compiled graph: what runs, in which order, and where every number lies. Immutable; executors share it.</summary>
sealed class Plan
{
    /// <summary>Gradients of a batch are added in this many chains, whatever the number of threads.</summary>
    public const int Lanes = 16;

    public const int MaxShardRows = 64;

    /// <summary>Half of a second-level cache of 1 MiB: a constant of the plan, never the machine's.</summary>
    public const long ShardBytes = 512 * 1024;

    public required int ShardRows { get; init; }

    public required Stage[] Stages { get; init; }

    public required WeightLayout Layout { get; init; }

    public required long ArenaLength { get; init; }

    public required long ScratchLength { get; init; }

    public required long FixedLength { get; init; }

    public required long LaneLength { get; init; }

    public required long TotalLength { get; init; }

    /// <summary>Numbers of the batch arena for one shard.</summary>
    public required long BatchLength { get; init; }

    public required (Place Place, Real[] Values)[] Constants { get; init; }

    /// <summary>Values asked for, in order: rows to be copied out, or single numbers.</summary>
    public required PlanResult[] Results { get; init; }

    /// <summary>Made when all stages are done: running statistics, gradients that could not be computed in place.</summary>
    public required (Place From, Place To, int Length)[] Copies { get; init; }

    public required long FlopsPerRow { get; init; }

    public required int MaxOperands { get; init; }

    /// <summary>What is kept for the whole batch and why threads wait: for people who ask how a net will run.</summary>
    public override string ToString()
    {
        var text = new System.Text.StringBuilder();
        void Add(FormattableString part) => text.Append(FormattableString.Invariant(part));
        Add($"{Stages.Length} stage{(Stages.Length == 1 ? "" : "s")}, shards of {ShardRows} rows, ");
        Add($"{ArenaLength * sizeof(Real) / 1024} KiB a thread, {BatchLength * sizeof(Real) / ShardRows} bytes a row kept for the batch");
        foreach (Stage stage in Stages)
        {
            if (stage.Fixed.Count > 0) Add($"\n  once: {string.Join(", ", stage.Fixed.Select(step => step.Op.Name))}");
            if (stage.Rows.Count > 0) Add($"\n  rows: {string.Join(", ", stage.Rows.Select(step => step.Op.Name))}");
            if (stage.Tiled.Count > 0) Add($"\n  tiles: {string.Join(", ", stage.Tiled.Select(step => step.Op.Name))}");
        }

        return text.ToString();
    }
}
