namespace Florin.Tests;

using System.Text.Json;
using System.Text.Json.Nodes;
using Florin.Graph;

/// <summary>The layers of tests/reference/layers.json. They are read as the file of a net is, so that no kind needs a line here.</summary>
static class ReferenceLayers
{
    const string File = "layers.json";

    /// <summary>Where the file's words are not those of the layers: kind, option → kind, member (empty: not a member).</summary>
    static readonly Dictionary<string, string> Words = new()
    {
        ["activation"] = "activate", ["activation.activation"] = "function", ["embedding.rows"] = "levels", ["embedding.units"] = "width",
        ["featureTokenizer.units"] = "width", ["learnedPosition.time"] = "", ["sinusoidalPosition"] = "positionalEncoding",
        ["members.members"] = "count", ["periodic.units"] = "width", ["pbld.units"] = "width", ["piecewiseLinear.units"] = "width",
        ["batchNorm.training"] = "",
    };

    static readonly Dictionary<string, JsonElement> Cases =
        Reference.Read(File).GetProperty("cases").EnumerateArray().ToDictionary(each => each.GetProperty("name").GetString()!);

    public static IEnumerable<JsonElement> All => Cases.Values;

    /// <summary>Cases of layers that exist.</summary>
    public static IEnumerable<TheoryDataRow<string>> Names() =>
        Cases.Where(each => Layer(each.Value) is not null).Select(each => new TheoryDataRow<string>(each.Key));

    public static JsonElement Case(string name) => Cases[name];

    public static string Kind(JsonElement each) => each.GetProperty("kind").GetString()!;

    /// <summary>The layer, named <c>layer</c>, or null when its kind does not exist yet.</summary>
    public static Layer? Layer(JsonElement each)
    {
        string kind = Kind(each);
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

    /// <summary>What the layer reads, and how many rows the file has of it.</summary>
    public static (InputShape Shape, int Rows) Input(JsonElement each)
    {
        int[] axes = Reference.Shape(Tensor(each));
        bool lengths = each.TryGetProperty("lengths", out _);
        InputShape shape = HasCodes(each)
            ? new InputShape(null, [.. Enumerable.Repeat(5, axes.Length == 1 ? 1 : axes[1])])
            : InputShape.Of(axes[1..]) with { HasLengths = lengths };
        return (shape, axes[0]);
    }

    public static bool HasCodes(JsonElement each) => each.TryGetProperty("categories", out _);

    public static JsonElement Tensor(JsonElement each) => each.GetProperty(HasCodes(each) ? "categories" : "input");

    /// <summary>The layer after the input that it reads.</summary>
    public static Func<NetInput, Node> Build(JsonElement each)
    {
        Layer layer = Layer(each)!;
        return HasCodes(each) ? net => layer.Apply(net.Categories) : net => layer.Apply(net.Numbers);
    }

    /// <summary>The parameters and states of the file.</summary>
    public static void Set(Weights weights, JsonElement each)
    {
        WeightLayout layout = weights.Layout;
        for (int i = 0; i < layout.Parameters.Length; i++)
        {
            JsonElement stored = Stored(each, "parameters", layout.Parameters[i].Name);
            Assert.Equal(Reference.Shape(stored), layout.Parameters[i].Shape.Axes.ToArray());
            Reference.Numbers(stored).CopyTo(weights.Parameter(i));
        }

        for (int i = 0; i < layout.States.Length; i++)
            Reference.Numbers(Stored(each, "states", layout.States[i].Name)).CopyTo(weights.State(i));
    }

    /// <summary>What a case holds under the name of a parameter or state of the layer.</summary>
    public static JsonElement Stored(JsonElement each, string list, string name) =>
        each.GetProperty(list).GetProperty(name["layer.".Length..]);
}
