namespace Florin.Storage;

using System.Text.Json;
using System.Text.Json.Serialization;

/// <summary>The reference of a model as it stands in its file.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, AllowDuplicateProperties = false,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ReferenceRow))]
sealed partial class ReferenceJson : JsonSerializerContext
{
    /// <summary>A model without a reference has the word null there.</summary>
    public static byte[] Write(ReferenceRow? reference) => JsonSerializer.SerializeToUtf8Bytes(reference, Default.ReferenceRow!);

    /// <exception cref="FlorinException">FLR0442: not what <see cref="Write"/> writes, or not of this model.</exception>
    public static ReferenceRow? Read(byte[] json, FittedFeatures features)
    {
        ReferenceRow? reference;
        try
        {
            reference = JsonSerializer.Deserialize(json, Default.ReferenceRow);
        }
        catch (JsonException error)
        {
            throw Unusable(error.Message.Split('\n')[0]);
        }

        if (reference is null || (reference.Typical is not null && !reference.Inputs.IsDefault
            && reference.Inputs.Length == features.Width && reference.Inputs.All(float.IsFinite))) return reference;
        throw Unusable($"not the {features.Width} inputs of the model");
    }

    static FlorinException Unusable(string found) => new("FLR0442", "a part of the model file cannot be used", "reference.json", found,
        "take the file again from where it was made");
}
