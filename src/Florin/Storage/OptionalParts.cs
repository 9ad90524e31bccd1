namespace Florin.Storage;

using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

/// <summary>Parts of a model file that a model may lack: then they are the word null.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, AllowDuplicateProperties = false,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ReferenceRow))]
[JsonSerializable(typeof(ModelBaseline))]
sealed partial class OptionalParts : JsonSerializerContext
{
    public static byte[] Write(ReferenceRow? reference) => JsonSerializer.SerializeToUtf8Bytes(reference, Default.ReferenceRow!);

    public static byte[] Write(ModelBaseline? baseline) => JsonSerializer.SerializeToUtf8Bytes(baseline, Default.ModelBaseline!);

    /// <exception cref="FlorinException">FLR0442: not what <see cref="Write(ReferenceRow)"/> writes, or not of this model.</exception>
    public static ReferenceRow? Reference(byte[] json, string part, FittedFeatures features) => Read(json, part, Default.ReferenceRow,
        row => row.Typical is not null && !row.Inputs.IsDefault && row.Inputs.Length == features.Width && row.Inputs.All(float.IsFinite),
        $"not the {features.Width} inputs of the model");

    /// <exception cref="FlorinException">FLR0442: not what <see cref="Write(ModelBaseline)"/> writes, or not of this model.</exception>
    public static ModelBaseline? Baseline(byte[] json, string part, FittedFeatures features) => Read(json, part, Default.ModelBaseline,
        baseline => !baseline.Columns.IsDefault && Sound(baseline.Score) && baseline.Columns.All(column => Sound(column.Bins)
            && features.Encoders.Any(encoder => encoder.Column == column.Column)), "not the columns or bins of a model");

    /// <exception cref="FlorinException">FLR0442: not JSON.</exception>
    public static string? Policy(byte[] json, string part)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Null ? null : document.RootElement.GetRawText();
        }
        catch (JsonException error)
        {
            throw Unusable(part, error.Message.Split('\n')[0]);
        }
    }

    static T? Read<T>(byte[] json, string part, JsonTypeInfo<T> type, Func<T, bool> sound, string otherwise)
        where T : class
    {
        try
        {
            T? found = JsonSerializer.Deserialize(json, type);
            return found is null || sound(found) ? found : throw Unusable(part, otherwise);
        }
        catch (JsonException error)
        {
            throw Unusable(part, error.Message.Split('\n')[0]);
        }
    }

    static bool Sound(PopulationStability bins) =>
        bins is { Edges.IsDefault: false, Categories.IsDefault: false, Expected.IsDefault: false }
        && bins.Rows > 0 && bins.Expected.Length == (bins.Edges.Length > 0 ? bins.Edges.Length + 2 : bins.Categories.Length + 1)
        && bins.Edges.Zip(bins.Edges.Skip(1)).All(pair => pair.First < pair.Second);

    static FlorinException Unusable(string part, string found) => new("FLR0442", "a part of the model file cannot be used", part, found,
        "take the file again from where it was made");
}
