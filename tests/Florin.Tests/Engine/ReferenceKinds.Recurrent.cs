namespace Florin.Tests;

using System.Text.Json;

/// <summary>The layers that the kinds and options of tests/reference/layers.json stand for.</summary>
static partial class ReferenceKinds
{
    /// <summary>The layer of a case, or null when it is not one of those below.</summary>
    public static Layer? Of(JsonElement item)
    {
        string kind = item.GetProperty("kind").GetString()!;
        JsonElement options = item.GetProperty("options");
        return Recurrent(kind, options) ?? Tabular(kind, options) ?? Windows(kind, options);
    }

    /// <summary>A recurrent layer, or null for another kind.</summary>
    static Layer? Recurrent(string kind, JsonElement options)
    {
        if (kind is not ("simpleRnn" or "lstm" or "gru")) return null;
        int units = options.GetProperty("units").GetInt32(), layers = options.GetProperty("layers").GetInt32();
        bool both = Reference.Flag(options, "bidirectional");
        Returns returns = options.GetProperty("returns").GetString() == "sequence" ? Returns.Sequence : Returns.Last;
        return kind switch
        {
            "simpleRnn" => new SimpleRnn(units, layers, both, returns),
            "lstm" => new Lstm(units, layers, both, returns),
            _ => new Gru(units, layers, both, returns),
        };
    }
}
