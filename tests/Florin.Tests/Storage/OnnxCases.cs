namespace Florin.Tests;

using Florin.Graph;

/// <summary>The nets that are exported and judged: every way in which a value can be shaped, every layer.</summary>
static class OnnxCases
{
    public static IEnumerable<OnnxCase> All() =>
    [
        .. Arithmetic(), .. Activations(), .. Shapes(), .. Layers(), .. Tabular(), .. Sequences(), .. Windows(), .. Losses(),
            .. OnnxReferences.All(),
    ];

    static OnnxCase Of(string name, Func<Node, Node> build, params int[] axes) =>
        new(name, InputShape.Of(axes), input => build(input.Numbers));

    static IEnumerable<OnnxCase> Arithmetic() =>
    [
        Of("arithmetic", x => (x + 2) * x - 3 / (x.Square() + 1) + Node.Max(x, -x) * Node.Min(x, x.Constant(1)), 4),
        Of("functions", x => (x.Abs() + 1).Log() + x.Exp().Sqrt() + x.Sin() * x.Cos() - x.Step() + Unary.Of(UnaryKind.Sign, x), 3, 2),
        Of("lower rank on the left", x => x.Slice(0, 0, 1).Reshape(4) * x + x.Constant([1, 2, 3], 3, 1), 3, 4),
        Of("rows against a taller constant", x => x * x.Constant([1, 2, 3, 4], 2, 2), 2),
        Of("one number a row", x => x.Slice(0, 1, 1).Reshape() * 2, 3),
    ];

    static IEnumerable<OnnxCase> Activations() =>
        Enum.GetValues<Activation>()[1..].SelectMany(kind => (OnnxCase[])
        [
            Of($"activation {kind}", x => new Florin.Activate(kind).Apply(x), 3, 4),
            Of($"dense {kind}", x => new Dense(3, kind).Apply(x), 4),
            Of($"dense over time {kind}", x => new Dense(2, kind).Apply(x), 3, 4),
        ]);

    static IEnumerable<OnnxCase> Shapes() =>
    [
        Of("sum of the last axis", x => x.Sum(), 3, 4),
        Of("mean of the first axis", x => x.Mean(0), 3, 4),
        Of("sum of all", x => SumTo.Of(x, Shape.Rows(1)), 3, 4),
        Of("permute", x => x.Permute(2, 0, 1), 2, 3, 4),
        Of("permute of a constant", x => x.MatMul(x.Constant([1, 2, 3, 4, 5, 6], 3, 2).Permute(1, 0)), 2),
        Of("slice", x => x.Slice(1, 1, 2), 2, 4, 3),
        Of("concat with a constant", x => x.Concat(x.Square(), x.Constant([1, 2], 1, 2)), 1, 3),
        Of("concat of the first axis", x => Concat.Of(0, x, x.Slice(0, 0, 1)), 2, 3),
        Of("expand", x => Expand.Of(x.Reshape(2, 1, 3), Shape.Rows(2, 4, 3)), 2, 3),
        Of("a fixed value for every row", x => Expand.ToRows(x.Constant([1, 2, 3], 3).Square()) + 0 * x.Sum(), 2),
        Of("flatten and select", x => new SelectStep(-2).Apply(x).Concat(new Flatten().Apply(x)), 3, 2),
    ];

    static IEnumerable<OnnxCase> Layers()
    {
        yield return Of("no bias", x => new Dense(3, Activation.Relu, Bias: false).Apply(new Dense(5, Bias: false).Apply(x)), 4);
        yield return new OnnxCase("embedding", new InputShape(null, [5, 3]), input => input.Embed());
        yield return new OnnxCase("embedding of both", new InputShape([3], [400, 2, 9]),
            input => new Dense(2).Apply(input.Embed().Concat(new Dropout(0.3).Apply(input.Numbers))));
        yield return new OnnxCase("embedding over columns", new InputShape(null, [4, 4]),
            input => new Embedding(4, 3).Apply(input.Categories));
    }

