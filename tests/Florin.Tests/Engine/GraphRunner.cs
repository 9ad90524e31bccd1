namespace Florin.Tests;

using Florin.Graph;
using Florin.Kernels;

/// <summary>
/// Builds a graph, gives it numbers, and reads its output and the gradients of sum(output · probe): the base of the layer battery.
/// </summary>
sealed unsafe class GraphRunner : IDisposable
{
    readonly Team team;
    readonly Executor executor;
    readonly WeightLayout layout;
    readonly Shape output;
    readonly Shape? numbers;

    public GraphRunner(Func<NetInput, Node> build, InputShape shape, bool training = true, int threads = 1, bool inputGradient = true)
    {
        var builder = new GraphBuilder(training);
        var input = new NetInput(builder, shape);
        Node y = Expand.ToRows(build(input));
        output = y.Shape;
        Node probe = builder.Add(new InputSource("probe"), [], Shape.Rows(y.Shape.Axes.ToArray()));
        Node loss = SumTo.Of((y * probe).Flatten(), Shape.Fixed(1)).Reshape();
        layout = new WeightLayout(builder.Parameters.Select(each => each.Spec), builder.States.Select(each => each.Spec));
        List<Node> leaves = [.. builder.Parameters.Select(each => each.Node)];
        inputGradient &= shape.Numbers is not null;
        if (inputGradient)
        {
            leaves.Add(input.Numbers);
            numbers = input.Numbers.Shape;
        }

        Node?[] gradients = Differentiation.Of(loss, leaves);
        Node[] results = inputGradient ? [loss, y, gradients[^1] is { } found ? Expand.ToRows(found) : input.Numbers * 0] : [loss, y];
        var request = new PlanRequest(results, gradients[..layout.Parameters.Length], builder.StateUpdates, layout);
        Plan = PlanCompiler.Compile(request);
        Weights = new Weights(layout);
        Weights.Initialise(7);
        team = new Team(threads);
        executor = new Executor(Plan, Weights, team);
    }

    public Plan Plan { get; }

    public Weights Weights { get; }

    public WeightLayout Layout => layout;

    public Real Loss { get; private set; }

    public Real[] Output { get; private set; } = [];

    public Real[] InputGradient { get; private set; } = [];

    public Shape OutputShape => output;

    public Real[] ParameterGradient(string name)
    {
        int length = layout.Parameters.Single(spec => spec.Name == name).Shape.Size;
        return new Span<Real>(executor.Total + layout.ParameterOffset(name), length).ToArray();
    }

    public Span<Real> Parameter(string name) => Weights.Parameter(Array.FindIndex(layout.Parameters, spec => spec.Name == name));

    public Span<Real> State(string name) => Weights.State(Array.FindIndex(layout.States, spec => spec.Name == name));

    /// <summary>Runs a batch; arrays are row by row, codes and lengths as numbers.</summary>
    public void Run(int rows, Real[] x, Real[] probe, Real[]? categories = null, Real[]? lengths = null)
    {
        Output = new Real[rows * output.Size];
        InputGradient = new Real[rows * (numbers?.Size ?? 0)];
        executor.Prepare(rows);
        fixed (Real* px = x, pp = probe, pc = categories, pl = lengths, py = Output, pg = InputGradient)
        {
            executor.Bind(new Feed("numbers") { Data = px }, new Feed("probe") { Data = pp },
                new Feed("categories") { Data = pc }, new Feed("lengths") { Data = pl });
            executor.ResultTo(1, py);
            if (numbers is not null) executor.ResultTo(2, pg);
            var step = new StepState { Seed = 3, Step = 1, DropoutFactor = 1 };
            executor.Run(null, rows, &step);
        }

        Loss = executor.Scalar(0);
    }

    public void Dispose()
    {
        executor.Dispose();
        Weights.Dispose();
        team.Dispose();
    }
}
