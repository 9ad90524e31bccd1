namespace Florin.Tests;

using System.Text.Json;
using Florin.Graph;

/// <summary>
/// What every layer promises, whatever it computes. A layer is in the battery when the file of reference numbers has a case of it.
/// </summary>
public class LayerBattery
{
    const int Rows = 150;

    [Theory]
    [MemberData(nameof(ReferenceLayers.Names), MemberType = typeof(ReferenceLayers))]
    public void Equal_settings_are_equal_layers(string name)
    {
        Layer one = ReferenceLayers.Layer(ReferenceLayers.Case(name))!, two = ReferenceLayers.Layer(ReferenceLayers.Case(name))!;
        Assert.NotSame(one, two);
        Assert.Equal(one, two);
        Assert.Equal(one.GetHashCode(), two.GetHashCode());
        Assert.NotEqual(one, two with { LearningRate = 0.5 });
    }

    [Theory]
    [MemberData(nameof(ReferenceLayers.Names), MemberType = typeof(ReferenceLayers))]
    public void A_row_has_the_same_bits_alone_and_in_any_batch(string name)
    {
        var batch = new Batch(ReferenceLayers.Case(name));
        using GraphRunner runner = batch.Runner(training: false);
        batch.Run(runner, 0, Rows);
        Real[] output = runner.Output, gradient = runner.InputGradient;
        foreach ((int first, int rows) in new[] { (0, 1), (3, 2), (149, 1), (11, 7), (64, 33), (5, 129) })
        {
            batch.Run(runner, first, rows);
            Assert.Equal(Part(output, first, rows), runner.Output);
            Assert.Equal(Part(gradient, first, rows), runner.InputGradient);
        }
    }

    [Theory]
    [MemberData(nameof(ReferenceLayers.Names), MemberType = typeof(ReferenceLayers))]
    public void Threads_do_not_change_the_bits_of_gradients(string name)
    {
        var batch = new Batch(ReferenceLayers.Case(name));
        using GraphRunner one = batch.Runner();
        batch.Run(one, 0, Rows);
        foreach (int threads in new[] { 2, 7 })
        {
            using GraphRunner several = batch.Runner(threads: threads);
            batch.Run(several, 0, Rows);
            Assert.Equal(one.Output, several.Output);
            Assert.Equal(one.InputGradient, several.InputGradient);
            foreach (ParameterSpec spec in one.Layout.Parameters)
                Assert.Equal(one.ParameterGradient(spec.Name), several.ParameterGradient(spec.Name));
            foreach (StateSpec spec in one.Layout.States) Assert.Equal(one.State(spec.Name), several.State(spec.Name));
        }
    }

#if FLORIN_DOUBLE // steps wide enough for single precision cross the bends of many layers
    [Theory]
    [MemberData(nameof(ReferenceLayers.Names), MemberType = typeof(ReferenceLayers))]
    public void Gradients_agree_with_finite_differences(string name)
    {
        JsonElement each = ReferenceLayers.Case(name);
        var batch = new Batch(each);
        // The spread is such that none of the rows drawn lies within a step, 2e-5, of a bend, where differences say nothing.
        foreach (int rows in new[] { 1, 67 })
            FiniteDifferences.Check(ReferenceLayers.Build(each), batch.Shape, rows, categories: batch.Codes, lengths: batch.Lengths,
                spread: 1.25);
    }
#endif

    static Real[] Part(Real[] values, int first, int rows) =>
        values[(values.Length / Rows * first)..(values.Length / Rows * (first + rows))];

    /// <summary>Rows drawn for a case's layer.</summary>
    sealed class Batch
    {
        readonly JsonElement each;
        readonly Real[] numbers, probe;
        readonly int size;

        public Batch(JsonElement each)
        {
            this.each = each;
            Shape = ReferenceLayers.Input(each).Shape;
            var random = new Random(17);
            size = Shape.Numbers is { } axes ? axes.Aggregate(1, (product, axis) => product * axis) : 0;
            numbers = FiniteDifferences.Draw(random, Rows * size, 1.5);
            int outputs = Reference.Shape(each.GetProperty("output"))[1..].Aggregate(1, (product, axis) => product * axis);
            probe = FiniteDifferences.Draw(random, Rows * outputs, 1);
            if (Shape.Levels.Count > 0) Codes = [.. Enumerable.Range(0, Rows * Shape.Levels.Count).Select(_ => (Real)random.Next(7))];
            if (Shape.HasLengths)
                Lengths = [.. Enumerable.Range(0, Rows).Select(_ => (Real)random.Next(1, Shape.Numbers!.Value[0] + 1))];
        }

        public InputShape Shape { get; }

        public Real[]? Codes { get; }

        public Real[]? Lengths { get; }

        public GraphRunner Runner(bool training = true, int threads = 1) => new(ReferenceLayers.Build(each), Shape, training, threads);

        public void Run(GraphRunner runner, int first, int rows)
        {
            runner.Run(rows, Part(numbers, first, rows), Part(probe, first, rows), Codes is null ? null : Part(Codes, first, rows),
                Lengths is null ? null : Part(Lengths, first, rows));
        }
    }
}
