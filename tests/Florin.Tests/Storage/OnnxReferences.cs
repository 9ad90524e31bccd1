namespace Florin.Tests;

using System.Text.Json;

/// <summary>The layers of tests/reference/layers.json with their weights, to be exported.</summary>
static class OnnxReferences
{
    public static IEnumerable<OnnxCase> All() =>
        ReferenceLayers.All.Where(each => !Reference.Flag(each.GetProperty("options"), "training")).Select(Of).OfType<OnnxCase>();

    static OnnxCase? Of(JsonElement each) => ReferenceLayers.Layer(each) is not { } layer ? null
        : new OnnxCase("reference " + each.GetProperty("name").GetString(), ReferenceLayers.Input(each).Shape, ReferenceLayers.Build(each),
            weights => ReferenceLayers.Set(weights, each))
        {
            Finite = layer is SimpleRnn or Lstm or Gru or MaxPool1D or MaxPool2D or GlobalMaxPool,
        };
}