    static IEnumerable<OnnxCase> Tabular() =>
    [
        Of("tokens", x => Built(x, new FeatureTokenizer(4), new ClassToken(), new LearnedPosition(), new PositionalEncoding()), 3),
        Of("bins", x => Built(x, new PiecewiseLinear(3, Edges: [[-1, 0.5], [-2, 0, 1, 3], [0, 1, 2]])), 3),
        Of("waves", x => Built(x, new Branches([[new Periodic(3, 2, 1)], [new Pbld(2, 3)], [new FeatureTokenizer(1)]])), 3),
        Of("amounts apart", x => Built(x, new Branches([[new SelectFeatures([3, 0]), new FeatureTokenizer(2), new Flatten()],
            [new SelectFeatures([1, 1, 2])]])), 4),
        Of("directions", x => Built(x, new PiecewiseLinear(3, Edges: [[-1, 0.5], [-2, 0, 1, 3], [0, 1, 2]], Directions: [1, -1, -1]),
            new Flatten(), new MonotoneDense(7), new MonotoneDense(2, Bent: false), new SumFeatures()), 3),
        Of("members", x => Built(x, new Members(4), new BatchEnsemble(3, Activation.Relu, MemberStart.Signs), new MemberDense(2)), 5),
        Of("parametric", x => Built(x, new FrontScale(), new NtkDense(5, FromRows: true), new ParametricActivation(Activation.Selu),
            new Residual([new Dense(5), new PRelu()])), 3),
    ];

    static Node Built(Node x, params Layer[] layers) => layers.Aggregate(x, (y, layer) => layer.Apply(y));

    /// <summary>What reads a sequence, with steps for all rows and with lengths of their own.</summary>
    static IEnumerable<OnnxCase> Sequences()
    {
        IEnumerable<Layer> recurrent = Enum.GetValues<Returns>().SelectMany(returns => (Layer[])
        [
            new SimpleRnn(3, 1, false, returns), new SimpleRnn(3, 2, true, returns), new Lstm(3, 1, false, returns),
            new Lstm(5, 2, true, returns), new Gru(4, 1, false, returns), new Gru(3, 2, true, returns),
        ]);
        Layer[] others = [new MultiHeadAttention(1), new MultiHeadAttention(2), new MultiHeadAttention(4, Causal: true),
            new LayerNorm(), new TransformerBlock(2, 5, Activation.Gelu, PreNorm: true)];
        foreach (Layer layer in recurrent.Concat(others))
            foreach (bool masked in (bool[])[false, true])
                yield return new OnnxCase(layer.ToString().Replace("new ", masked ? "masked " : "", StringComparison.Ordinal),
                    InputShape.Of(6, 4) with { HasLengths = masked }, input => layer.Apply(input.Numbers))
                {
                    Finite = recurrent.Contains(layer),
                };
    }

    static IEnumerable<OnnxCase> Windows() =>
    [
        Of("a plane", x => Built(x, new Conv2D(4, [3, 2], Padding: Padding.Same, Activation: Activation.Elu),
            new AveragePool2D([2, 3], [1, 2]),
            new BatchNorm(), new GlobalAveragePool()), 5, 6, 3),
        Of("pools of a plane", x => Built(x, new MaxPool2D([2]), new GlobalMaxPool()), 5, 6, 3) with { Finite = true },
        Of("pools of a sequence", x => Built(x, new MaxPool1D(3, 2), new AveragePool1D(2)), 9, 3) with { Finite = true },
        new OnnxCase("masked windows", InputShape.Of(7, 3) with { HasLengths = true }, input => Built(input.Numbers,
            new Conv1D(6, 3, Padding: Padding.Causal, Dilation: 2, Groups: 3, Activation: Activation.Relu), new GlobalAveragePool())),
    ];

    /// <summary>What a loss makes of the last layer is part of the prediction.</summary>
    static IEnumerable<OnnxCase> Losses() => ((Loss[])
        [
            Loss.SquaredError, Loss.BinaryCrossEntropy, Loss.CategoricalCrossEntropy, Loss.Poisson, Loss.Gaussian, Loss.StudentT,
        ])
        .Select(loss => Of($"prediction of {loss}", x => loss.Link(loss.Raw(new Dense(6, Activation.Sigmoid).Apply(x))), 3));
}
