namespace Florin;

using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

/// <summary>
/// Nodes of text to JSON, led by the description of the records: no record has its own reader, and a record that gains a member needs
/// nothing here. Every problem is noted and what has one is left out, so that all are found in one go.
/// </summary>
/// <param name="name">The file, for places.</param>
/// <param name="problems">Where problems go.</param>
sealed class PlanBinder(string name, List<PlanProblem> problems)
{
    const string Discriminator = "kind";

    /// <summary>Where each key that was read stands.</summary>
    public Dictionary<string, string> Places { get; } = new(StringComparer.Ordinal);

    /// <summary>The node as JSON of a type; null when there is no value or a problem.</summary>
    /// <param name="node">The node.</param>
    /// <param name="type">What it is to become.</param>
    /// <param name="key">Its key in the plan.</param>
    /// <param name="range">The range of a number; null for any.</param>
    public JsonNode? Value(PlanNode node, JsonTypeInfo type, string key, RangeAttribute? range = null)
    {
        Places[key] = PlanYaml.Place(name, node.Line, node.Column);
        if (node is PlanScalar { IsNull: true } && type.Type != typeof(string)) return null;
        Type plain = Nullable.GetUnderlyingType(type.Type) ?? type.Type;
        if (plain != type.Type) type = type.Options.GetTypeInfo(plain);
        if (plain == typeof(NetworkPlan)) return Network(node, key);
        if (plain == typeof(Gate)) return GateText(node, key);
        if (plain == typeof(GradesPlan)) return Grades(node, key);
        if (plain == typeof(PairsPlan)) return Pairs(node, key);
        if (ElementOf(plain, typeof(EquatableArray<>)) is { } item) return List(node, type.Options.GetTypeInfo(item), key);
        if (ElementOf(plain, typeof(PlanMap<>)) is { } value) return Map(node, type.Options.GetTypeInfo(value), key);
        if (type.Kind == JsonTypeInfoKind.Object) return Record(node, type, key);
        if (node is not PlanScalar scalar) return Wrong(node, key, PlanScalars.Name(plain));
        return PlanScalars.Read(scalar, plain, out string expected) is { } read
            ? InRange(read, scalar, key, range)
            : Wrong(node, key, expected, plain.IsEnum ? NearestName.Of(scalar.Text, PlanScalars.Names(plain)) : null,
                scalar.Plain ? null : "take the quotes away");
    }

    JsonObject? Record(PlanNode node, JsonTypeInfo type, string key)
    {
        if (node is not PlanKeys keys)
        {
            Wrong(node, key, "keys and values");
            return null;
        }

        var json = new JsonObject();
        if (type.PolymorphismOptions is { } choice)
        {
            if (Kind(keys, choice, key) is not { } chosen) return null;
            type = type.Options.GetTypeInfo(chosen.DerivedType);
            json[Discriminator] = (string)chosen.TypeDiscriminator!;
        }

        bool kinds = json.Count > 0;
        Dictionary<string, JsonPropertyInfo> members = Members(type);
        foreach ((PlanScalar word, PlanNode value) in keys.Pairs)
        {
            if (kinds && word.Text == Discriminator) continue;
            string inner = key.Length == 0 ? word.Text : $"{key}.{word.Text}";
            if (!members.TryGetValue(word.Text, out JsonPropertyInfo? member)) Unknown(word, members.Keys, inner);
            else if (IsEmpty(value, member)) Places[inner] = PlanYaml.Place(name, value.Line, value.Column);
            else if (Value(value, type.Options.GetTypeInfo(member.PropertyType), inner, RangeOf(member)) is { } read)
                json[word.Text] = read;
        }

        foreach (JsonPropertyInfo member in members.Values.Where(IsRequired)) Missing(keys, member.Name, key);
        return json;
    }

    JsonDerivedType? Kind(PlanKeys keys, JsonPolymorphismOptions choice, string key)
    {
        string[] names = [.. choice.DerivedTypes.Select(type => (string)type.TypeDiscriminator!)];
        string inner = $"{key}.{Discriminator}", any = "one of " + string.Join(", ", names);
        if (keys.Pairs.FirstOrDefault(pair => pair.Key.Text == Discriminator).Value is not { } node)
        {
            Add(keys, new PlanProblem("FLR1008", inner, "a key that is needed is not there") { Expected = any, Fix = "add kind:" });
            return null;
        }

        string? kind = (node as PlanScalar)?.Text;
        int found = Array.IndexOf(names, kind);
        if (found >= 0) return choice.DerivedTypes[found];
        Add(node, new PlanProblem("FLR1010", inner, "no such kind")
        {
            Found = node.Found,
            Expected = any,
            Nearest = kind is null ? null : NearestName.Of(kind, names),
        });
        return null;
    }

    JsonNode? Network(PlanNode node, string key) => node switch
    {
        PlanScalar scalar when !string.IsNullOrWhiteSpace(scalar.Text) => JsonValue.Create(scalar.Text),
        PlanList { Items.Count: > 0 } => List(node, SpecJson.Default.Layer, key),
        PlanKeys => Record(node, PlanJson.Default.SizedNetwork, key),
        _ => Wrong(node, key, "a name such as auto, logistic or mlp, {kind: mlp, units: 64}, or a list of layers"),
    };

