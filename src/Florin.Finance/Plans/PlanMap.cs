namespace Florin;

using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

/// <summary>Values by name, in the order given; equal to another when names, values and order are. A name is there once.</summary>
/// <typeparam name="T">The values.</typeparam>
[CollectionBuilder(typeof(PlanMap), nameof(PlanMap.Create))]
public readonly record struct PlanMap<T> : IEnumerable<KeyValuePair<string, T>>
{
    readonly EquatableArray<KeyValuePair<string, T>> pairs;

    internal PlanMap(EquatableArray<KeyValuePair<string, T>> pairs) => this.pairs = pairs;

    /// <summary>The number of names.</summary>
    public int Count => pairs.Count;

    /// <summary>The names.</summary>
    public IEnumerable<string> Keys => pairs.Select(pair => pair.Key);

    /// <summary>The values.</summary>
    public IEnumerable<T> Values => pairs.Select(pair => pair.Value);

    /// <summary>The value of a name.</summary>
    /// <exception cref="KeyNotFoundException">There is no such name.</exception>
    public T this[string key] => TryGetValue(key, out T? value) ? value : throw new KeyNotFoundException(key);

    /// <summary>The value of a name, if there is one.</summary>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out T value)
    {
        foreach (KeyValuePair<string, T> pair in pairs)
        {
            value = pair.Value;
            if (pair.Key == key) return true;
        }

        value = default;
        return false;
    }

    /// <summary>"{auc: >= 0.72}".</summary>
    public override string ToString() => "{" + string.Join(", ", pairs.Select(Text)) + "}";

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, T>> GetEnumerator() => pairs.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    static string Text(KeyValuePair<string, T> pair) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{pair.Key}: {pair.Value}");
}

/// <summary>Makes maps of plans.</summary>
public static class PlanMap
{
    /// <summary>A map of these pairs; of two with one name the first counts.</summary>
    public static PlanMap<T> Create<T>(ReadOnlySpan<KeyValuePair<string, T>> pairs) =>
        new([.. pairs.ToArray().DistinctBy(pair => pair.Key, StringComparer.Ordinal)]);
}

/// <summary>A map as a JSON object.</summary>
sealed class MapJson<T> : JsonConverter<PlanMap<T>>
{
    public override PlanMap<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException("an object was expected");
        var type = (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));
        List<KeyValuePair<string, T>> pairs = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            string key = reader.GetString()!;
            reader.Read();
            pairs.Add(new(key, JsonSerializer.Deserialize(ref reader, type) ?? throw new JsonException("a value is null")));
        }

        return [.. pairs];
    }

    public override void Write(Utf8JsonWriter writer, PlanMap<T> value, JsonSerializerOptions options)
    {
        var type = (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));
        writer.WriteStartObject();
        foreach ((string key, T item) in value)
        {
            writer.WritePropertyName(key);
            JsonSerializer.Serialize(writer, item, type);
        }

        writer.WriteEndObject();
    }
}
