namespace Florin;

using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

/// <summary>Single values of a plan's text: text, numbers, truth values, days and names of a choice.</summary>
static class PlanScalars
{
    /// <summary>The value as JSON; null when the text is not one of this type. A number in quotes is text.</summary>
    public static JsonNode? Read(PlanScalar scalar, Type type, out string expected)
    {
        expected = Name(type);
        string text = scalar.Text;
        if (type == typeof(string)) return JsonValue.Create(text);
        if (type.IsEnum) return Names(type).Contains(text) ? JsonValue.Create(text) : null;
        if (type == typeof(DateOnly))
            return DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
                ? JsonValue.Create(text)
                : null;
        if (!scalar.Plain) return null;
        if (type == typeof(bool))
            return text switch
            {
                "true" or "True" or "TRUE" => JsonValue.Create(true),
                "false" or "False" or "FALSE" => JsonValue.Create(false),
                _ => null,
            };
        if (type == typeof(ulong))
            return ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong whole) ? JsonValue.Create(whole) : null;
        if (!Numbers.TryParse(text, out double value)) return null;
        if (type == typeof(int))
            return double.IsInteger(value) && Math.Abs(value) <= int.MaxValue ? JsonValue.Create((int)value) : null;
        return JsonValue.Create(value);
    }

    /// <summary>What a value of this type is called in a message.</summary>
    public static string Name(Type type) =>
        type == typeof(string) ? "a text"
        : type == typeof(bool) ? "true or false"
        : type == typeof(int) ? "a whole number"
        : type == typeof(ulong) ? "a whole number from 0"
        : type == typeof(DateOnly) ? "a day such as 2018-07-25"
        : type.IsEnum ? "one of " + string.Join(", ", Names(type))
        : type.IsPrimitive ? "a number"
        : "keys and values";

    /// <summary>The names of a choice as files write them.</summary>
    public static string[] Names(Type type) => [.. Enum.GetNames(type).Select(JsonNamingPolicy.CamelCase.ConvertName)];
}
