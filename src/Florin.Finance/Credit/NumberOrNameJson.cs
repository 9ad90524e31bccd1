namespace Florin;

using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

/// <summary>A text that is a number or the name of a column: numbers stand in files as numbers.</summary>
sealed class NumberOrNameJson : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Number ? reader.GetDouble().ToString("R", CultureInfo.InvariantCulture) : reader.GetString();

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options)
    {
        // Only what comes back as the same text is written as a number.
        if (RowValues.Constant(value) is { } number && number.ToString("R", CultureInfo.InvariantCulture) == value)
            writer.WriteNumberValue(number);
        else writer.WriteStringValue(value);
    }
}
