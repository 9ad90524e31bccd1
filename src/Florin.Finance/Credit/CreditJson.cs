namespace Florin;

using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, UseStringEnumConverter = true)]
[JsonSerializable(typeof(WoeBinning))]
[JsonSerializable(typeof(Scorecard))]
[JsonSerializable(typeof(CreditPolicy))]
[JsonSerializable(typeof(ReasonRecord))]
[JsonSerializable(typeof(System.Collections.Immutable.ImmutableArray<ReasonGroup>))]
sealed partial class CreditJson : JsonSerializerContext
{
    public static T Read<T>(string json, JsonTypeInfo<T> type, string what)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            return JsonSerializer.Deserialize(json, type) ?? throw Unfit(what, "null");
        }
        catch (Exception error) when (error is JsonException or NotSupportedException)
        {
            throw Unfit(what, error.Message.Split('\n')[0], error);
        }
    }

    public static FlorinException Unfit(string what, string found, Exception? inner = null) => new("FLR1506", $"this is not {what}", "JSON",
        found, "give the text that ToJson wrote", inner);
}
