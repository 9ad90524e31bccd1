namespace Florin;

using System.Text.Json;
using System.Text.Json.Serialization;

/// <summary>What a metric must reach, written as ">= 0.72", "&lt; 0.2" and so on.</summary>
/// <param name="Comparison">One of &gt;=, &gt;, &lt;= and &lt;.</param>
/// <param name="Limit">The limit, finite.</param>
[JsonConverter(typeof(GateJson))]
public sealed record Gate(string Comparison, double Limit)
{
    /// <summary>Longer ones first, so that the first match is the right one.</summary>
    static readonly string[] Comparisons = [">=", "<=", ">", "<"];

    /// <summary>Whether a value passes; NaN never does.</summary>
    public bool Passes(double value) => Comparison switch
    {
        ">=" => value >= Limit,
        ">" => value > Limit,
        "<=" => value <= Limit,
        "<" => value < Limit,
        _ => false,
    };

    /// <summary>The gate that a text describes; null when it describes none.</summary>
    public static Gate? TryParse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string trimmed = text.Trim();
        string? comparison = Comparisons.FirstOrDefault(each => trimmed.StartsWith(each, StringComparison.Ordinal));
        return comparison is not null && Numbers.TryParse(trimmed[comparison.Length..], out double limit)
            ? new Gate(comparison, limit)
            : null;
    }

    /// <summary>As it is written in a plan.</summary>
    public override string ToString() => $"{Comparison} {Numbers.Text(Limit)}";
}

/// <summary>A gate as its text.</summary>
sealed class GateJson : JsonConverter<Gate>
{
    public override Gate Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Gate.TryParse(reader.GetString() ?? "") ?? throw new JsonException("a comparison and a number were expected");

    public override void Write(Utf8JsonWriter writer, Gate value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
