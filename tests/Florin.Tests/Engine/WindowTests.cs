namespace Florin.Tests;

using Florin.Graph;

public class WindowTests
{
    static readonly (Layer Layer, int[] Axes)[] Cases =
    [
        (new Conv1D(3, 3), [7, 2]), (new Conv1D(17, 4, 2, Padding.Same, Activation: Activation.Tanh), [9, 5]), (new Conv1D(1, 1), [1, 1]),
        (new Conv1D(6, 3, 1, Padding.Causal, 2, 3, Activation.Sigmoid), [11, 6]), (new Conv1D(5, 2, 3, Padding.Same, Bias: false), [8, 3]),
        (new Conv1D(33, 5, 1, Padding.Causal, Activation: Activation.Softplus), [20, 17]), (new Conv1D(4, 3, 2, Padding.Valid, 2), [12, 3]),
        (new Conv2D(3, [3, 2], Activation: Activation.Tanh), [5, 6, 2]), (new Conv2D(4, [3], [2, 1], Padding.Same, [1, 2], 2), [5, 7, 4]),
        (new Conv2D(18, [2, 3], [1], Padding.Causal, [2, 1]), [4, 5, 9]), (new MaxPool1D(2), [7, 3]), (new MaxPool1D(3, 1), [7, 19]),
        (new AveragePool1D(2, 3), [7, 3]), (new MaxPool2D([2, 3], [1, 2]), [4, 6, 2]), (new AveragePool2D([2]), [5, 4, 17]),
        (new GlobalAveragePool(), [3, 4, 5]), (new GlobalMaxPool(), [6, 3]),
    ];

    public static TheoryData<int, int> Sizes() =>
        [.. Cases.SelectMany((_, i) => (int[])[1, 3, 67], (_, rows) => rows).Select((rows, i) => (i / 3, rows))];

    public static TheoryData<int> Layers() => [.. Enumerable.Range(0, Cases.Length)];

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Gradients_agree(int at, int rows)
    {
        var (layer, axes) = Cases[at];
        // the long steps of single precision cross its bends
        if (layer is MaxPool1D or MaxPool2D or GlobalMaxPool && !Reference.Double) return;
        FiniteDifferences.Check(input => layer.Apply(input.Numbers), InputShape.Of(axes), rows);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(14)]
    public void Gradients_of_gradients_agree(int at)
    {
        var (layer, axes) = Cases[at];
        FiniteDifferences.Check(input =>
        {
            Node x = input.Numbers, y = layer.Apply(x).Tanh();
            Node loss = y.Square().Flatten().SumOverRows().Sum().Reshape();
            return Differentiation.Of(loss, [x])[0]!;
        }, InputShape.Of(axes), 5);
    }

