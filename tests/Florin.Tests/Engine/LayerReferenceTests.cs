namespace Florin.Tests;

using System.Text.Json;
using Florin.Graph;

/// <summary>Every layer of tests/reference/layers.json that exists: its output and all its gradients.</summary>
public class LayerReferenceTests
{
    public static IEnumerable<TheoryDataRow<string>> Cases() => Reference.Read("layers.json").GetProperty("cases").EnumerateArray()
        .Where(item => ReferenceKinds.Of(item) is not null)
        .Select(item => new TheoryDataRow<string>(item.GetProperty("name").GetString()!));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Output_and_gradients_are_those_of_PyTorch(string name)
    {
        JsonElement item = Reference.Case("layers.json", name), input = item.GetProperty("input"),
            gradients = item.GetProperty("gradients");
        Layer layer = ReferenceKinds.Of(item)! with { Name = "it" };
        Real[]? lengths = item.TryGetProperty("lengths", out JsonElement steps) ? Reference.Numbers(steps) : null;
        int[] shape = Reference.Shape(input);
        using var runner = new GraphRunner(net =>
            layer.Apply(net.Numbers), new InputShape([.. shape[1..]], HasLengths: lengths is not null));
        foreach (JsonProperty parameter in item.GetProperty("parameters").EnumerateObject())
        {
            ParameterSpec spec = Assert.Single(runner.Layout.Parameters, spec => spec.Name == "it." + parameter.Name);
            Assert.Equal(Reference.Shape(parameter.Value), spec.Shape.Axes.ToArray());
            Reference.Numbers(parameter.Value).CopyTo(runner.Parameter(spec.Name));
        }

        runner.Run(shape[0], Reference.Numbers(input), Reference.Numbers(item.GetProperty("probe")), lengths: lengths);
        Real[] expected = Reference.Numbers(item.GetProperty("output"));
        if (lengths is not null) ClearPastEnds(runner.Output, lengths, shape[1], expected.Length / shape[0] / shape[1]);
        Reference.Close(expected, runner.Output, "output");
        Reference.Close(Reference.Numbers(gradients.GetProperty("input")), runner.InputGradient, "input");
        Assert.Equal(gradients.EnumerateObject().Count(), runner.Layout.Parameters.Length + 1);
        foreach (ParameterSpec spec in runner.Layout.Parameters)
            Reference.Close(Reference.Numbers(gradients.GetProperty(spec.Name[3..])), runner.ParameterGradient(spec.Name), spec.Name);
    }

    /// <summary>What a layer of attention gives past a row's end means nothing, and the file holds 0. A last state has no steps.</summary>
    static void ClearPastEnds(Real[] output, Real[] lengths, int steps, int features)
    {
        if (features * steps * lengths.Length != output.Length) return;
        for (int row = 0; row < lengths.Length; row++)
            output.AsSpan((row * steps + (int)lengths[row]) * features, (steps - (int)lengths[row]) * features).Clear();
    }
}
