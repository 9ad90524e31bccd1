namespace Florin.Tests;

using System.Text.Json;
using System.Text.Json.Nodes;
using Florin.Graph;

/// <summary>The layers of tests/reference/layers.json with their weights, to be exported. They are read as the file of a net is.</summary>
static class OnnxReferences
{
    /// <summary>Where the file's words are not those of the layers: kind, option → kind, member (empty: not a member).</summary>
    static readonly Dictionary<string, string> Words = new()
    {
        ["activation"] = "activate",
        ["activation.activation"] = "function",
        ["embedding.rows"] = "levels",
        ["embedding.units"] = "width",
        ["featureTokenizer.units"] = "width",
        ["learnedPosition.time"] = "",
        ["sinusoidalPosition"] = "positionalEncoding",
        ["members.members"] = "count",
        ["periodic.units"] = "width",
        ["pbld.units"] = "width",
        ["piecewiseLinear.units"] = "width",
        ["batchNorm.training"] = "",
    };

    public static IEnumerable<OnnxCase> All() => Reference.Read("layers.json").GetProperty("cases").EnumerateArray()
        .Where(each => !Reference.Flag(each.GetProperty("options"), "training"))
        .Select(each => Of(each, Known(each))).OfType<OnnxCase>();

    static OnnxCase? Of(JsonElement each, Layer? layer)
    {
        if (layer is null) return null;
        bool codes = each.TryGetProperty("categories", out JsonElement input);
        if (!codes) input = each.GetProperty("input");
        int[] axes = Reference.Shape(input)[1..];
        bool lengths = each.TryGetProperty("lengths", out _);
        InputShape shape = codes
            ? new InputShape(null, [.. Enumerable.Repeat(5, axes is [] ? 1 : axes[0])])
            : InputShape.Of(axes) with { HasLengths = lengths };
        return new OnnxCase("reference " + each.GetProperty("name").GetString(), shape,
            net => layer.Apply(codes ? net.Categories : net.Numbers), weights => Set(weights, each))
        {
            Finite = layer is SimpleRnn or Lstm or Gru or MaxPool1D or MaxPool2D or GlobalMaxPool,
        };
    }

    /// <summary>The layer, or null when this kind does not exist yet.</summary>
    static Layer? Known(JsonElement each)
    {
        string kind = each.GetProperty("kind").GetString()!;
        var json = new JsonObject { ["kind"] = Words.GetValueOrDefault(kind, kind), ["name"] = "layer" };
        foreach (JsonProperty option in each.GetProperty("options").EnumerateObject())
            if (Words.GetValueOrDefault($"{kind}.{option.Name}", option.Name) is { Length: > 0 } member)
                json[member] = JsonNode.Parse(option.Value.GetRawText());
        try
        {
            return NetJson.Read(new JsonObject { ["layers"] = new JsonArray(json) }.ToJsonString()).Layers[0];
        }
        catch (FlorinException error) when (error.Message.Contains("type discriminator", StringComparison.Ordinal))
        {
            return null;
        }
    }

    static void Set(Weights weights, JsonElement each)
    {
        WeightLayout layout = weights.Layout;
        for (int i = 0; i < layout.Parameters.Length; i++)
            Reference.Numbers(Stored(each, "parameters", layout.Parameters[i].Name)).CopyTo(weights.Parameter(i));
        for (int i = 0; i < layout.States.Length; i++)
            Reference.Numbers(Stored(each, "states", layout.States[i].Name)).CopyTo(weights.State(i));
    }

    static JsonElement Stored(JsonElement each, string list, string name) => each.GetProperty(list).GetProperty(name["layer.".Length..]);
}
