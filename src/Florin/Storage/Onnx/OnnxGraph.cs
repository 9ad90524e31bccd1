namespace Florin.Storage.Onnx;

using Florin.Graph;

/// <summary>
/// An ONNX graph being written: nodes, constants and the tensor that holds each value. A value with rows has the batch as its first axis;
/// a fixed value has none. Field numbers are those of onnx.proto.
/// </summary>
sealed class OnnxGraph(Weights weights)
{
    const int Float = 1, Int32 = 6, Int64 = 7;

    readonly List<Protobuf> nodes = [], constants = [], inputs = [];
    readonly Dictionary<Node, string> tensors = [];
    readonly Dictionary<string, string> known = [];
    readonly HashSet<string> names = [];
    string path = "";
    string? firstInput;

    /// <summary>The tensor of a value that was mapped before.</summary>
    public string this[Node node]
    {
        get => tensors[node];
        set => tensors[node] = value;
    }

    /// <summary>The layer whose operations are mapped; it names the nodes.</summary>
    public void At(Operation operation) => path = operation.Path.Length > 0 ? operation.Path + "." : "";

    /// <summary>A node with one output.</summary>
    public string Add(string type, ReadOnlySpan<string> sources, params ReadOnlySpan<Protobuf> attributes) =>
        Add(type, 1, sources, attributes)[0];

    /// <summary>A node with several outputs.</summary>
    public string[] Add(string type, int outputs, ReadOnlySpan<string> sources, params ReadOnlySpan<Protobuf> attributes)
    {
        string name = Unique(path + type);
        string[] results = [.. Enumerable.Range(0, outputs).Select(i => i == 0 ? name : $"{name}.{i}")];
        nodes.Add(new Protobuf().Texts(1, [.. sources]).Texts(2, results).Text(3, name).Text(4, type).Messages(5, [.. attributes]));
        return results;
    }

    /// <summary>Gives a tensor the name by which callers know it.</summary>
    public void Rename(string tensor, string name) =>
        nodes.Add(new Protobuf().Text(1, tensor).Text(2, name).Text(3, name).Text(4, "Identity"));

    /// <summary>A constant of numbers.</summary>
    public string Constant(ReadOnlySpan<float> values, params ReadOnlySpan<int> shape) => Constant("constant", values, shape);

    /// <summary>A constant with a name of its own, such as a learned array.</summary>
    public string Constant(string name, ReadOnlySpan<float> values, params ReadOnlySpan<int> shape)
    {
        name = Unique(name);
        constants.Add(Tensor(Float, name, shape).Raw(9, values));
        return name;
    }

    /// <summary>One number.</summary>
    public string Scalar(double value) => Once($"{(float)value:R}", () => Constant([(float)value]));

    /// <summary>A list of whole numbers: axes, a shape.</summary>
    public string Whole(params long[] values) => Once($"[{string.Join(' ', values)}]", () =>
    {
        string name = Unique("whole");
        constants.Add(Tensor(Int64, name, [values.Length]).Raw(9, values));
        return name;
    });

    /// <summary>An input: numbers as float [batch, axes]; categories and lengths as 64-bit integers, made floats like all else.</summary>
    public string Input(string name, Shape shape)
    {
        bool whole = name is "categories" or "lengths";
        names.Add(name);
        firstInput ??= name;
        inputs.Add(Value(name, whole ? Int64 : Float, shape));
        return whole ? Add("Cast", [name], Attribute("to", Float)) : name;
    }

    /// <summary>The batch's extent as a list of one number, read off the first input.</summary>
    public string BatchSize => Once("batch", () => Add("Slice", [Add("Shape", [firstInput!]), Whole(0), Whole(1), Whole(0)]));

    /// <summary>The numbers of a learned array or of running statistics.</summary>
    public float[] Numbers(Node node) => node.Origin.Op switch
    {
        ParameterSource source => weights.Parameter(Array.FindIndex(weights.Layout.Parameters, each => each.Name == source.Path)).ToArray(),
        StateSource source => weights.State(Array.FindIndex(weights.Layout.States, each => each.Name == source.Path)).ToArray(),
        ConstantSource source => source.Values.Span.ToArray(),
        _ => throw Unknown(node.Origin, "a layer whose weights are computed from others"),
    };

    public static FlorinException Unknown(Operation operation, string what) =>
        new("FLR0431", $"ONNX has no operator for {what}", operation.Path.Length > 0 ? operation.Path : "the net", operation.Op.Name,
            "use another layer, or score with Florin");

    public static Protobuf Attribute(string name, long value) => new Protobuf().Text(1, name).Int(3, value).Int(20, 2);

    public static Protobuf Attribute(string name, float value) => new Protobuf().Text(1, name).Float(2, value).Int(20, 1);

    public static Protobuf Attribute(string name, string value) => new Protobuf().Text(1, name).Text(4, value).Int(20, 3);

    public static Protobuf Attribute(string name, params long[] values) => new Protobuf().Text(1, name).Ints(8, values).Int(20, 7);

    public Protobuf ToProtobuf(string name, string output, Shape shape) =>
        new Protobuf().Messages(1, nodes).Text(2, name).Messages(5, constants).Messages(11, inputs)
            .Message(12, Value(output, Float, shape));

    static Protobuf Tensor(int type, string name, ReadOnlySpan<int> shape)
    {
        var tensor = new Protobuf();
        foreach (int extent in shape) tensor.Int(1, extent);
        return tensor.Int(2, type).Text(8, name);
    }

    /// <summary>Name and type of an input or output; the batch is a name, not a number.</summary>
    static Protobuf Value(string name, int type, Shape shape)
    {
        var axes = new Protobuf().Message(1, new Protobuf().Text(2, "batch"));
        foreach (int extent in shape.Axes) axes.Message(1, new Protobuf().Int(1, extent));
        return new Protobuf().Text(1, name).Message(2, new Protobuf().Message(1, new Protobuf().Int(1, type).Message(2, axes)));
    }

    string Once(string key, Func<string> make) => known.TryGetValue(key, out string? name) ? name : known[key] = make();

    string Unique(string name)
    {
        string free = name;
        for (int i = 2; !names.Add(free); i++) free = $"{name}_{i}";
        return free;
    }
}
