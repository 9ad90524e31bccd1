namespace Florin;

using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;

/// <summary>The JSON schema of plan.yaml, for editors: exported from the records, with what their converters hide put in.</summary>
static class PlanSchema
{
    static readonly JsonSerializerOptions Layout = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    static readonly JsonSchemaExporterOptions Exporter = new() { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Filled };

    public static string Text()
    {
        JsonObject plan = PlanJson.Default.Plan.GetJsonSchemaAsNode(Exporter).AsObject();
        var schema = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = "A plan of Florin",
        };
        foreach ((string name, JsonNode? value) in plan) schema[name] = value?.DeepClone();
        schema["$defs"] = new JsonObject { ["layer"] = SpecJson.Default.Layer.GetJsonSchemaAsNode(Exporter) };
        return schema.ToJsonString(Layout) + "\n";
    }

    static JsonNode Filled(JsonSchemaExporterContext context, JsonNode schema)
    {
        Type type = context.TypeInfo.Type;
        JsonNode filled = Known(Nullable.GetUnderlyingType(type) ?? type, context.TypeInfo) ?? schema;
        if (filled is not JsonObject json) return filled;
        if ((context.PropertyInfo?.AttributeProvider as MemberInfo)?.GetCustomAttribute<RangeAttribute>() is { } range)
        {
            json[range.MinimumIsExclusive ? "exclusiveMinimum" : "minimum"] = Number(range.Minimum);
            json[range.MaximumIsExclusive ? "exclusiveMaximum" : "maximum"] = Number(range.Maximum);
        }

        // The file's text counts: positive: 1 is the text 1.
        if (type == typeof(string) && json.ContainsKey("type"))
            json["type"] = context.PropertyInfo is { IsRequired: true }
                ? new JsonArray("string", "number", "boolean")
                : new JsonArray("string", "number", "boolean", "null");
        return json;
    }

    /// <summary>What the exporter cannot see behind a converter; null for what it can.</summary>
    static JsonObject? Known(Type type, JsonTypeInfo info)
    {
        if (type == typeof(Gate))
            return new JsonObject { ["type"] = "string", ["pattern"] = @"^\s*(>=|<=|>|<)\s*[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?\s*$" };
        if (type == typeof(GradesPlan))
            return new JsonObject
            {
                ["anyOf"] = new JsonArray(new JsonObject { ["type"] = "integer", ["minimum"] = 1, ["maximum"] = MasterScale.Most },
                    ListOf(new JsonObject { ["type"] = "number", ["exclusiveMinimum"] = 0, ["maximum"] = 1 })),
            };
        if (type == typeof(PairsPlan))
            return new JsonObject
            {
                ["anyOf"] = new JsonArray(new JsonObject { ["type"] = "integer", ["minimum"] = 0, ["maximum"] = PairsPlan.Most },
                    ListOf(PlanJson.Default.EquatableArrayString.GetJsonSchemaAsNode(Exporter))),
            };
        if (type == typeof(NetworkPlan))
            return new JsonObject
            {
                ["anyOf"] = new JsonArray(new JsonObject { ["type"] = "string" },
                    PlanJson.Default.SizedNetwork.GetJsonSchemaAsNode(Exporter), ListOf(Layers())),
            };
        if (type == typeof(Layer) || !type.IsGenericType) return null;
        Type item = type.GetGenericArguments()[0];
        if (type.GetGenericTypeDefinition() == typeof(EquatableArray<>))
            return ListOf(item == typeof(Layer) ? Layers() : info.Options.GetTypeInfo(item).GetJsonSchemaAsNode(Exporter));
        return type.GetGenericTypeDefinition() == typeof(PlanMap<>)
            ? new JsonObject
            {
                ["type"] = "object",
                ["additionalProperties"] = info.Options.GetTypeInfo(item).GetJsonSchemaAsNode(Exporter),
            }
            : null;
    }

    static JsonObject ListOf(JsonNode items) => new() { ["type"] = "array", ["items"] = items };

    static JsonObject Layers() => new() { ["$ref"] = "#/$defs/layer" };

    static JsonValue Number(object value) => value is int whole
        ? JsonValue.Create(whole)
        : JsonValue.Create(Convert.ToDouble(value, CultureInfo.InvariantCulture));
}