    JsonNode? Grades(PlanNode node, string key) => node is PlanList
        ? List(node, PlanJson.Default.Double, key)
        : Value(node, PlanJson.Default.Int32, key, new RangeAttribute(1, MasterScale.Most));

    JsonNode? Pairs(PlanNode node, string key) => node is PlanList
        ? List(node, PlanJson.Default.EquatableArrayString, key)
        : Value(node, PlanJson.Default.Int32, key, new RangeAttribute(0, PairsPlan.Most));

    JsonNode? GateText(PlanNode node, string key)
    {
        const string Form = "a comparison and a number such as \">= 0.72\"";
        if (node is PlanScalar scalar && Gate.TryParse(scalar.Text) is { } gate) return JsonValue.Create(gate.ToString());
        return Add(node, new PlanProblem("FLR1012", key, "a gate is a comparison with a number") { Found = node.Found, Expected = Form });
    }

    JsonArray? List(PlanNode node, JsonTypeInfo item, string key)
    {
        if (node is not PlanList list)
        {
            Wrong(node, key, "a list", fix: node is PlanScalar one ? $"write [{one.Text}]" : null);
            return null;
        }

        var json = new JsonArray();
        foreach ((int index, PlanNode each) in list.Items.Index())
        {
            string inner = string.Create(CultureInfo.InvariantCulture, $"{key}[{index}]");
            if (Value(each, item, inner) is { } read) json.Add(read);
            else if (each is PlanScalar { IsNull: true }) Wrong(each, inner, PlanScalars.Name(item.Type));
        }

        return json;
    }

    JsonObject? Map(PlanNode node, JsonTypeInfo value, string key)
    {
        if (node is not PlanKeys keys)
        {
            Wrong(node, key, "keys and values");
            return null;
        }

        var json = new JsonObject();
        foreach ((PlanScalar word, PlanNode each) in keys.Pairs)
        {
            string inner = $"{key}.{word.Text}";
            if (Value(each, value, inner) is { } read) json[word.Text] = read;
            else if (each is PlanScalar { IsNull: true }) Wrong(each, inner, "a value");
        }

        return json;
    }

    JsonNode? InRange(JsonNode read, PlanScalar scalar, string key, RangeAttribute? range)
    {
        if (range is null) return read;
        double value = read.GetValueKind() == JsonValueKind.Number ? double.Parse(scalar.Text, CultureInfo.InvariantCulture) : double.NaN;
        double least = Convert.ToDouble(range.Minimum, CultureInfo.InvariantCulture);
        double most = Convert.ToDouble(range.Maximum, CultureInfo.InvariantCulture);
        bool low = range.MinimumIsExclusive ? value <= least : value < least;
        bool high = range.MaximumIsExclusive ? value >= most : value > most;
        if (!low && !high) return read;
        string from = (range.MinimumIsExclusive ? "above " : "from ") + Numbers.Text(least);
        string to = most == int.MaxValue ? "" : (range.MaximumIsExclusive ? " and below " : " to ") + Numbers.Text(most);
        return Add(scalar, new PlanProblem("FLR1011", key, "a number is out of its range") { Found = scalar.Text, Expected = from + to });
    }

    /// <summary>Nothing after a key of text is no text; in a list of texts it may be one.</summary>
    static bool IsEmpty(PlanNode node, JsonPropertyInfo member) =>
        node is PlanScalar { IsNull: true } && member.PropertyType == typeof(string);

    static bool IsRequired(JsonPropertyInfo member) =>
        member.IsRequired || member.AssociatedParameter is { HasDefaultValue: false, IsMemberInitializer: false };

    static Dictionary<string, JsonPropertyInfo> Members(JsonTypeInfo type) => type.Properties
        .Where(member => member.AssociatedParameter is not null || member.Set is not null).ToDictionary(member => member.Name);

    static RangeAttribute? RangeOf(JsonPropertyInfo member) =>
        (member.AttributeProvider as MemberInfo)?.GetCustomAttribute<RangeAttribute>();

    static Type? ElementOf(Type type, Type form) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == form ? type.GetGenericArguments()[0] : null;

    void Unknown(PlanScalar word, IEnumerable<string> known, string key)
    {
        string[] names = [.. known];
        Add(word, new PlanProblem("FLR1007", key, "no such key")
        {
            Found = word.Found,
            Expected = "one of " + string.Join(", ", names),
            Nearest = NearestName.Of(word.Text, names),
        });
    }

    void Missing(PlanKeys keys, string member, string key)
    {
        if (keys.Pairs.Any(pair => pair.Key.Text == member && pair.Value is not PlanScalar { IsNull: true })) return;
        Add(keys, new PlanProblem("FLR1008", key.Length == 0 ? member : $"{key}.{member}", "a key that is needed is not there")
        {
            Expected = member,
            Fix = $"add {member}:",
        });
    }

    JsonNode? Wrong(PlanNode node, string key, string expected, string? nearest = null, string? fix = null) =>
        Add(node, new PlanProblem("FLR1009", key, "another value is expected")
        {
            Found = node.Found,
            Expected = expected,
            Nearest = nearest,
            Fix = fix,
        });

    JsonNode? Add(PlanNode node, PlanProblem problem)
    {
        problems.Add(problem with { Place = PlanYaml.Place(name, node.Line, node.Column) });
        return null;
    }
}
