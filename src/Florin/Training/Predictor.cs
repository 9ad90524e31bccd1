namespace Florin;

using System.Collections.Concurrent;
using Florin.Graph;
using Florin.Kernels;

/// <summary>What is computed of each row, from its input and whether there is an exposure.</summary>
delegate Node RowResult(GraphBuilder builder, InputShape input, bool offset);

/// <summary>
/// Computes rows on a compiled plan. Each call rents an executor; calls from many threads do not wait for each other.
/// </summary>
sealed unsafe class Predictor : IDisposable
{
    /// <summary>Rows that a thread scores at a time: a multiple of every shard.</summary>
    const int ChunkRows = 1024;

    readonly RowResult result;
    readonly Weights weights;
    readonly ConcurrentDictionary<(InputShape Input, bool Offset), Compiled> compiled = [];
    readonly Compiled main;
    readonly int rowSize;
    readonly object sharing = new();
    SharedScoring? shared;

    public Predictor(RowResult result, InputShape input, Weights weights)
    {
        (this.result, this.weights) = (result, weights);
        rowSize = input.Numbers is { } axes ? Shape.Rows(axes.Span.ToArray()).Size : 0;
        main = For(input, false);
    }

    public int Outputs => main.Outputs;

    /// <summary>Rows of numbers, on the calling thread.</summary>
    public void Run(ReadOnlySpan<Real> rows, int count, Real* results)
    {
        fixed (Real* data = rows) RunChunk(data, count, results);
    }

    /// <summary>Rows of numbers, shared among threads; a second such call at the same time runs on its own thread.</summary>
    public void Run(ReadOnlySpan<Real> rows, int count, Real* results, int threads)
    {
        fixed (Real* data = rows)
        {
            if (threads > 1 && count > ChunkRows && Monitor.TryEnter(sharing))
            {
                try
                {
                    if (shared?.Threads != threads)
                    {
                        shared?.Dispose();
                        shared = new SharedScoring(this, threads);
                    }

                    shared.Run(data, count, results);
                }
                finally
                {
                    Monitor.Exit(sharing);
                }
            }
            else RunChunk(data, count, results);
        }
    }

    void RunChunk(Real* data, int count, Real* results)
    {
        Rented rented = main.Rent();
        rented.Numbers.Data = data;
        rented.Executor.ResultTo(0, results);
        var step = new StepState { DropoutFactor = 1 };
        rented.Executor.RunRows(null, count, &step);
        main.Return(rented);
    }

    public void Run(Examples examples, Real* results)
    {
        Compiled plan = For(examples.Input, examples.Exposure is not null);
        Real[]? codes = examples.Categories?.Select(code => (Real)code).ToArray(),
            lengths = examples.Lengths?.Select(length => (Real)length).ToArray();
        Real[]? offsets = examples.Exposure?.Select(exposure => Elementary.Log(exposure)).ToArray();
        int columns = examples.Levels.Count, size = examples.RowSize;
        fixed (Real* numbers = examples.Numbers, category = codes, length = lengths, offset = offsets)
        {
            Rented rented = plan.Rent();
            for (int first = 0; first < examples.Count; first += ChunkRows)
            {
                rented.Numbers.Data = numbers + (long)first * size;
                rented.Categories.Data = category + (long)first * columns;
                rented.Lengths.Data = length + first;
                rented.Offset.Data = offset + first;
                rented.Executor.ResultTo(0, results + (long)first * plan.Outputs);
                var step = new StepState { DropoutFactor = 1 };
                rented.Executor.RunRows(null, Math.Min(ChunkRows, examples.Count - first), &step);
            }

            plan.Return(rented);
        }
    }

    public void Dispose()
    {
        shared?.Dispose();
        foreach (Compiled each in compiled.Values) each.Dispose();
    }

    Compiled For(InputShape input, bool offset) => compiled.GetOrAdd((input, offset), key =>
    {
        var builder = new GraphBuilder(training: false);
        Node prediction = result(builder, key.Input, key.Offset);
        weights.Layout.Check(builder);
        var plan = PlanCompiler.Compile(new PlanRequest([prediction], [], [], weights.Layout));
        if (plan.Stages.Any(stage => stage.Sums.Count > 0))
            throw new FlorinException("FLR0308", "a prediction must not depend on the other rows of its batch", prediction.Path,
                fix: "use statistics kept from training, as BatchNorm does");
        return new Compiled(plan, weights);
    });

    /// <summary>One call whose rows a team shares, chunk by chunk.</summary>
    sealed class SharedScoring(Predictor owner, int threads) : IWork, IDisposable
    {
        readonly Team team = new(threads);
        Real* data;
        Real* results;
        int count;

        public int Threads => threads;

        public void Run(Real* rows, int rowCount, Real* target)
        {
            data = rows;
            count = rowCount;
            results = target;
            team.Run((rowCount + ChunkRows - 1) / ChunkRows, this);
        }

        public void Do(int item, int thread)
        {
            long first = (long)item * ChunkRows;
            owner.RunChunk(data + (first * owner.rowSize), (int)Math.Min(ChunkRows, count - first), results + first * owner.Outputs);
        }

        public void Dispose() => team.Dispose();
    }

    /// <summary>An executor with its inputs; one call at a time.</summary>
    sealed class Rented : IDisposable
    {
        public Rented(Plan plan, Weights weights, Team team, AlignedBuffer? fixedMemory)
        {
            Executor = new Executor(plan, weights, team, fixedMemory);
            Executor.Bind(Numbers, Categories, Lengths, Offset);
            Executor.Prepare(ChunkRows);
        }

        public Executor Executor { get; }

        public Feed Numbers { get; } = new("numbers");

        public Feed Categories { get; } = new("categories");

        public Feed Lengths { get; } = new("lengths");

        public Feed Offset { get; } = new("offset");

        public void Dispose() => Executor.Dispose();
    }

    /// <summary>A plan with packed weights, shared by the executors that are rented.</summary>
    sealed class Compiled : IDisposable
    {
        readonly Plan plan;
        readonly Weights weights;
        readonly Team alone = new(1);
        readonly ConcurrentBag<Rented> pool = [];
        readonly Rented first;
        Rented? ready;

        public Compiled(Plan plan, Weights weights)
        {
            this.plan = plan;
            this.weights = weights;
            ready = first = new Rented(plan, weights, alone, null);
            first.Executor.RunFixed();
        }

        public int Outputs => plan.Results[0].Shape.Size;

        /// <summary>The one kept ready costs a single exchange; further ones come from the pool.</summary>
        public Rented Rent() => Interlocked.Exchange(ref ready, null)
            ?? (pool.TryTake(out Rented? rented) ? rented : new Rented(plan, weights, alone, first.Executor.FixedMemory));

        public void Return(Rented rented)
        {
            if (Interlocked.CompareExchange(ref ready, rented, null) is not null) pool.Add(rented);
        }

        public void Dispose()
        {
            ready?.Dispose();
            while (pool.TryTake(out Rented? rented)) rented.Dispose();
            alone.Dispose();
        }
    }
}
