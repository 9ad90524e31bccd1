namespace Florin.Tests;

using Florin.Graph;

public class ReadyNetTests
{
    public static TheoryData<string> Names() => [.. Nets.Keys];

    static readonly Dictionary<string, Net> Nets = new()
    {
        ["mlp"] = Net.Mlp(1, 16, 8),
        ["mlp by default"] = Net.Mlp(1),
        ["mlp with dropout"] = Net.Mlp(1, [16], Activation.Gelu, 0.1),
        ["tabm"] = Net.TabM(1, members: 4, units: 24),
        ["tabm with yes and no"] = Net.TabM(1, members: 4, units: 24, amounts: [true, false, true, false]),
        ["tabm without amounts"] = Net.TabM(1, members: 4, units: 48, amounts: [false, false, false, false]),
        ["realmlp with yes and no"] = Net.RealMlp(1, Activation.Mish, units: 24, amounts: [true, true, false, false]),
        ["realmlp"] = Net.RealMlp(1, Activation.Mish, units: 24),
        ["monotone"] = Net.Monotone([1, 0, -1, 0], units: 24),
        ["monotone with yes and no"] = Net.Monotone([1, 0, -1, 0], [true, false, true, true], units: 24),
        ["monotone with one direction"] = Net.Monotone([-1, 0, 0, 0], units: 24),
        ["monotone alone"] = Net.Monotone([1, 1, -1, -1], units: 24, layers: 2),
        ["additive"] = Net.Additive([0, 0, 0, 0]),
        ["additive with pairs"] = Net.Additive([0, 0, 0, 0], groups: [[0, 1], [1, 3]]),
        ["additive with a pair of all"] = Net.Additive([0, 1, 0, 0], [true, true, false, true], groups: [[0, 1, 2, 3]]),
        ["additive with directions"] = Net.Additive([1, 0, -1, 0], [true, false, true, true]),
        ["autoencoder"] = Net.Autoencoder(4, 3, 2),
        ["rnn"] = Net.Rnn(1, units: 8),
        ["cnn"] = Net.Cnn(1, filters: 8, kernel: 2),
        ["transformer"] = Net.Transformer(1, width: 8, blocks: 1),
        ["ft-transformer"] = Net.FtTransformer(1, width: 8, blocks: 1),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void It_learns_with_the_same_bits_on_any_number_of_threads(string name)
    {
        const int Rows = 300;
        Examples examples = Data(name, Rows);
        FitOptions options = new()
        {
            Epochs = 60,
            BatchSize = 32,
            Seed = 3,
            Threads = 1,
            StartAtMean = true,
            Optimizer = new Adam(name.StartsWith("realmlp", StringComparison.Ordinal) ? 0.02 : 0.005),
        };
        var epochs = Nets[name].Fit(examples, options).History.Epochs;
        Assert.True(epochs[^1].Loss < 0.6 * epochs[0].Loss, $"{epochs[0].Loss} to {epochs[^1].Loss}");
        TrainedNet one = Nets[name].Fit(examples, options with { Epochs = 2 });
        TrainedNet two = Nets[name].Fit(examples, options with { Epochs = 2, Threads = 2 });
        foreach (var (parameter, values) in one.Parameters) Assert.Equal(values, two.Parameters[parameter]);
        Assert.Equal(Nets[name], NetJson.Read(NetJson.Write(Nets[name])));
        Assert.Contains("parameters", Nets[name].Describe(examples.Input), StringComparison.Ordinal);
    }

    /// <summary>Only amounts have bins and waves; what follows reads 16 or 4 numbers of each amount and one of each yes or no.</summary>
    [Fact]
    public void Amounts_alone_are_embedded()
    {
        bool[] amounts = [false, true, false, false, true];
        Examples rows = Examples.Of(FiniteDifferences.Draw(new Random(4), 40 * 5, 1), [5], new Real[40]);
        FitOptions once = new() { Epochs = 1, Threads = 1 };
        using TrainedNet tabm = Net.TabM(1, members: 3, units: 8, amounts: amounts).Fit(rows, once);
        using TrainedNet real = Net.RealMlp(1, units: 8, amounts: amounts).Fit(rows, once);
        Assert.Equal(2 * 48 * 16, tabm.Parameters["branches1.branch1.piecewiseLinear1.bins"].Length);
        Assert.Equal((2 * 16 + 3) * 8, tabm.Parameters["batchEnsemble1.weight"].Length);
        Assert.Equal(2 * 4 + 3, real.Parameters["frontScale1.scale"].Length);
        Assert.Equal(Net.TabM(1), Net.TabM(1, amounts: [true, true]));
        Assert.Equal(Net.RealMlp(1), Net.RealMlp(1, amounts: [true]));
    }

    /// <summary>Members that are sure and wrong: the row's loss is softplus(40), though its probability is 1 in single
    /// precision.</summary>
    [Theory]
    [InlineData(40)]
    [InlineData(500)]
    public void A_sure_ensemble_has_a_finite_loss(double sure)
    {
        Examples rows = Examples.Of([1, -1], [1], [1, 0]), held = Examples.Of([1, 1, -1, -1], [1], [1, 0, 0, 0]);
        TrainedNet net = Net.Create([new Members(2), new MemberDense(1) { Name = "head" }]).Fit(rows, new FitOptions
        {
            Loss = Loss.BinaryCrossEntropy,
            Optimizer = new Sgd(1e-9),
            Epochs = 1,
            Validation = held,
            StartWeights = new Dictionary<string, Real[]> { ["head.weight"] = [(Real)sure, (Real)sure], ["head.bias"] = [0, 0] },
        });
        double loss = net.History.Epochs[0].ValidationLoss!.Value;
        if (sure < 60) Assert.Equal(sure / 4, loss, 1e-3);
        else Assert.True(loss > 15 && double.IsFinite(loss));
    }

    [Fact]
    public void Edges_are_quantiles_of_the_rows()
    {
        const int Rows = 101, Bins = 4;
        Real[] x = new Real[Rows * 3];
        for (int row = 0; row < Rows; row++)
        {
            x[row * 3] = row * 37 % Rows;
            x[row * 3 + 1] = row < 90 ? 7 : 8;
            x[row * 3 + 2] = 5;
        }

        TrainedNet net = Net.Create([new PiecewiseLinear(2, Bins) { Name = "bins" }, new Flatten(), new Dense(1)])
            .Fit(Examples.Of(x, [3], new Real[Rows]), new FitOptions { Epochs = 1, Threads = 1 });
        Real[] start = net.States["bins.start"], slope = net.States["bins.slope"];
        Real[] low = net.States["bins.low"], high = net.States["bins.high"];
        Assert.Equal([0, 25, 50, 75, 7, 0, 0, 0, 5, 0, 0, 0], start);
        Assert.Equal([1 / (Real)25, 1 / (Real)25, 1 / (Real)25, 1 / (Real)25, 1, 0, 0, 0, 1, 0, 0, 0], slope);
        Assert.Equal([true, false, false, false, true, false, false, false, true, false, false, false], low.Select(value => value < -1e20));
        Assert.Equal([1, 1, 1], high[..3]);
        Assert.True(high[3] > 1e20 && high[4] > 1e20 && high[5] == 0);
    }

    [Fact]
    public void What_units_get_has_spread_1_and_its_bends_lie_inside_the_data()
    {
        const int Rows = 500, Units = 9;
        var layer = new NtkDense(Units, FromRows: true);
        Net net = [new Dense(6) { Name = "before" }, layer with { Name = "ntk" }, layer];
        Real[] numbers = FiniteDifferences.Draw(new Random(4), Rows * 4, 30);
        Examples examples = Examples.Of(numbers, [4], new Real[Rows * Units]) with { TargetAxes = [Units] };
        using var weights = new Weights(Compilation.Training(net, Loss.SquaredError, examples.Input, Shape.Rows(Units), false).Layout);
        weights.Initialise(5);
        StartFromRows.Apply(net, examples, weights, 5);
        foreach (string name in (string[])["before ntk", "ntk ntkDense1"])
        {
            Real[] x = Values(net, examples, weights, name.Split()[0]), y = Values(net, examples, weights, name.Split()[1]);
            Assert.NotEmpty(x);
            for (int unit = 0; unit < Units; unit++)
            {
                double[] values = [.. Enumerable.Range(0, Rows).Select(row => (double)y[row * Units + unit])];
                Assert.Equal(1, Math.Sqrt(values.Average(value => value * value) - Math.Pow(values.Average(), 2)), 1e-4);
                Assert.True(values.Min() < 0 && values.Max() > 0);
            }
        }
    }

    static unsafe Real[] Values(Net net, Examples examples, Weights weights, string layer)
    {
        var builder = new GraphBuilder(training: false);
        net.Build(new NetInput(builder, examples.Input));
        Node value = builder.Named.Single(each => each.Name == layer).Value;
        using var team = new Florin.Kernels.Team(1);
        using var executor = new Executor(PlanCompiler.Compile(new PlanRequest([value], [], [], weights.Layout)), weights, team);
        executor.Prepare(examples.Count);
        Real[] values = new Real[examples.Count * value.Shape.Size];
        var step = new StepState();
        fixed (Real* x = examples.Numbers, y = values)
        {
            executor.Bind(new Feed("numbers") { Data = x });
            executor.ResultTo(0, y);
            executor.Run(null, examples.Count, &step);
        }

        return values;
    }

    static bool Sequential(string name) => name is "rnn" or "cnn" or "transformer";

    static Examples Data(string name, int rows)
    {
        int steps = Sequential(name) ? 5 : 1, features = 4;
        Real[] x = FiniteDifferences.Draw(new Random(2), rows * steps * features, 2), y = new Real[rows];
        for (int row = 0; row < rows; row++)
        {
            Span<Real> own = x.AsSpan(row * steps * features);
            if (name == "autoencoder") (own[2], own[3]) = (own[0] + own[1], own[0] - own[1]);
            y[row] = own[0] > 0 ? own[1] + 1 : own[1] * own[1] / 2;
        }

        int[] axes = Sequential(name) ? [steps, features] : [features];
        return name == "autoencoder" ? Examples.Of(x, axes, x) with { TargetAxes = [features] } : Examples.Of(x, axes, y);
    }
}
