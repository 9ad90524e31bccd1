namespace Florin.Tests;

using Florin.Graph;

public class TabularLayerTests
{
    static readonly EquatableArray<EquatableArray<double>> Edges =
        [[-1, -0.25, 0.5], [-0.75, 0.6], [-0.9, 0.1, 0.3, 0.8], [-2, 2], [0, 1, 2, 3, 4]];

    static readonly (Layer Layer, int[] Axes)[] Cases =
    [
        (new PRelu(), [5]), (new ParametricActivation(Activation.Mish), [3, 5]), (new FrontScale(), [5]),
        (new NtkDense(7, Activation.Selu), [5]), (new Residual([new Dense(4, Activation.Tanh), new Dense(5)]), [3, 5]),
        (new Branches([[new Dense(4, Activation.Tanh)], [], [new Dense(6), new Dense(2)]]), [5]), (new PositionalEncoding(), [6, 5]),
        (new LearnedPosition(), [6, 5]), (new FeatureTokenizer(7), [5]), (new ClassToken(), [4, 5]), (new Periodic(9, 5, 0.3), [5]),
        (new Pbld(5, 6), [5]), (new PiecewiseLinear(6, Edges: Edges), [5]), (new PiecewiseLinear(3), [5]), (new Members(4), [5]),
        (new PiecewiseLinear(3, Edges: Edges, Directions: [1, -1, 1, 1, -1]), [5]), (new MonotoneDense(3, Bent: false), [5]),
        (new SumFeatures(), [5]), (new FrontScale(0), [5]),
        (new SelectFeatures([4, 0, 4]), [5]), (new SelectFeatures([1]), [3, 5]), (new SelectFeatures([]), [5]),
        (new BatchEnsemble(7, Activation.Tanh, MemberStart.Normal), [4, 5]), (new BatchEnsemble(18), [33, 19]),
        (new MemberDense(7, Activation.Softplus), [4, 5]), (new MemberDense(1), [32, 19]), (new MemberDense(20, Activation.Tanh), [3, 9]),
    ];

    public static TheoryData<int, int> Sizes() =>
        [.. Enumerable.Range(0, Cases.Length)
            // Steps of single precision are so wide that they cross the bends of these.
            .Where(at => Reference.Double || Cases[at].Layer is not (Periodic or PiecewiseLinear { Directions.Count: > 0 }))
            .SelectMany(at => (int[])[1, 3, 67], (at, rows) => (at, rows))];

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Gradients_agree(int at, int rows)
    {
        var (layer, axes) = Cases[at];
        FiniteDifferences.Check(input => layer.Apply(Away(input.Numbers, layer)), InputShape.Of(axes), rows);
    }

    /// <summary>Differences across a bend are wrong: numbers keep away from edges and from 0.</summary>
    static Node Away(Node x, Layer layer) => layer switch
    {
        PRelu => x * 0.1 + x.Constant([1, -1, 1, -1, 1], 5),
        PiecewiseLinear => x * 0.01 + 0.15,
        _ => x,
    };

    [Fact]
    public void Frequencies_lie_within_three_deviations_and_are_normal_there()
    {
        const int Features = 50, Frequencies = 400, Count = Features * Frequencies;
        const double Sigma = 0.2;
        using var runner = new GraphRunner(input => new Periodic(1, Frequencies, Sigma).Apply(input.Numbers), InputShape.Of(Features));
        double[] drawn = [.. runner.Parameter("periodic1.frequency").ToArray().Select(each => each / Sigma).Order()];
        Assert.True(drawn[0] >= -3 && drawn[^1] <= 3, $"{drawn[0]} to {drawn[^1]}");
        // A cut at 3 leaves the variance 1 - 2 · 3 φ(3) / (2Φ(3) - 1) = 0.97334; four standard errors of 20,000 draws.
        Assert.Equal(0, drawn.Average(), 4 / Math.Sqrt(Count));
        Assert.Equal(0.97334, drawn.Average(each => each * each), 4 * Math.Sqrt(2.0 / Count));
        Assert.True(drawn[^1] > 2.8 && drawn[0] < -2.8);
    }

