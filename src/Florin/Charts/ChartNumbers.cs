namespace Florin;

using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

/// <summary>Numbers of a chart in JSON: what is not finite is null, and seven digits are enough for any screen.</summary>
sealed class ChartNumbers : JsonConverter<ImmutableArray<double>>
{
    public override ImmutableArray<double> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray) throw new JsonException("a list of numbers was expected");
        ImmutableArray<double>.Builder values = ImmutableArray.CreateBuilder<double>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            values.Add(reader.TokenType == JsonTokenType.Null ? double.NaN : reader.GetDouble());
        return values.ToImmutable();
    }

    public override void Write(Utf8JsonWriter writer, ImmutableArray<double> value, JsonSerializerOptions options)
    {
        Span<byte> digits = stackalloc byte[32];
        writer.WriteStartArray();
        foreach (double number in value)
        {
            if (!double.IsFinite(number)) writer.WriteNullValue();
            else if (number.TryFormat(digits, out int length, "G7", System.Globalization.CultureInfo.InvariantCulture))
                writer.WriteRawValue(digits[..length], skipInputValidation: true);
        }

        writer.WriteEndArray();
    }
}
