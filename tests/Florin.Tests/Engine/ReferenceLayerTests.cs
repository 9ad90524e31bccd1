namespace Florin.Tests;

using System.Text.Json;
using Florin.Graph;

/// <summary>Every layer against PyTorch: output, gradients, running statistics.</summary>
public class ReferenceLayerTests
{
    [Theory]
    [MemberData(nameof(ReferenceLayers.Names), MemberType = typeof(ReferenceLayers))]
    public void A_layer_gives_the_numbers_of_PyTorch(string name)
    {
        JsonElement each = ReferenceLayers.Case(name), options = each.GetProperty("options");
        bool predicts = options.TryGetProperty("training", out JsonElement training) && !training.GetBoolean();
        var (shape, rows) = ReferenceLayers.Input(each);
        using var runner = new GraphRunner(ReferenceLayers.Build(each), shape, !predicts);
        ReferenceLayers.Set(runner.Weights, each);
        Real[] input = Reference.Numbers(ReferenceLayers.Tensor(each)), probe = Reference.Numbers(each.GetProperty("probe"));
        Real[]? lengths = each.TryGetProperty("lengths", out JsonElement steps) ? Reference.Numbers(steps) : null;
        bool codes = ReferenceLayers.HasCodes(each);
        runner.Run(rows, codes ? [] : input, probe, codes ? input : null, lengths);
        if (lengths is not null && runner.OutputShape.Rank == 2) ClearPastEnds(runner.Output, lengths, runner.OutputShape);
        Reference.Close(Reference.Numbers(each.GetProperty("output")), runner.Output, "output");
        if (!codes) Reference.Close(Gradient(each, "layer.input"), runner.InputGradient, "gradient of the input");
        foreach (ParameterSpec spec in runner.Layout.Parameters)
            Reference.Close(Gradient(each, spec.Name), runner.ParameterGradient(spec.Name), "gradient of " + spec.Name);
        foreach (StateSpec spec in runner.Layout.States)
            Reference.Close(Reference.Numbers(ReferenceLayers.Stored(each, "statesAfter", spec.Name)), runner.State(spec.Name), spec.Name);
        Assert.Equal(each.GetProperty("parameters").EnumerateObject().Count(), runner.Layout.Parameters.Length);
    }

    [Fact]
    public void Every_kind_of_the_file_is_a_layer() =>
        Assert.Empty(ReferenceLayers.All.Where(each => ReferenceLayers.Layer(each) is null).Select(ReferenceLayers.Kind));

    /// <summary>What a sequence holds past a row's end may mean nothing (attention); the file has 0 there.</summary>
    static void ClearPastEnds(Real[] output, Real[] lengths, Shape shape)
    {
        for (int row = 0; row < lengths.Length; row++)
            output.AsSpan(row * shape.Size + (int)lengths[row] * shape[1], (shape[0] - (int)lengths[row]) * shape[1]).Clear();
    }

    static Real[] Gradient(JsonElement each, string name) => Reference.Numbers(ReferenceLayers.Stored(each, "gradients", name));
}
