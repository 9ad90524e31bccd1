namespace Florin.Tests;

using Florin.Graph;

public class AttentionTests
{
    /// <summary>Heads, width of a head, steps, rows, causal, lengths.</summary>
    public static TheoryData<int, int, int, int, bool, bool> Forms => new()
    {
        { 1, 1, 1, 1, false, false }, { 2, 3, 4, 3, false, false }, { 3, 5, 17, 2, true, false }, { 2, 8, 31, 3, false, true },
        { 4, 16, 60, 2, false, false }, { 1, 17, 33, 2, true, true }, { 2, 2, 3, 70, true, true }, { 2, 6, 5, 9, false, true },
        { 1, 70, 70, 1, true, false },
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public void Gradients_agree(int heads, int width, int steps, int rows, bool causal, bool masked) =>
        FiniteDifferences.Check(input => Attend(input.Numbers, heads, causal), new([steps, 3 * heads * width], HasLengths: masked), rows,
            lengths: masked ? Lengths(rows, steps) : null);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_layer_has_gradients_in_training_and_prediction(bool training) =>
        FiniteDifferences.Check(input => new MultiHeadAttention(2, Causal: true).Apply(input.Numbers), new([7, 6], HasLengths: true), 5,
            training, lengths: Lengths(5, 7));

    [Theory]
    [InlineData(1, false, 0.2, true)]
    [InlineData(70, true, 0.2, true)]
    [InlineData(70, false, 0, false)]
    public void A_block_has_gradients_with_norms_before_or_after(int rows, bool before, double dropout, bool masked) =>
        FiniteDifferences.Check(input => new TransformerBlock(2, 9, Activation.Gelu, before, Dropout: dropout).Apply(input.Numbers),
            new([5, 6], HasLengths: masked), rows, lengths: Lengths(rows, 5));

    [Theory]
    [InlineData(1, 5)]
    [InlineData(3, 16)]
    [InlineData(70, 37)]
    public void A_layer_norm_has_gradients(int rows, int width) =>
        FiniteDifferences.Check(input => new LayerNorm().Apply(input.Numbers), InputShape.Of(3, width), rows);

    [Theory]
    [MemberData(nameof(Forms))]
    public void The_output_is_that_of_plain_loops(int heads, int width, int steps, int rows, bool causal, bool masked)
    {
        Real[]? lengths = masked ? Lengths(rows, steps) : null;
        Real[] x = FiniteDifferences.Draw(new Random(5), rows * steps * 3 * heads * width, 3);
        var shape = new InputShape([steps, 3 * heads * width], HasLengths: masked);
        using var runner = new GraphRunner(input => Attend(input.Numbers, heads, causal), shape);
        runner.Run(rows, x, new Real[rows * steps * heads * width], lengths: lengths);
        var expected = new Real[runner.Output.Length];
        for (int row = 0; row < rows; row++)
            for (int head = 0; head < heads; head++)
                for (int i = 0; i < (int)(lengths?[row] ?? steps); i++)
                    Plain(x.AsSpan(row * steps * 3 * heads * width), head, heads, width, i, causal ? i + 1 : (int)(lengths?[row] ?? steps),
                        expected.AsSpan(((row * steps) + i) * heads * width + head * width, width));
        Reference.Close(expected, runner.Output, "output", 1e-13, 1e-5);
    }

    [Fact]
    public void A_row_has_the_same_bits_alone_in_any_batch_and_behind_any_padding()
    {
        const int Rows = 40, Steps = 21, Longer = 35, Width = 48;
        Real[] x = FiniteDifferences.Draw(new Random(5), Rows * Steps * Width, 2), lengths = Lengths(Rows, Steps);
        Real[] probe = FiniteDifferences.Draw(new Random(6), Rows * Longer * Width / 3, 1), padded = new Real[Rows * Longer * Width];
        Array.Fill(padded, Real.NaN);
        for (int row = 0; row < Rows; row++)
            x.AsSpan(row * Steps * Width, (int)lengths[row] * Width).CopyTo(padded.AsSpan(row * Longer * Width));
        using GraphRunner batch = Runner(Longer, Width), alone = Runner(Steps, Width);
        batch.Run(Rows, padded, probe, lengths: lengths);
        for (int row = 0; row < Rows; row++)
        {
            int valid = (int)lengths[row] * Width;
            alone.Run(1, x[(row * Steps * Width)..], probe[(row * Longer * Width / 3)..], lengths: lengths[row..]);
            Assert.Equal(alone.Output.AsSpan(0, valid / 3), batch.Output.AsSpan(row * Longer * Width / 3, valid / 3));
            Assert.Equal(alone.InputGradient.AsSpan(0, valid), batch.InputGradient.AsSpan(row * Longer * Width, valid));
            Assert.All(batch.InputGradient[(row * Longer * Width + valid)..((row + 1) * Longer * Width)], value => Assert.Equal(0, value));
        }
    }

    static GraphRunner Runner(int steps, int width) =>
        new(input => Attend(input.Numbers, 2, causal: true), new([steps, width], HasLengths: true));

    static Node Attend(Node x, int heads, bool causal) => Attention.Of(x, heads, causal, x.Builder.Lengths?.Node);

    static Real[] Lengths(int rows, int steps) => [.. Enumerable.Range(0, rows).Select(row => (Real)(1 + row * 5 % steps))];

    static void Plain(Span<Real> x, int head, int heads, int width, int query, int seen, Span<Real> y)
    {
        int model = heads * width, row = 3 * model;
        double[] p = new double[seen];
        for (int j = 0; j < seen; j++)
        {
            for (int c = 0; c < width; c++) p[j] += (double)x[query * row + head * width + c] * x[j * row + model + head * width + c];
            p[j] = Math.Exp(p[j] / Math.Sqrt(width));
        }

        for (int c = 0; c < width; c++)
        {
            double sum = 0;
            for (int j = 0; j < seen; j++) sum += p[j] / p.Sum() * x[j * row + 2 * model + head * width + c];
            y[c] = (Real)sum;
        }
    }
}