    [Theory]
    [InlineData(2, 3, 1, Padding.Valid, 1, 1)]
    [InlineData(20, 32, 1, Padding.Valid, 1, 1)]
    [InlineData(3, 5, 2, Padding.Same, 1, 1)]
    [InlineData(6, 4, 1, Padding.Causal, 3, 2)]
    [InlineData(33, 65, 3, Padding.Causal, 1, 1)]
    public void The_output_is_that_of_plain_loops(int channels, int filters, int stride, Padding padding, int dilation, int groups)
    {
        const int Rows = 5, Time = 13, Kernel = 3;
        int own = channels / groups, before = padding switch { Padding.Causal => (Kernel - 1) * dilation, Padding.Same => 1, _ => 0 };
        Real[] x = FiniteDifferences.Draw(new Random(5), Rows * Time * channels, 1);
        using var runner = new GraphRunner(input =>
            new Conv1D(filters, Kernel, stride, padding, dilation, groups).Apply(input.Numbers), InputShape.Of(Time, channels));
        int steps = runner.OutputShape[0];
        runner.Run(Rows, x, new Real[Rows * steps * filters]);
        Span<Real> weight = runner.Parameter("conv1D1.weight"), bias = runner.Parameter("conv1D1.bias");
        for (int i = 0; i < Rows * steps * filters; i++)
        {
            int filter = i % filters, step = i / filters % steps, row = i / filters / steps, first = filter / (filters / groups) * own;
            double sum = bias[filter];
            for (int tap = 0; tap < Kernel; tap++)
                for (int c = 0, t = step * stride - before + tap * dilation; t >= 0 && t < Time && c < own; c++)
                    sum += (double)x[(row * Time + t) * channels + first + c] * weight[(tap * own + c) * filters + filter];
            Assert.Equal(sum, runner.Output[i], Reference.Double ? 1e-13 : 1e-5);
        }
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public void A_row_has_the_same_bits_alone_and_in_a_batch(int at)
    {
        const int Rows = 67;
        var (layer, axes) = Cases[at];
        using var runner = new GraphRunner(input => layer.Apply(input.Numbers), InputShape.Of(axes), training: false);
        int size = Shape.Rows(axes).Size, output = runner.OutputShape.Size;
        Real[] x = FiniteDifferences.Draw(new Random(5), Rows * size, 2), probe = FiniteDifferences.Draw(new Random(6), Rows * output, 1);
        runner.Run(Rows, x, probe);
        Real[] outputs = runner.Output, gradients = runner.InputGradient;
        foreach (int row in (int[])[0, 31, 66])
        {
            runner.Run(1, x[(row * size)..], probe[(row * output)..]);
            Assert.Equal(outputs.AsSpan(row * output, output), runner.Output.AsSpan());
            Assert.Equal(gradients.AsSpan(row * size, size), runner.InputGradient.AsSpan());
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void What_stands_behind_a_row_does_not_change_its_bits(int which)
    {
        const int Rows = 9, Time = 6, Longer = 11, Features = 3;
        Layer[] layers = which switch
        {
            0 => [new GlobalAveragePool()],
            1 => [new GlobalMaxPool()],
            _ => [new Conv1D(4, 3, Padding: Padding.Same), new GlobalAveragePool()],
        };
        Node Build(NetInput input) => layers.Aggregate(input.Numbers, (x, layer) => layer.Apply(x));
        Real[] x = FiniteDifferences.Draw(new Random(5), Rows * Time * Features, 1), padded = new Real[Rows * Longer * Features];
        Real[] lengths = [.. Enumerable.Range(0, Rows).Select(row => (Real)(1 + row * 5 % Time))];
        Array.Fill(padded, Real.NaN);
        for (int row = 0; row < Rows; row++)
            x.AsSpan(row * Time * Features, (int)lengths[row] * Features).CopyTo(padded.AsSpan(row * Longer * Features));
        using var runner = new GraphRunner(Build, InputShape.Of(Time, Features) with { HasLengths = true });
        using var longer = new GraphRunner(Build, InputShape.Of(Longer, Features) with { HasLengths = true });
        Real[] probe = FiniteDifferences.Draw(new Random(6), Rows * runner.OutputShape.Size, 1);
        runner.Run(Rows, x, probe, lengths: lengths);
        longer.Run(Rows, padded, probe, lengths: lengths);
        Assert.Equal(runner.Output, longer.Output);
        for (int row = 0; row < Rows; row++)
            Assert.Equal(runner.InputGradient.AsSpan(row * Time * Features, Time * Features),
                longer.InputGradient.AsSpan(row * Longer * Features, Time * Features));
    }

    [Fact]
    public void Sizes_that_make_no_sense_are_refused_by_name()
    {
        Assert.Contains("does not fit", Refusal(new Conv1D(3, 5), InputShape.Of(4, 2)), StringComparison.Ordinal);
        Assert.Contains("groups", Refusal(new Conv1D(3, 2, Groups: 2), InputShape.Of(4, 2)), StringComparison.Ordinal);
        Assert.Contains("at least 1", Refusal(new Conv2D(3, []), InputShape.Of(4, 4, 2)), StringComparison.Ordinal);
        Assert.Contains("height", Refusal(new MaxPool2D([2]), InputShape.Of(4, 2)), StringComparison.Ordinal);
        Assert.Contains("extent", Refusal(new MaxPool1D(2), InputShape.Of(4, 2) with { HasLengths = true }), StringComparison.Ordinal);
    }

    static string Refusal(Layer layer, InputShape shape) =>
        Assert.Throws<FlorinException>(() => layer.Apply(new NetInput(new GraphBuilder(true), shape).Numbers)).Message;
}
