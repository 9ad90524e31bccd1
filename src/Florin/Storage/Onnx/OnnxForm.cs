namespace Florin.Storage.Onnx;

/// <summary>Types of numbers, by their codes in onnx.proto.</summary>
enum OnnxType
{
    Float = 1,
    Int32 = 6,
    Int64 = 7,
    Text = 8,
    Bool = 9,
    Double = 11,
}

/// <summary>Messages of onnx.proto that graphs are made of.</summary>
static class OnnxForm
{
    /// <summary>The set of operators that reads texts.</summary>
    public const string LookupDomain = "ai.onnx.ml";

    public static Protobuf Attribute(string name, long value) => new Protobuf().Text(1, name).Int(3, value).Int(20, 2);

    public static Protobuf Attribute(string name, float value) => new Protobuf().Text(1, name).Float(2, value).Int(20, 1);

    public static Protobuf Attribute(string name, string value) => new Protobuf().Text(1, name).Text(4, value).Int(20, 3);

    public static Protobuf Attribute(string name, params long[] values) => new Protobuf().Text(1, name).Ints(8, values).Int(20, 7);

    public static Protobuf Attribute(string name, IEnumerable<string> values) => new Protobuf().Text(1, name).Texts(9, values).Int(20, 8);

    /// <summary>A constant without its numbers.</summary>
    public static Protobuf Tensor(OnnxType type, string name, ReadOnlySpan<int> shape)
    {
        var tensor = new Protobuf();
        foreach (int extent in shape) tensor.Int(1, extent);
        return tensor.Int(2, (int)type).Text(8, name);
    }

    /// <summary>Name, type and meaning of an input or output; the batch is a name, not a number.</summary>
    public static Protobuf Value(string name, OnnxType type, Shape shape, string meaning)
    {
        var axes = new Protobuf().Message(1, new Protobuf().Text(2, "batch"));
        foreach (int extent in shape.Axes) axes.Message(1, new Protobuf().Int(1, extent));
        var tensor = new Protobuf().Int(1, (int)type).Message(2, axes);
        return new Protobuf().Text(1, name).Message(2, new Protobuf().Message(1, tensor)).Optional(3, meaning);
    }

    /// <summary>The same for a reader.</summary>
    public static OnnxValue InWords(string name, OnnxType type, Shape shape, string meaning)
    {
        string cells = type == OnnxType.Text ? "string" : type.ToString().ToLowerInvariant();
        return new OnnxValue(name, cells, string.Join(", ", ["batch", .. shape.Axes.ToArray().Select(axis => axis.ToString(
            System.Globalization.CultureInfo.InvariantCulture))]), meaning);
    }
}
