namespace Florin.Tests;

using Florin.Graph;

/// <summary>Layers as methods of a node are the layers themselves.</summary>
public class NodeLayersTests
{
    const int Rows = 37;

    [Fact]
    public void A_layer_written_in_a_chain_is_the_one_built_from_records()
    {
        Layer chain = new Chain(6) { Name = "own" }, records = new Records(6) { Name = "own" };
        using GraphRunner one = Run(net => chain.Apply(net.Numbers), 4), two = Run(net => records.Apply(net.Numbers), 4);
        Same(two, one);
        Assert.Equal(
            ["layerNorm1.scale", "layerNorm1.shift", "dense1.weight", "dense1.bias", "dense2.weight", "dense2.bias"],
            one.Layout.Parameters.Select(spec => spec.Name["own.".Length..]));
    }

    [Fact]
    public void Every_method_is_its_layer()
    {
        (Func<Node, Node> Method, Layer Layer)[] pairs =
        [
            (x => x.Dense(3, Activation.Tanh, bias: false), new Dense(3, Activation.Tanh, false)),
            (x => x.Dropout(0.4), new Dropout(0.4)),
            (x => x.LayerNorm(0.1), new LayerNorm(0.1)),
            (x => x.BatchNorm(0.3, 0.2), new BatchNorm(0.3, 0.2)),
            (x => x.Conv1D(3, 2, Padding.Causal, Activation.Relu), new Conv1D(3, 2, Padding: Padding.Causal, Activation: Activation.Relu)),
            (x => x.Lstm(3, Returns.Sequence), new Lstm(3, Returns: Returns.Sequence)),
            (x => x.Gru(3), new Gru(3)),
            (x => x.Attention(2, causal: true), new MultiHeadAttention(2, Causal: true)),
            (x => x.AveragePool(), new GlobalAveragePool()),
            (x => x.MaxPool(), new GlobalMaxPool()),
            (x => x.Then(new PRelu()), new PRelu()),
        ];
        foreach (var (method, layer) in pairs)
        {
            using GraphRunner one = Run(net => method(net.Numbers), 5, 4), two = Run(net => layer.Apply(net.Numbers), 5, 4);
            Same(two, one);
        }
    }

    [Fact]
    public void What_does_not_fit_is_named_by_its_place_in_the_chain()
    {
        var error = Assert.Throws<FlorinException>(() => Run(net => new Chain(0) { Name = "own" }.Apply(net.Numbers), 4));
        Assert.Equal("own.dense1", error.Place);
    }

    static GraphRunner Run(Func<NetInput, Node> build, params int[] axes)
    {
        var runner = new GraphRunner(build, InputShape.Of(axes));
        var random = new Random(5);
        Real[] x = FiniteDifferences.Draw(random, Rows * axes.Aggregate(1, (size, axis) => size * axis), 2);
        runner.Run(Rows, x, FiniteDifferences.Draw(random, Rows * runner.OutputShape.Size, 1));
        return runner;
    }

    static void Same(GraphRunner expected, GraphRunner found)
    {
        Assert.Equal(expected.Layout.Parameters, found.Layout.Parameters);
        Assert.Equal(expected.Output, found.Output);
        Assert.Equal(expected.InputGradient, found.InputGradient);
        foreach (ParameterSpec spec in expected.Layout.Parameters)
            Assert.Equal(expected.ParameterGradient(spec.Name), found.ParameterGradient(spec.Name));
    }

    sealed record Chain(int Units) : Layer
    {
        public override Node Build(Node x) => x + x.LayerNorm().Dense(Units, Activation.Gelu).Dropout(0.1).Dense(x.Width);
    }

    sealed record Records(int Units) : Layer
    {
        public override Node Build(Node x)
        {
            Node y = new LayerNorm().Apply(x);
            y = new Dropout(0.1).Apply(new Dense(Units, Activation.Gelu).Apply(y));
            return x + new Dense(x.Width).Apply(y);
        }
    }
}
