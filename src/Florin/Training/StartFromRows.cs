namespace Florin;

using Florin.Graph;
using Florin.Kernels;

/// <summary>The data pass before training: layers that start from rows (bins at quantiles, scaled weights) see them, in order.</summary>
static unsafe class StartFromRows
{
    /// <summary>Quantiles and spreads of this many rows differ little from those of all.</summary>
    const int MostRows = 8192;

    public static void Apply(Net net, Examples examples, Weights weights, ulong seed)
    {
        var builder = new GraphBuilder(training: false);
        net.Build(new NetInput(builder, examples.Input));
        if (builder.Starts.Count == 0) return;
        using var bound = new BoundExamples(examples, []);
        int[] rows = GC.AllocateUninitializedArray<int>(Math.Min(MostRows, examples.Count), pinned: true);
        for (int i = 0; i < rows.Length; i++) rows[i] = (int)((long)i * examples.Count / rows.Length);
        foreach (var (input, path, find) in builder.Starts)
            find(new StartingRows(weights, path, seed, Values(Expand.ToRows(input), bound, weights, rows)));
    }

    static Real[] Values(Node input, BoundExamples bound, Weights weights, int[] rows)
    {
        Plan plan = PlanCompiler.Compile(new PlanRequest([input], [], [], weights.Layout));
        using var team = new Team(1);
        using var executor = new Executor(plan, weights, team);
        executor.Prepare(rows.Length);
        bound.Bind(executor);
        Real[] values = new Real[checked(rows.Length * input.Shape.Size)];
        var step = new StepState { DropoutFactor = 1 };
        fixed (Real* target = values)
        fixed (int* index = rows)
        {
            executor.ResultTo(0, target);
            executor.Run(index, rows.Length, &step);
        }

        return values;
    }
}
