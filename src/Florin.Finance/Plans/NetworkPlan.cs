namespace Florin;

using System.ComponentModel.DataAnnotations;
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

    /// <summary>Sizes of the network that has a name; null for its own.</summary>
    public NetworkSizes? Sizes { get; private init; }

    /// <summary>Pairs of columns of additive; null for none.</summary>
    public PairsPlan? Pairs { get; init; }

    /// <summary>The layers; empty where there is a name.</summary>
    public EquatableArray<Layer> Layers { get; private init; }

    /// <summary>A network by name.</summary>
    /// <param name="name">Such as mlp or tabm.</param>
    /// <param name="sizes">Layers, units, dropout, members; null for its own.</param>
    public static NetworkPlan Named(string name, NetworkSizes? sizes = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return new NetworkPlan { Name = name, Sizes = sizes == new NetworkSizes() ? null : sizes };
    }

    /// <summary>A network of these layers, at least one.</summary>
    public static NetworkPlan Of(params ReadOnlySpan<Layer> layers) => new() { Layers = [.. layers] };

    /// <summary>The name, or the layers as code.</summary>
    public override string ToString() => Name is null ? $"[{string.Join(", ", Layers)}]"
        : Sizes is null && Pairs is null ? Name : $"{Name} ({string.Join(", ", new object?[] { Sizes, Pairs }.OfType<object>())})";
}

/// <summary>A network with a name and sizes, as a plan holds it.</summary>
/// <param name="Kind">The name.</param>
/// <param name="Layers">Hidden layers.</param>
/// <param name="Units">Units of each.</param>
/// <param name="Dropout">Rate.</param>
/// <param name="Members">Members of TabM.</param>
/// <param name="Pairs">Pairs of columns of additive.</param>
sealed record SizedNetwork(string Kind, [property: Range(1, 64)] int? Layers = null, [property: Range(1, 65_536)] int? Units = null,
    [property: Share] double? Dropout = null, [property: Range(1, 1024)] int? Members = null, PairsPlan? Pairs = null);

/// <summary>From 0, below 1.</summary>
[AttributeUsage(AttributeTargets.Property)]
sealed class ShareAttribute : RangeAttribute
{
    public ShareAttribute()
        : base(0, 1.0) => MaximumIsExclusive = true;
}

/// <summary>A name as a string, or with sizes as an object; layers as the array that Florin's model files hold.</summary>
sealed class NetworkJson : JsonConverter<NetworkPlan>
{
    public override NetworkPlan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String) return NetworkPlan.Named(reader.GetString()!);
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            SizedNetwork sized = JsonSerializer.Deserialize(ref reader, PlanJson.Default.SizedNetwork)!;
            return NetworkPlan.Named(sized.Kind, new NetworkSizes
            {
                Layers = sized.Layers,
                Units = sized.Units,
                Dropout = sized.Dropout,
                Members = sized.Members,
            }) with
            { Pairs = sized.Pairs };
        }

        JsonNode node = JsonNode.Parse(ref reader)!;
        SpecJson.Complete(node);
        return NetworkPlan.Of(node.Deserialize(SpecJson.Default.EquatableArrayLayer).Span);
    }

    public override void Write(Utf8JsonWriter writer, NetworkPlan value, JsonSerializerOptions options)
    {
        if (value.Sizes is not null || value.Pairs is not null)
            JsonSerializer.Serialize(writer, new SizedNetwork(value.Name!, value.Sizes?.Layers, value.Sizes?.Units, value.Sizes?.Dropout,
                value.Sizes?.Members, value.Pairs), PlanJson.Default.SizedNetwork);
        else if (value.Name is not null) writer.WriteStringValue(value.Name);
        else JsonSerializer.Serialize(writer, value.Layers, SpecJson.Default.EquatableArrayLayer);
    }
}
