namespace Florin;

using System.ComponentModel;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

/// <summary>A net as it is stored.</summary>
sealed record NetSpec(EquatableArray<Layer> Layers, InputShape? Input = null);

/// <summary>How specs look as JSON; generated at compile time for trimmed programs. What is unknown or there twice is refused.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, MaxDepth = 32,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, AllowDuplicateProperties = false,
    AllowOutOfOrderMetadataProperties = true, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(ListJson<int>), typeof(ListJson<double>), typeof(ListJson<EquatableArray<double>>), typeof(ListJson<Layer>),
        typeof(ListJson<EquatableArray<Layer>>), typeof(NameJson<Activation>), typeof(NameJson<MemberStart>), typeof(NameJson<Padding>),
        typeof(NameJson<Returns>)])]
[JsonSerializable(typeof(NetSpec))]
sealed partial class SpecJson : JsonSerializerContext
{
    /// <summary>
    /// Puts in what a file leaves out: generated readers set an absent init-only member to zero, not to its default. The default is read
    /// from <see cref="DefaultValueAttribute"/>.
    /// </summary>
    public static void Complete(JsonNode? node)
    {
        foreach (JsonNode? inner in node switch
        {
            JsonArray array => array,
            JsonObject held => [.. held.Select(pair => pair.Value)],
            _ => Enumerable.Empty<JsonNode?>(),
        }) Complete(inner);
        if (node is not JsonObject layer || layer["kind"] is not JsonValue kind || Find(kind) is not { } type) return;
        foreach (JsonPropertyInfo member in type.Properties)
            if (member.AssociatedParameter is { IsMemberInitializer: true } && !layer.ContainsKey(member.Name)
                && DefaultOf(member) is { } value)
                layer[member.Name] = JsonSerializer.SerializeToNode(value, Default.Options.GetTypeInfo(member.PropertyType));
    }

    /// <summary>What a member is when nothing is said.</summary>
    public static object? DefaultOf(JsonPropertyInfo member) => member.AssociatedParameter is { HasDefaultValue: true } parameter
        ? parameter.DefaultValue
        : (member.AttributeProvider as MemberInfo)?.GetCustomAttribute<DefaultValueAttribute>()?.Value;

    static JsonTypeInfo? Find(JsonValue kind)
    {
        foreach (JsonDerivedType type in Default.Layer.PolymorphismOptions!.DerivedTypes)
            if (kind.GetValueKind() == JsonValueKind.String && type.TypeDiscriminator is string name && name == kind.GetValue<string>())
                return Default.Options.GetTypeInfo(type.DerivedType);
        return null;
    }
}

/// <summary>A list with value equality as a JSON array.</summary>
sealed class ListJson<T> : JsonConverter<EquatableArray<T>>
{
    public override EquatableArray<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray) throw new JsonException("a list was expected");
        var type = (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));
        List<T> items = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            items.Add(JsonSerializer.Deserialize(ref reader, type) ?? throw new JsonException("an element is null"));
        return [.. items];
    }

    public override void Write(Utf8JsonWriter writer, EquatableArray<T> value, JsonSerializerOptions options)
    {
        var type = (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));
        writer.WriteStartArray();
        foreach (T item in value) JsonSerializer.Serialize(writer, item, type);
        writer.WriteEndArray();
    }
}

/// <summary>A choice by its name, as <c>leakyRelu</c>; numbers are refused.</summary>
sealed class NameJson<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where T : struct, Enum;
