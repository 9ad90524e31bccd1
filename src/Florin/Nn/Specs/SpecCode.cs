namespace Florin;

using System.Collections;
using System.Globalization;
using System.Text.Json.Serialization.Metadata;

/// <summary>Prints a spec as the C# that makes it, from the description that writes it as JSON: no layer has its own printer.</summary>
static class SpecCode
{
    public static string Of(Layer layer) => SpecJson.Default.GetTypeInfo(layer.GetType()) is { } type
        ? Of(layer, type)
        : $"new {layer.GetType().Name}(…)";

    public static string Of(object spec, JsonTypeInfo type)
    {
        List<string> arguments = [], members = [];
        bool skipped = false;
        foreach (JsonPropertyInfo property in type.Properties.OrderBy(property => property.AssociatedParameter?.Position))
        {
            if (property.AssociatedParameter is not { } parameter) continue;
            object? value = property.Get!(spec);
            if (Same(value, SpecJson.DefaultOf(property))) skipped = true;
            else if (parameter.IsMemberInitializer) members.Add($"{parameter.Name} = {Value(value)}");
            else arguments.Add((skipped ? parameter.Name + ": " : "") + Value(value));
        }

        string braces = members.Count == 0 ? "" : $" {{ {string.Join(", ", members)} }}";
        string parentheses = arguments.Count > 0 || members.Count == 0 ? $"({string.Join(", ", arguments)})" : "";
        return $"new {type.Type.Name}{parentheses}{braces}";
    }

    public static string Value(object? value) => value switch
    {
        null => "null",
        bool flag => flag ? "true" : "false",
        string text => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"",
        Enum name => $"{name.GetType().Name}.{name}",
        Layer layer => Of(layer),
        IEnumerable list => $"[{string.Join(", ", list.Cast<object>().Select(Value))}]",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    /// <summary>A default of a value type arrives as null when the declaration says <c>default</c>.</summary>
    static bool Same(object? value, object? standard) => Equals(value, standard) || (standard is null && value is ICollection { Count: 0 });
}
