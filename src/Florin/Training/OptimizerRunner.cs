namespace Florin;

using Florin.Graph;
using Florin.Kernels;

/// <summary>
/// Applies an optimizer to the flat parameter block; keeps its state. A gradient that the executor sums last moves its parameters as soon
/// as it is summed, on the same thread; the others follow, chunk by chunk over the team. A bound on the norm needs all gradients first.
/// </summary>
sealed unsafe class OptimizerRunner : IWork, IDisposable
{
    const long ChunkLength = 8192;

    /// <summary>Blocks smaller than this are done before a second thread would have woken.</summary>
    const long WorthWaking = 32 * 1024;

    /// <summary>As in PyTorch: the norm is never divided by exactly itself.</summary>
    const double ClipEpsilon = 1e-6;

    readonly Optimizer optimizer;
    readonly Executor executor;
    readonly Team team;
    readonly AlignedBuffer state;
    readonly Chunk[] chunks;
    readonly Chunk[] rest;
    readonly Chunk[][] summed;
    readonly double[] norms;
    readonly long length;
    double learningRate;
    double decayFactor;
    Real gradientScale;
    Doing doing;

    public OptimizerRunner(Optimizer optimizer, Executor executor, Team team)
    {
        this.optimizer = optimizer;
        this.executor = executor;
        this.team = team;
        WeightLayout layout = executor.Plan.Layout;
        length = layout.ParameterLength;
        state = new AlignedBuffer(length * optimizer.Slots);
        List<Chunk> runs = Runs(layout);
        chunks = Cut(runs);
        norms = new double[chunks.Length];
        summed = [.. executor.LastSums.ToArray().Select(sum => Within(runs, sum).ToArray())];
        rest = Cut(Without(runs, executor.LastSums));
    }

    enum Doing
    {
        All,
        Norms,
        Summed,
        Rest,
    }

    /// <summary>Steps taken.</summary>
    public long Steps { get; set; }

    /// <summary>The one number that the rule carries from step to step.</summary>
    public double Carry { get; set; } = 1;

    /// <summary>The numbers the rule keeps, all slots one after the other.</summary>
    public Span<Real> State => new(state.Pointer, checked((int)state.Length));

    /// <summary>
    /// Runs a batch and moves all parameters by its gradients. They have moved even when the loss turns out not to be finite: the caller
    /// keeps the last good ones.
    /// </summary>
    public void Step(int* rows, int count, StepState* at, double rate, double decay)
    {
        Steps++;
        Carry = optimizer.Carry(Carry, Steps);
        (learningRate, decayFactor, gradientScale) = (rate, decay, 1);
        if (optimizer.ClipNorm is { } bound)
        {
            executor.Run(rows, count, at);
            gradientScale = (Real)Math.Min(1, bound / (Norm() + ClipEpsilon));
            Share(Doing.All, chunks.Length);
            return;
        }

        doing = Doing.Summed;
        executor.AfterSum = this;
        executor.Run(rows, count, at);
        executor.AfterSum = null;
        Share(Doing.Rest, rest.Length);
    }

    public void Do(int item, int thread)
    {
        switch (doing)
        {
            case Doing.Norms: norms[item] = SumOfSquares(executor.Total + chunks[item].Offset, chunks[item].Length); break;
            case Doing.All: Move(chunks[item]); break;
            case Doing.Rest: Move(rest[item]); break;
            default:
                foreach (Chunk chunk in summed[item]) Move(chunk);
                break;
        }
    }

    public void Dispose() => state.Dispose();

    double Norm()
    {
        Share(Doing.Norms, chunks.Length);
        double sum = 0;
        foreach (double part in norms) sum += part;
        return Math.Sqrt(sum);
    }

    void Share(Doing what, int items)
    {
        doing = what;
        if (team.Threads > 1 && length >= WorthWaking) team.Run(items, this);
        else for (int item = 0; item < items; item++) Do(item, 0);
    }

    void Move(Chunk chunk)
    {
        double rate = learningRate * chunk.RateFactor;
        bool decays = chunk.Decay;
        optimizer.Update(new UpdateRun
        {
            Parameters = executor.Weights.Parameters + chunk.Offset,
            Gradients = executor.Total + chunk.Offset,
            State = state.Pointer + chunk.Offset,
            SlotStride = length,
            Length = chunk.Length,
            LearningRate = rate,
            Step = Steps,
            Carry = Carry,
            Treatment = new GradientTreatment(gradientScale, (Real)(optimizer.ClipValue ?? double.PositiveInfinity),
                decays ? (Real)optimizer.L1 : 0, decays ? (Real)optimizer.L2 : 0,
                decays ? (Real)(rate * optimizer.WeightDecay * decayFactor) : 0),
        });
    }

    static double SumOfSquares(Real* x, long length)
    {
        double sum = 0;
        for (long i = 0; i < length; i++) sum += (double)x[i] * x[i];
        return sum;
    }

    /// <summary>Neighbours that are treated alike form one run.</summary>
    static List<Chunk> Runs(WeightLayout layout)
    {
        var runs = new List<Chunk>();
        for (int i = 0; i < layout.Parameters.Length; i++)
        {
            ParameterSpec spec = layout.Parameters[i];
            long size = WeightLayout.Aligned(spec.Shape.Size);
            if (runs.Count > 0 && runs[^1].RateFactor == spec.RateFactor && runs[^1].Decay == spec.Decay)
                runs[^1] = runs[^1] with { Length = runs[^1].Length + size };
            else runs.Add(new Chunk(layout.ParameterOffsets[i], size, spec.RateFactor, spec.Decay));
        }

        return runs;
    }

    /// <summary>Cut where a thread may take over.</summary>
    static Chunk[] Cut(List<Chunk> runs)
    {
        var chunks = new List<Chunk>();
        foreach (Chunk run in runs)
            for (long at = 0; at < run.Length; at += ChunkLength)
                chunks.Add(run with { Offset = run.Offset + at, Length = Math.Min(ChunkLength, run.Length - at) });
        return [.. chunks];
    }

    static IEnumerable<Chunk> Within(List<Chunk> runs, Segment sum) => runs
        .Select(run => Between(run, Math.Max(run.Offset, sum.Total), Math.Min(run.End, sum.Total + sum.Length)))
        .Where(part => part.Length > 0);

    static List<Chunk> Without(List<Chunk> runs, ReadOnlySpan<Segment> sums)
    {
        List<Chunk> left = runs;
        foreach (Segment sum in sums)
            left = [.. left.SelectMany(run => new[]
            {
                Between(run, run.Offset, Math.Min(run.End, sum.Total)),
                Between(run, Math.Max(run.Offset, sum.Total + sum.Length), run.End),
            }).Where(part => part.Length > 0)];
        return left;
    }

    static Chunk Between(Chunk run, long from, long to) => run with { Offset = from, Length = to - from };

    readonly record struct Chunk(long Offset, long Length, double RateFactor, bool Decay)
    {
        public long End => Offset + Length;
    }
}
