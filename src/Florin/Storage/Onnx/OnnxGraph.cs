namespace Florin.Storage.Onnx;

using Florin.Graph;

/// <summary>
/// An ONNX graph being written: nodes, constants and the tensor that holds each value. A value with rows has the batch as its first axis;
/// a fixed value has none. Field numbers are those of onnx.proto.
/// </summary>
sealed class OnnxGraph
{
    readonly List<Protobuf> nodes = [], constants = [], inputValues = [], outputValues = [];
    readonly List<OnnxValue> inputs = [], outputs = [];
    readonly Dictionary<Node, string> tensors = [];
    readonly Dictionary<string, string> known = [];
    readonly HashSet<string> names = [];
    Weights? weights;
    string prefix = "", path = "";
    string? firstInput, numbers;

    /// <summary>What the graph takes, in order.</summary>
    public IReadOnlyList<OnnxValue> Inputs => inputs;

    /// <summary>What the graph gives, in order.</summary>
    public IReadOnlyList<OnnxValue> Outputs => outputs;

    /// <summary>Whether a node is one of ai.onnx.ml's.</summary>
    public bool HasLookups { get; private set; }

    /// <summary>The tensor of a value that was mapped before.</summary>
    public string this[Node node]
    {
        get => tensors[node];
        set => tensors[node] = value;
    }

    /// <summary>Begins a net: its weights, what its names begin with, and the tensor that it reads as its numbers; null: an input of the
    /// graph.</summary>
    public void Begin(Weights own, string name = "", string? itsNumbers = null)
    {
        (weights, prefix, numbers) = (own, name, itsNumbers);
        tensors.Clear();
    }

    /// <summary>The layer whose operations are mapped; it names the nodes.</summary>
    public void At(Operation operation) => At(prefix + operation.Path);

    /// <summary>What is mapped; it names the nodes.</summary>
    public void At(string place) => path = place.Length > 0 ? place + (place.EndsWith('.') ? "" : ".") : "";

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

    /// <summary>Whole numbers for texts, by a table: the main set of operators cannot compare texts.</summary>
    public string Lookup(string texts, IReadOnlyDictionary<string, long> table, long otherwise)
    {
        HasLookups = true;
        string name = Unique(path + "LabelEncoder");
        nodes.Add(new Protobuf().Text(1, texts).Text(2, name).Text(3, name).Text(4, "LabelEncoder")
            .Messages(5, [OnnxForm.Attribute("keys_strings", table.Keys), OnnxForm.Attribute("values_int64s", [.. table.Values]),
                OnnxForm.Attribute("default_int64", otherwise)])
            .Text(7, OnnxForm.LookupDomain));
        return name;
    }

    /// <summary>Gives a tensor the name by which callers know it, or that name with a number where an input has it already.</summary>
    public void Output(string tensor, string name, OnnxType type, Shape shape, string meaning = "")
    {
        name = Unique(name);
        nodes.Add(new Protobuf().Text(1, tensor).Text(2, name).Text(3, name).Text(4, "Identity"));
        outputValues.Add(OnnxForm.Value(name, type, shape, meaning));
        outputs.Add(OnnxForm.InWords(name, type, shape, meaning));
    }

    /// <summary>A constant of numbers.</summary>
    public string Constant(ReadOnlySpan<float> values, params ReadOnlySpan<int> shape) => Constant("constant", values, shape);

    /// <summary>A constant with a name of its own, such as a learned array.</summary>
    public string Constant(string name, ReadOnlySpan<float> values, params ReadOnlySpan<int> shape)
    {
        name = Unique(prefix + name);
        constants.Add(OnnxForm.Tensor(OnnxType.Float, name, shape).Raw(9, values));
        return name;
    }

    /// <summary>A constant of numbers in double precision.</summary>
    public string Doubles(ReadOnlySpan<double> values, params ReadOnlySpan<int> shape) => Doubles(path + "constant", values, shape);

    string Doubles(string name, ReadOnlySpan<double> values, ReadOnlySpan<int> shape)
    {
        name = Unique(name);
        constants.Add(OnnxForm.Tensor(OnnxType.Double, name, shape).Raw(9, values));
        return name;
    }

    /// <summary>A constant of texts.</summary>
    public string Texts(IReadOnlyList<string> values)
    {
        string name = Unique(path + "constant");
        constants.Add(OnnxForm.Tensor(OnnxType.Text, name, [values.Count]).Texts(6, values));
        return name;
    }

    /// <summary>One number in double precision.</summary>
    public string Double(double value) => Once(FormattableString.Invariant($"double {value:R}"), () => Doubles("constant", [value], []));

    /// <summary>The same numbers as another type.</summary>
    public string Cast(string x, OnnxType type) => Add("Cast", [x], OnnxForm.Attribute("to", (int)type));

    /// <summary>One number.</summary>
    public string Scalar(double value) => Once($"{(float)value:R}", () => Constant([(float)value]));

    /// <summary>A list of whole numbers: axes, a shape.</summary>
    public string Whole(params long[] values) => Once($"[{string.Join(' ', values)}]", () =>
    {
        string name = Unique("whole");
        constants.Add(OnnxForm.Tensor(OnnxType.Int64, name, [values.Length]).Raw(9, values));
        return name;
    });

    /// <summary>An input: numbers as float [batch, axes]; categories and lengths as 64-bit integers, made floats like all else.</summary>
    public string Input(string name, Shape shape)
    {
        if (name == "numbers" && numbers is not null) return numbers;
        bool whole = name is "categories" or "lengths";
        Input(name, whole ? OnnxType.Int64 : OnnxType.Float, shape);
        return whole ? Cast(name, OnnxType.Float) : name;
    }

    /// <summary>An input of a type; what it means stands in the file.</summary>
    public void Input(string name, OnnxType type, Shape shape, string meaning = "")
    {
        names.Add(name);
        firstInput ??= name;
        inputValues.Add(OnnxForm.Value(name, type, shape, meaning));
        inputs.Add(OnnxForm.InWords(name, type, shape, meaning));
    }

    /// <summary>The batch's extent as a list of one number, read off the first input.</summary>
    public string BatchSize => Once("batch", () => Add("Slice", [Add("Shape", [firstInput!]), Whole(0), Whole(1), Whole(0)]));

    /// <summary>The numbers of a learned array or of running statistics.</summary>
    public float[] Numbers(Node node) => node.Origin.Op switch
    {
        ParameterSource source =>
            weights!.Parameter(Array.FindIndex(weights.Layout.Parameters, each => each.Name == source.Path)).ToArray(),
        StateSource source => weights!.State(Array.FindIndex(weights.Layout.States, each => each.Name == source.Path)).ToArray(),
        ConstantSource source => source.Values.Span.ToArray(),
        _ => throw Unknown(node.Origin, "a layer whose weights are computed from others"),
    };

    public static FlorinException Unknown(Operation operation, string what) =>
        new("FLR0431", $"ONNX has no operator for {what}", operation.Path.Length > 0 ? operation.Path : "the net", operation.Op.Name,
            "use another layer, or score with Florin");

    /// <summary>The graph; what it is for stands in it.</summary>
    public Protobuf ToProtobuf(string name, string meaning = "") =>
        new Protobuf().Messages(1, nodes).Text(2, name).Messages(5, constants).Optional(10, meaning).Messages(11, inputValues)
            .Messages(12, outputValues);

    string Once(string key, Func<string> make) => known.TryGetValue(key, out string? name) ? name : known[key] = make();

    string Unique(string name)
    {
        string free = name;
        for (int i = 2; !names.Add(free); i++) free = $"{name}_{i}";
        return free;
    }
}
