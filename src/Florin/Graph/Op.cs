namespace Florin.Graph;

/// <summary>
/// What an operation computes. Its fields are the extents it was made for; equal ops on equal sources give equal values.
/// A gradient rule returns nodes, so that gradients are graphs like any other and can be differentiated again.
/// </summary>
abstract record Op
{
    /// <summary>The name in prints and errors.</summary>
    public virtual string Name => GetType().Name;

    /// <summary>
    /// True when the op adds over the rows of the batch into its outputs without rows; those with rows, if any, are written as ever.
    /// </summary>
    public virtual bool Reduces => false;

    /// <summary>True when the output is the first source under another shape: no work and no memory.</summary>
    public virtual bool Alias => false;

    /// <summary>True when output 0 may be written over source 0, element by element.</summary>
    public virtual bool InPlace => false;

    /// <summary>False for ops whose value depends on more than their sources (random numbers).</summary>
    public virtual bool Pure => true;

    /// <summary>Numbers that output <paramref name="index"/> occupies (per row when it has rows).</summary>
    public virtual int Storage(Operation self, int index) => self.Outputs[index].Shape.Size;

    /// <summary>
    /// Outputs that are written once and read once, step by step: they do not count against the cache when shards are sized.
    /// </summary>
    public virtual bool Streamed(int index) => false;

    /// <summary>Working memory in numbers for a shard of that many rows.</summary>
    public virtual long Scratch(int rows) => 0;

    /// <summary>Floating-point operations per row (or in all, when fixed): what decides whether threads are worth waking.</summary>
    public virtual long Flops => 0;

    /// <summary>Computes the outputs of one shard (or of the whole, when fixed).</summary>
    public abstract void Run(ref Call call);

    /// <summary>
    /// The gradients of the sources, given those of the outputs (null: none arrived); only those in <paramref name="wanted"/> are used.
    /// </summary>
    public virtual Node?[] Gradient(Operation self, Node?[] arriving, bool[] wanted) =>
        throw new FlorinException("FLR0110", $"{Name} has no derivative", self.Path,
            fix: "a gradient of a gradient reaches this op; use a layer or activation whose second derivative is known "
                + "(tanh, sigmoid, softplus, dense)");
}

/// <summary>An op whose whole-batch result is better computed by tiles of its output than by shards of rows.</summary>
interface ITiledOp
{
    /// <summary>How many independent tiles the output falls into.</summary>
    int Tiles { get; }

    /// <summary>Adds one shard's rows to a tile (the first shard overwrites).</summary>
    void RunTile(ref Call call, int tile);
}

/// <summary>What a kernel sees: pointers to its sources then its outputs, and the rows of the shard.</summary>
unsafe struct Call
{
    /// <summary>Sources first, outputs after them.</summary>
    public Real** Slots;

    /// <summary>Sources of this operation; output i is slot Sources + i.</summary>
    public int Sources;

    /// <summary>Rows of this shard; 1 for fixed operations.</summary>
    public int Rows;

    /// <summary>The first row of the shard within the batch.</summary>
    public int FirstRow;

    /// <summary>For ops that reduce: add to the output instead of overwriting it.</summary>
    public bool Accumulate;

    /// <summary>Working memory of the size the op asked for.</summary>
    public Real* Scratch;

    /// <summary>Seed, step and scheduled rates of this step.</summary>
    public StepState* Step;

    public readonly Real* In(int index) => Slots[index];

    public readonly Real* Out(int index = 0) => Slots[Sources + index];
}

/// <summary>What changes from step to step and is not data.</summary>
struct StepState
{
    public ulong Seed;
    public uint Step;

    /// <summary>Multiplies every dropout rate (a schedule may lower it).</summary>
    public Real DropoutFactor;
}
