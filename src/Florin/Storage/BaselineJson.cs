namespace Florin.Storage;

using System.Text.Json;
using System.Text.Json.Serialization;

/// <summary>The baseline of a model as it stands in its file.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, AllowDuplicateProperties = false,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ModelBaseline))]
sealed partial class BaselineJson : JsonSerializerContext
{
    /// <summary>A model without a baseline has the word null there.</summary>
    public static byte[] Write(ModelBaseline? baseline) => JsonSerializer.SerializeToUtf8Bytes(baseline, Default.ModelBaseline!);

    /// <exception cref="FlorinException">FLR0442: not what <see cref="Write"/> writes, or not of this model.</exception>
    public static ModelBaseline? Read(byte[] json, FittedFeatures features)
    {
        try
        {
            ModelBaseline? baseline = JsonSerializer.Deserialize(json, Default.ModelBaseline);
            if (baseline is null || (!baseline.Columns.IsDefault && Sound(baseline.Score)
                && baseline.Columns.All(column => Sound(column.Bins)
                && features.Encoders.Any(encoder => encoder.Column == column.Column)))) return baseline;
        }
        catch (JsonException error)
        {
            throw Unusable(error.Message.Split('\n')[0]);
        }

        throw Unusable("not the columns or bins of a model");
    }

    static bool Sound(PopulationStability bins) =>
        bins is { Edges.IsDefault: false, Categories.IsDefault: false, Expected.IsDefault: false }
        && bins.Rows > 0 && bins.Expected.Length == (bins.Edges.Length > 0 ? bins.Edges.Length + 2 : bins.Categories.Length + 1)
        && bins.Edges.Zip(bins.Edges.Skip(1)).All(pair => pair.First < pair.Second);

    static FlorinException Unusable(string found) => new("FLR0442", "a part of the model file cannot be used", "baseline.json", found,
        "take the file again from where it was made");
}
