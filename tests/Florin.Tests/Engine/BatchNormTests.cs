namespace Florin.Tests;

using System.Text.Json;
using Florin.Graph;

public class BatchNormTests
{
    public static IEnumerable<TheoryDataRow<string>> Cases() =>
        Reference.Names("layers.json").Where(row => row.Data.StartsWith("batchNorm", StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Output_gradients_and_running_statistics_are_those_of_PyTorch(string name)
    {
        JsonElement item = Reference.Case("layers.json", name), options = item.GetProperty("options"),
            gradients = item.GetProperty("gradients");
        Layer layer = new BatchNorm(Reference.Option(options, "momentum", 0), Reference.Option(options, "epsilon", 0)) { Name = "it" };
        int[] shape = Reference.Shape(item.GetProperty("input"));
        using var runner = new GraphRunner(net => layer.Apply(net.Numbers), InputShape.Of(shape[1..]), Reference.Flag(options, "training"));
        foreach (JsonProperty each in item.GetProperty("parameters").EnumerateObject())
            Reference.Numbers(each.Value).CopyTo(runner.Parameter("it." + each.Name));
        foreach (JsonProperty each in item.GetProperty("states").EnumerateObject())
            Reference.Numbers(each.Value).CopyTo(runner.State("it." + each.Name));
        runner.Run(shape[0], Reference.Numbers(item.GetProperty("input")), Reference.Numbers(item.GetProperty("probe")));
        Reference.Close(Reference.Numbers(item.GetProperty("output")), runner.Output, "output");
        Reference.Close(Reference.Numbers(gradients.GetProperty("input")), runner.InputGradient, "input");
        foreach (ParameterSpec spec in runner.Layout.Parameters)
            Reference.Close(Reference.Numbers(gradients.GetProperty(spec.Name[3..])), runner.ParameterGradient(spec.Name), spec.Name);
        foreach (JsonProperty each in item.GetProperty("statesAfter").EnumerateObject())
            Reference.Close(Reference.Numbers(each.Value), runner.State("it." + each.Name), each.Name);
    }

    [Theory]
    [InlineData(2, false)]
    [InlineData(67, false)]
    [InlineData(67, true)]
    public void Gradients_agree(int rows, bool masked) => FiniteDifferences.Check(
        input => new BatchNorm().Apply(new Dense(5).Apply(input.Numbers)), InputShape.Of(4, 3) with { HasLengths = masked }, rows,
        lengths: masked ? Lengths(rows) : null);

    [Fact]
    public void Steps_past_the_end_of_a_row_do_not_count()
    {
        const int Rows = 9, Steps = 4;
        Real[] x = FiniteDifferences.Draw(new Random(5), Rows * Steps, 1), lengths = Lengths(Rows);
        using var masked = new GraphRunner(input =>
            new BatchNorm().Apply(input.Numbers), InputShape.Of(Steps, 1) with { HasLengths = true });
        using var plain = new GraphRunner(input => new BatchNorm().Apply(input.Numbers), InputShape.Of(1));
        masked.Run(Rows, x, new Real[Rows * Steps], lengths: lengths);
        Real[] kept = [.. x.Where((_, i) => i % Steps < lengths[i / Steps])];
        plain.Run(kept.Length, kept, new Real[kept.Length]);
        Reference.Close(plain.Output, [.. masked.Output.Where((_, i) => i % Steps < lengths[i / Steps])], "output");
        Reference.Close(plain.State("batchNorm1.variance"), masked.State("batchNorm1.variance"), "variance");
    }

    [Fact]
    public void Threads_do_not_change_the_bits()
    {
        Real[] x = FiniteDifferences.Draw(new Random(5), 700 * 3, 1), probe = FiniteDifferences.Draw(new Random(6), 700 * 3, 1);
        using var one = new GraphRunner(input => new BatchNorm().Apply(input.Numbers), InputShape.Of(3));
        using var seven = new GraphRunner(input => new BatchNorm().Apply(input.Numbers), InputShape.Of(3), threads: 7);
        one.Run(700, x, probe);
        seven.Run(700, x, probe);
        Assert.Equal(one.Output, seven.Output);
        Assert.Equal(one.InputGradient, seven.InputGradient);
        Assert.Equal(one.State("batchNorm1.variance").ToArray(), seven.State("batchNorm1.variance").ToArray());
    }

    static Real[] Lengths(int rows) => [.. Enumerable.Range(0, rows).Select(row => (Real)(1 + row * 7 % 4))];
}
