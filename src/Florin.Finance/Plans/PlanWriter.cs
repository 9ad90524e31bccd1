namespace Florin;

using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

/// <summary>Writes JSON as the YAML that people write: a line for each key of the plan, of its data and of its credit part, and of what is
/// too long for one line.</summary>
sealed class PlanWriter(IReadOnlyDictionary<string, string>? comments)
{
    const int Longest = 100;
    const string Data = "data", Credit = "credit", Markers = "-?:,[]{}#&*!|>'\"%@`";

    readonly StringBuilder text = new();

    public static string Text(JsonObject plan, IReadOnlyDictionary<string, string>? comments)
    {
        var writer = new PlanWriter(comments);
        writer.Keys(plan, "", "");
        return writer.text.ToString();
    }

    void Keys(JsonObject json, string indent, string parent)
    {
        foreach ((string name, JsonNode? value) in json)
        {
            string key = parent + name;
            if (value is JsonObject inner && (key is Data or Credit || indent.Length + name.Length + Flow(value).Length > Longest))
            {
                Line(indent + Scalar(name) + ":", key, indent);
                Keys(inner, indent + "  ", key + ".");
            }
            else if (value is JsonArray { Count: > 0 } items && items.All(item => item is JsonObject))
            {
                Line(indent + Scalar(name) + ":", key, indent);
                foreach (JsonNode? item in items) Line(indent + "  - " + Flow(item), "", indent);
            }
            else Line($"{indent}{Scalar(name)}: {Flow(value)}", key, indent);
        }

        foreach ((string key, string comment) in comments ?? new Dictionary<string, string>())
            if (key.StartsWith(parent, StringComparison.Ordinal) && key[parent.Length..] is var name && !name.Contains('.')
                && !json.ContainsKey(name))
                text.Append(indent).Append("# ").Append(name).Append(": ").Append(OneLine(comment)).Append('\n');
    }

    /// <summary>The line with its comment behind it, or above where it would be too long.</summary>
    void Line(string line, string key, string indent)
    {
        string? comment = comments is not null && comments.TryGetValue(key, out string? said) ? OneLine(said) : null;
        if (comment is not null && line.Length + comment.Length + 4 > Longest)
        {
            text.Append(indent).Append("# ").Append(comment).Append('\n');
            comment = null;
        }

        text.Append(line).Append(comment is null ? "" : "  # " + comment).Append('\n');
    }

    static string Flow(JsonNode? node) => node switch
    {
        JsonObject json => "{" + string.Join(", ", json.Select(pair => $"{Scalar(pair.Key)}: {Flow(pair.Value)}")) + "}",
        JsonArray items => "[" + string.Join(", ", items.Select(Flow)) + "]",
        JsonValue value when value.GetValueKind() == JsonValueKind.String => Scalar(value.GetValue<string>()),
        null => "null",
        _ => node.ToJsonString(),
    };

    /// <summary>Plain where every reader of YAML takes it for the same text, else in double quotes.</summary>
    static string Scalar(string value)
    {
        bool plain = value.Length > 0 && value.Trim().Length == value.Length && !Markers.Contains(value[0])
            && value.All(letter => letter is >= ' ' and < '\x7f' || char.IsLetterOrDigit(letter))
            && !value.Any(letter => letter is ',' or '[' or ']' or '{' or '}' or '#' or ':' or '"')
            && !IsOther(value);
        return plain ? value : Quoted(value);
    }

    /// <summary>What some reader takes for a number, a day, a truth value or nothing.</summary>
    static bool IsOther(string value) => char.IsAsciiDigit(value[0]) || value[0] is '+' or '.' or '~' or '='
        || value.ToUpperInvariant() is "NULL" or "TRUE" or "FALSE" or "YES" or "NO" or "ON" or "OFF" or "Y" or "N" or "NAN";

    static string Quoted(string value)
    {
        var quoted = new StringBuilder("\"");
        foreach (char letter in value)
            if (letter is '"' or '\\') quoted.Append('\\').Append(letter);
            else if (letter is < ' ' or >= '\x7f' and < '\xa1' or '\u2028' or '\u2029' or '\uFEFF' or '\uFFFE' or '\uFFFF')
                quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:X4}");
            else quoted.Append(letter);
        return quoted.Append('"').ToString();
    }

    static string OneLine(string comment) =>
        string.Join(' ', comment.Split((char[])['\r', '\n', '\u0085', '\u2028', '\u2029'], StringSplitOptions.RemoveEmptyEntries));
}
