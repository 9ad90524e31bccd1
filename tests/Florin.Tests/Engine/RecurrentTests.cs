namespace Florin.Tests;

using Florin.Graph;

public class RecurrentTests
{
    public static TheoryData<int, int, int, int, bool, bool, bool> Forms => new()
    {
        { 0, 3, 4, 5, false, false, false }, { 0, 17, 3, 70, true, true, true }, { 0, 1, 1, 1, false, false, true },
        { 1, 3, 4, 5, false, false, false }, { 1, 17, 3, 70, true, true, true }, { 1, 1, 1, 1, false, false, true },
        { 1, 16, 5, 9, false, true, false }, { 1, 5, 6, 67, true, false, true }, { 1, 20, 3, 7, true, true, false },
        { 2, 3, 4, 5, false, false, false }, { 2, 17, 3, 70, true, true, true }, { 2, 1, 1, 1, false, false, true },
        { 2, 16, 5, 9, false, true, false }, { 2, 5, 6, 67, true, false, true }, { 2, 20, 3, 7, true, true, false },
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public void Gradients_agree(int kind, int units, int steps, int rows, bool bidirectional, bool masked, bool sequence) =>
        FiniteDifferences.Check(input => Build(kind, units, bidirectional, sequence, input.Numbers), Shape(steps, masked), rows,
            lengths: masked ? Lengths(rows, steps) : null);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void A_graph_for_prediction_has_the_same_gradients(int kind) =>
        FiniteDifferences.Check(input => Build(kind, 6, true, false, input.Numbers), Shape(4, true), 9, false, lengths: Lengths(9, 4));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void A_row_has_the_same_bits_alone_in_any_batch_and_behind_any_padding(int kind)
    {
        const int Rows = 70, Steps = 6, Features = 3, Longer = 9;
        Real[] x = FiniteDifferences.Draw(new Random(5), Rows * Steps * Features, 1), lengths = Lengths(Rows, Steps);
        Real[] probe = FiniteDifferences.Draw(new Random(6), Rows * 10, 1), padded = new Real[Rows * Longer * Features];
        Array.Fill(padded, Real.NaN);
        for (int row = 0; row < Rows; row++)
            x.AsSpan(row * Steps * Features, (int)lengths[row] * Features).CopyTo(padded.AsSpan(row * Longer * Features));
        using GraphRunner runner = Runner(kind, Steps), longer = Runner(kind, Longer);
        runner.Run(Rows, x, probe, lengths: lengths);
        longer.Run(Rows, padded, probe, lengths: lengths);
        Assert.Equal(runner.Output, longer.Output);
        for (int row = 0; row < Rows; row++)
            Assert.Equal(runner.InputGradient.AsSpan(row * Steps * Features, Steps * Features),
                longer.InputGradient.AsSpan(row * Longer * Features, Steps * Features));
        AssertSameGradients(runner, longer);
        for (int row = 0; row < Rows; row += 23)
        {
            longer.Run(1, padded[(row * Longer * Features)..], probe[(row * 10)..], lengths: lengths[row..]);
            Assert.Equal(runner.Output[(row * 10)..(row * 10 + 10)], longer.Output);
            Assert.Equal(runner.InputGradient.AsSpan(row * Steps * Features, Steps * Features),
                longer.InputGradient.AsSpan(0, Steps * Features));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Training_and_prediction_give_the_same_bits(int kind)
    {
        Real[] x = FiniteDifferences.Draw(new Random(5), 7 * 6 * 3, 1), probe = FiniteDifferences.Draw(new Random(6), 7 * 10, 1);
        Real[] lengths = Lengths(7, 6);
        using GraphRunner training = Runner(kind, 6), prediction = Runner(kind, 6, training: false);
        training.Run(7, x, probe, lengths: lengths);
        prediction.Run(7, x, probe, lengths: lengths);
        Assert.Equal(training.Output, prediction.Output);
        Assert.Equal(training.InputGradient, prediction.InputGradient);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Threads_do_not_change_the_gradients(int kind)
    {
        Real[] x = FiniteDifferences.Draw(new Random(5), 500 * 6 * 3, 1), probe = FiniteDifferences.Draw(new Random(6), 5000, 1);
        Real[] lengths = Lengths(500, 6);
        using GraphRunner one = Runner(kind, 6), seven = Runner(kind, 6, threads: 7);
        one.Run(500, x, probe, lengths: lengths);
        seven.Run(500, x, probe, lengths: lengths);
        AssertSameGradients(one, seven);
    }

    static void AssertSameGradients(GraphRunner a, GraphRunner b)
    {
        foreach (ParameterSpec spec in a.Layout.Parameters) Assert.Equal(a.ParameterGradient(spec.Name), b.ParameterGradient(spec.Name));
    }

    [Fact]
    public void Sizes_that_make_no_sense_are_refused_by_name()
    {
        Assert.Contains("unit", Refusal(0, Shape(3, false)), StringComparison.Ordinal);
        Assert.Contains("[batch, time, features]", Refusal(3, InputShape.Of(3)), StringComparison.Ordinal);
    }

    static string Refusal(int units, InputShape shape) =>
        Assert.Throws<FlorinException>(() => Build(1, units, false, false, new NetInput(new GraphBuilder(true), shape).Numbers)).Message;

    static GraphRunner Runner(int kind, int steps, bool training = true, int threads = 1) =>
        new(input => Build(kind, 5, true, false, input.Numbers), Shape(steps, true), training, threads);

    static Node Build(int kind, int units, bool bidirectional, bool sequence, Node x)
    {
        Returns returns = sequence ? Returns.Sequence : Returns.Last;
        Layer layer = kind switch
        {
            0 => new SimpleRnn(units, 1, bidirectional, returns),
            1 => new Lstm(units, 1, bidirectional, returns),
            _ => new Gru(units, 1, bidirectional, returns),
        };
        return layer.Apply(x);
    }

    static InputShape Shape(int steps, bool masked) => InputShape.Of(steps, 3) with { HasLengths = masked };

    static Real[] Lengths(int rows, int steps) => [.. Enumerable.Range(0, rows).Select(row => (Real)(1 + row * 7 % steps))];
}
