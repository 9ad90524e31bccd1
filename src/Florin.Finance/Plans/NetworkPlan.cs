namespace Florin;

using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

/// <summary>The network of a plan: a name such as auto, logistic or mlp, or the layers themselves.</summary>
[JsonConverter(typeof(NetworkJson))]
public sealed record NetworkPlan
{
    NetworkPlan()
    {
    }

    /// <summary>The network that the recipe chooses.</summary>
    public static NetworkPlan Auto { get; } = Named("auto");

    /// <summary>The name; null where there are layers.</summary>
    public string? Name { get; private init; }

    /// <summary>The layers; empty where there is a name.</summary>
    public EquatableArray<Layer> Layers { get; private init; }

    /// <summary>A network by name.</summary>
    public static NetworkPlan Named(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return new NetworkPlan { Name = name };
    }

    /// <summary>A network of these layers, at least one.</summary>
    public static NetworkPlan Of(params ReadOnlySpan<Layer> layers) => new() { Layers = [.. layers] };

    /// <summary>The name, or the layers as code.</summary>
    public override string ToString() => Name ?? $"[{string.Join(", ", Layers)}]";
}

/// <summary>A name as a string, layers as the array that Florin's model files hold.</summary>
sealed class NetworkJson : JsonConverter<NetworkPlan>
{
    public override NetworkPlan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String) return NetworkPlan.Named(reader.GetString()!);
        JsonNode node = JsonNode.Parse(ref reader)!;
        SpecJson.Complete(node);
        return NetworkPlan.Of(node.Deserialize(SpecJson.Default.EquatableArrayLayer).Span);
    }

    public override void Write(Utf8JsonWriter writer, NetworkPlan value, JsonSerializerOptions options)
    {
        if (value.Name is not null) writer.WriteStringValue(value.Name);
        else JsonSerializer.Serialize(writer, value.Layers, SpecJson.Default.EquatableArrayLayer);
    }
}
