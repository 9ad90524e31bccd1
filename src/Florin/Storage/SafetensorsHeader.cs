namespace Florin.Storage;

using System.Text.Json;

/// <summary>An array's line in the header.</summary>
sealed record TensorEntry(string Name, TensorType Type, EquatableArray<int> Shape, long Begin, long End);

/// <summary>The header's JSON, read token by token: nothing is trusted, nothing is guessed, no name may come twice.</summary>
ref struct SafetensorsHeader
{
    public const string Fix = "get the file again from where it was made; do not use this copy";

    const int MostAxes = 16;

    readonly string place;
    Utf8JsonReader json;

    SafetensorsHeader(ReadOnlySpan<byte> text, string place)
    {
        // Depth 3 is all the format has: header, entry, its arrays.
        json = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = 3 });
        this.place = place;
    }

    public static (List<TensorEntry> Entries, Dictionary<string, string> Metadata) Parse(ReadOnlySpan<byte> text, string place)
    {
        try
        {
            return new SafetensorsHeader(text, place).Parse();
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException)
        {
            throw Malformed(place, error.Message, error);
        }
    }

    public static FlorinException Malformed(string place, string found, Exception? inner = null) =>
        new("FLR0402", "the header is not that of a safetensors file", place, found, Fix, inner);

    (List<TensorEntry> Entries, Dictionary<string, string> Metadata) Parse()
    {
        List<TensorEntry> entries = [];
        Dictionary<string, string> metadata = [];
        var names = new HashSet<string>();
        Expect(JsonTokenType.StartObject);
        while (Key() is { } name)
        {
            if (!names.Add(name)) throw Twice(name);
            if (name == SafetensorsWriter.MetadataKey) Notes(metadata);
            else entries.Add(Entry(name));
        }

        if (json.Read()) throw Malformed(place, "text after the header's end");
        return (entries, metadata);
    }

    void Notes(Dictionary<string, string> metadata)
    {
        Expect(JsonTokenType.StartObject);
        while (Key() is { } key)
        {
            Expect(JsonTokenType.String);
            if (!metadata.TryAdd(key, json.GetString()!)) throw Twice(key);
        }
    }

    TensorEntry Entry(string name)
    {
        TensorType? type = null;
        List<long>? shape = null, offsets = null;
        Expect(JsonTokenType.StartObject);
        while (Key() is { } key)
        {
            if (key == "dtype" && type is null) type = Type(name);
            else if (key == "shape" && shape is null) shape = Numbers(MostAxes);
            else if (key == "data_offsets" && offsets is null) offsets = Numbers(2);
            else throw Malformed(place, $"'{key}' of {name} is unknown, or there twice");
        }

        if (type is null || shape is null || offsets is not { Count: 2 })
            throw Malformed(place, $"{name} lacks its type, shape or offsets");
        long bytes = Bytes(name, shape, NamedTensor.SizeOf(type.Value));
        if (offsets[0] > offsets[1] || offsets[1] - offsets[0] != bytes)
            throw new FlorinException("FLR0406", "the offsets do not span the array", $"{place}, {name}",
                $"{offsets[0]} to {offsets[1]} for {bytes} bytes", Fix);
        return new TensorEntry(name, type.Value, [.. shape.Select(extent => (int)extent)], offsets[0], offsets[1]);
    }

    TensorType Type(string name)
    {
        Expect(JsonTokenType.String);
        string found = json.GetString()!;
        foreach (TensorType type in Enum.GetValues<TensorType>()) if (type.ToString() == found) return type;
        throw new FlorinException("FLR0404", "the array has a type that is not read", $"{place}, {name}", found,
            $"convert it to one of {string.Join(", ", Enum.GetNames<TensorType>())}");
    }

    List<long> Numbers(int most)
    {
        List<long> numbers = [];
        Expect(JsonTokenType.StartArray);
        while (Next() != JsonTokenType.EndArray)
        {
            if (json.TokenType != JsonTokenType.Number || !json.TryGetInt64(out long number) || number < 0 || numbers.Count == most)
                throw Malformed(place, $"an array in it is not up to {most} whole numbers of 0 or more");
            numbers.Add(number);
        }

        return numbers;
    }

    /// <summary>The product is bounded before a zero extent can hide an overflow.</summary>
    readonly long Bytes(string name, List<long> shape, int size)
    {
        long product = size;
        foreach (long extent in shape)
        {
            if (extent > int.MaxValue || product * Math.Max(1, extent) > Array.MaxLength)
                throw new FlorinException("FLR0405", $"the array is larger than {Array.MaxLength} bytes", $"{place}, {name}",
                    $"[{string.Join(", ", shape)}]", Fix);
            product *= Math.Max(1, extent);
        }

        return shape.Contains(0) ? 0 : product;
    }

    string? Key() => Next() switch
    {
        JsonTokenType.EndObject => null,
        JsonTokenType.PropertyName => json.GetString(),
        _ => throw Malformed(place, "a name was expected"),
    };

    JsonTokenType Next() => json.Read() ? json.TokenType : throw Malformed(place, "the header ends too early");

    void Expect(JsonTokenType token)
    {
        if (Next() != token) throw Malformed(place, $"{json.TokenType} where {token} was expected");
    }

    readonly FlorinException Twice(string name) => new("FLR0403", "a name is there twice", place, name, Fix);
}
