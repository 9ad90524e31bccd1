namespace Florin;

using System.Text.Json;
using System.Text.Json.Serialization;

/// <summary>The pairs of columns of an additive net: a number of them, to be found on the training rows, or their names.</summary>
[JsonConverter(typeof(PairsJson))]
public sealed record PairsPlan
{
    /// <summary>The most that a plan may ask for.</summary>
    public const int Most = 50;

    /// <summary>The most that are chosen, 0 to 50, of those whose gain chance does not explain; null where they are named.</summary>
    public int? Count { get; init; }

    /// <summary>Two columns each; empty where the number is given.</summary>
    public EquatableArray<EquatableArray<string>> Named { get; init; }

    /// <summary>As a plan writes it.</summary>
    public override string ToString() => Count is { } count ? FormattableString.Invariant($"pairs: {count}")
        : $"pairs: [{string.Join(", ", Named)}]";

    internal EquatableArray<ColumnPair> Pairs => [.. Named.Select(pair => new ColumnPair(pair[0], pair[1]))];
}

/// <summary>A number, or a list of pairs.</summary>
sealed class PairsJson : JsonConverter<PairsPlan>
{
    public override PairsPlan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Number
            ? new PairsPlan { Count = reader.GetInt32() }
            : new PairsPlan { Named = JsonSerializer.Deserialize(ref reader, PlanJson.Default.EquatableArrayEquatableArrayString) };

    public override void Write(Utf8JsonWriter writer, PairsPlan value, JsonSerializerOptions options)
    {
        if (value.Count is { } count) writer.WriteNumberValue(count);
        else JsonSerializer.Serialize(writer, value.Named, PlanJson.Default.EquatableArrayEquatableArrayString);
    }
}

/// <summary>What is wrong with the pairs of a plan.</summary>
static class PairRules
{
    /// <summary>Problems that need no table.</summary>
    public static IEnumerable<PlanProblem> Of(Plan plan)
    {
        if (plan.Network?.Pairs is not { } pairs) yield break;
        if (plan.Network.Name != "additive")
            yield return new PlanProblem("FLR1014", "network.pairs", "only additive has pairs of columns")
            {
                Found = $"\"{plan.Network.Name}\"",
                Fix = "leave pairs out, or write kind: additive",
            };
        HashSet<(string, string)> seen = [];
        foreach ((int at, EquatableArray<string> pair) in pairs.Named.Index())
        {
            string[] names = [.. pair.Order(StringComparer.Ordinal)];
            string? wrong = names.Length != 2 ? "a pair is two columns" : names[0] == names[1] ? "a pair is two different columns"
                : !seen.Add((names[0], names[1])) ? "this pair is there twice" : null;
            if (wrong is not null)
                yield return new PlanProblem("FLR1011", FormattableString.Invariant($"network.pairs[{at}]"), wrong)
                {
                    Found = pair.ToString(),
                    Expected = "two columns, such as [income, debt]",
                };
        }
    }

    /// <summary>The columns that pairs name.</summary>
    public static IEnumerable<(string Key, string Column)> Named(Plan plan) =>
        plan.Network?.Pairs is not { } pairs ? []
            : pairs.Named.Index().SelectMany(pair => pair.Item.Select(name =>
                (FormattableString.Invariant($"network.pairs[{pair.Index}]"), name)));
}