    [Fact]
    public void A_product_of_groups_is_a_product_for_each()
    {
        const int Rows = 70, Groups = 3, Inputs = 9, Units = 5;
        Real[] x = FiniteDifferences.Draw(new Random(5), Rows * Groups * Inputs, 1);
        using var runner = new GraphRunner(input => new MemberDense(Units).Apply(input.Numbers), InputShape.Of(Groups, Inputs));
        runner.Run(Rows, x, new Real[Rows * Groups * Units]);
        Span<Real> weight = runner.Parameter("memberDense1.weight"), bias = runner.Parameter("memberDense1.bias");
        for (int row = 0; row < Rows; row++)
            for (int group = 0; group < Groups; group++)
                for (int unit = 0; unit < Units; unit++)
                {
                    double sum = bias[group * Units + unit];
                    for (int i = 0; i < Inputs; i++)
                        sum += (double)x[(row * Groups + group) * Inputs + i] * weight[(group * Inputs + i) * Units + unit];
                    Assert.Equal(sum, runner.Output[(row * Groups + group) * Units + unit], Reference.Double ? 1e-13 : 1e-5);
                }
    }

    [Fact]
    public void Members_start_alike_but_for_their_view_of_the_features()
    {
        const int Count = 4, Run = 3, Inputs = 6, Units = 17;
        using var runner = new GraphRunner(
            input => new BatchEnsemble(Units, Start: MemberStart.Signs, Run: Run).Apply(input.Numbers), InputShape.Of(Count, Inputs));
        Span<Real> r = runner.Parameter("batchEnsemble1.r"), bias = runner.Parameter("batchEnsemble1.bias");
        for (int i = 0; i < r.Length; i++) Assert.True(Math.Abs(r[i]) == 1 && r[i] == r[i / Run * Run]);
        for (int i = 0; i < bias.Length; i++) Assert.Equal(bias[i % Units], bias[i]);
        Assert.Contains(-1, r.ToArray());
        Assert.Contains(1, r.ToArray());
        Assert.True(bias[..Units].ToArray().Distinct().Count() > Units / 2);
    }

    [Fact]
    public void Inputs_without_an_embedding_start_alone()
    {
        const int Members = 50, Run = 3, Embedded = 6, Singles = 2, Inputs = Embedded + Singles;
        using var runner = new GraphRunner(input => new BatchEnsemble(4, Start: MemberStart.Normal, Run: Run, Singles: Singles)
            .Apply(input.Numbers), InputShape.Of(Members, Inputs));
        Real[][] r = [.. runner.Parameter("batchEnsemble1.r").ToArray().Chunk(Inputs)];
        Assert.All(r, member => Assert.Equal(4, member.Distinct().Count()));
        Assert.All(r, member => Assert.Equal([member[0], member[3]], (Real[])[member[2], member[5]]));
        Assert.Equal(4 * Members, r.SelectMany(member => member).Distinct().Count());
    }

    [Theory]
    [InlineData("edges", 2)]
    [InlineData("edges", 1)]
    [InlineData("features", 3)]
    [InlineData("members", 1)]
    [InlineData("residual", 1)]
    [InlineData("places", 1)]
    [InlineData("singles", 1)]
    public void What_does_not_fit_is_refused_by_name(string what, int variant)
    {
        Layer layer = what switch
        {
            "edges" => new PiecewiseLinear(4, Edges: variant == 2 ? [[0, 1], [1, 1]] : [[0, 1], [1]]),
            "features" => new PiecewiseLinear(4, Edges: [[0, 1]]),
            "members" => new BatchEnsemble(3),
            "places" => new SelectFeatures([0, 2]),
            "singles" => new Residual([new Members(2), new BatchEnsemble(3, Singles: 3)]),
            _ => new Residual([new Dense(3)]),
        };
        var error = Assert.Throws<FlorinException>(() => new GraphRunner(input => layer.Apply(input.Numbers), InputShape.Of(2)));
        Assert.Contains(layer.GetType().Name[1..], error.Message, StringComparison.Ordinal);
    }
}
