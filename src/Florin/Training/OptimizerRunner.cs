namespace Florin;

using Florin.Graph;
using Florin.Kernels;

/// <summary>Applies an optimizer to the flat parameter block, chunk by chunk over the team; keeps its state.</summary>
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
    readonly double[] norms;
    readonly long length;
    double learningRate;
    double decayFactor;
    Real gradientScale;
    bool measuring;

    public OptimizerRunner(Optimizer optimizer, Executor executor, Team team)
    {
        this.optimizer = optimizer;
        this.executor = executor;
        this.team = team;
        WeightLayout layout = executor.Plan.Layout;
        length = layout.ParameterLength;
        state = new AlignedBuffer(length * optimizer.Slots);
        chunks = Cut(layout);
        norms = new double[chunks.Length];
    }

    /// <summary>Steps taken.</summary>
    public long Steps { get; set; }

    /// <summary>The one number that the rule carries from step to step.</summary>
    public double Carry { get; set; } = 1;

    /// <summary>The numbers the rule keeps, all slots one after the other.</summary>
    public Span<Real> State => new(state.Pointer, checked((int)state.Length));

    /// <summary>Moves all parameters by the gradients of the executor's last batch.</summary>
    public void Step(double rate, double decay)
    {
        Steps++;
        Carry = optimizer.Carry(Carry, Steps);
        learningRate = rate;
        decayFactor = decay;
        gradientScale = 1;
        bool together = team.Threads > 1 && length >= WorthWaking;
        if (optimizer.ClipNorm is { } bound)
        {
            measuring = true;
            Share(together);
            measuring = false;
            double sum = 0;
            foreach (double part in norms) sum += part;
            gradientScale = (Real)Math.Min(1, bound / (Math.Sqrt(sum) + ClipEpsilon));
        }

        Share(together);
    }

    public void Do(int item, int thread)
    {
        Chunk chunk = chunks[item];
        if (measuring) norms[item] = SumOfSquares(executor.Total + chunk.Offset, chunk.Length);
        else
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
    }

    public void Dispose() => state.Dispose();

    void Share(bool together)
    {
        if (together) team.Run(chunks.Length, this);
        else for (int item = 0; item < chunks.Length; item++) Do(item, 0);
    }

    static double SumOfSquares(Real* x, long length)
    {
        double sum = 0;
        for (long i = 0; i < length; i++) sum += (double)x[i] * x[i];
        return sum;
    }

    /// <summary>Neighbours that are treated alike form one run, cut where a thread may take over.</summary>
    static Chunk[] Cut(WeightLayout layout)
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

        var chunks = new List<Chunk>();
        foreach (Chunk run in runs)
            for (long at = 0; at < run.Length; at += ChunkLength)
                chunks.Add(run with { Offset = run.Offset + at, Length = Math.Min(ChunkLength, run.Length - at) });
        return [.. chunks];
    }

    readonly record struct Chunk(long Offset, long Length, double RateFactor, bool Decay);
}
