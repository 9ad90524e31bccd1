namespace Florin.Tests;

using System.Collections.Immutable;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

/// <summary>Writes the records of a page as TypeScript, so that the page's program is checked against what C# sends.</summary>
sealed class Contract
{
    readonly List<Type> order = [];
    readonly NullabilityInfoContext nullability = new();

    public static string Of(Type root)
    {
        var contract = new Contract();
        contract.Collect(root);
        var text = new StringBuilder("// Made from the records in src/Florin/Charts by a test, which rewrites it when FLORIN_ACCEPT=1.\n");
        foreach (Type type in contract.order) text.Append('\n').Append(contract.Declaration(type));
        return text.ToString();
    }

    void Collect(Type type)
    {
        if (type.Namespace != "Florin" || order.Contains(type)) return;
        order.Add(type);
        foreach (JsonDerivedTypeAttribute derived in Derived(type)) Collect(derived.DerivedType);
        foreach (PropertyInfo property in Properties(type)) Collect(Element(property.PropertyType));
    }

    string Declaration(Type type)
    {
        JsonDerivedTypeAttribute[] derived = Derived(type);
        if (derived.Length > 0) return $"export type {Name(type)} = {string.Join(" | ", derived.Select(d => Name(d.DerivedType)))};\n";
        var text = new StringBuilder($"export interface {Name(type)} {{\n");
        if (type.BaseType is { } parent && Derived(parent).FirstOrDefault(d => d.DerivedType == type) is { } kind)
            text.Append("  kind: '" + kind.TypeDiscriminator + "';\n");
        foreach (PropertyInfo property in Properties(type))
        {
            bool optional = nullability.Create(property).ReadState == NullabilityState.Nullable;
            text.Append("  " + JsonNamingPolicy.CamelCase.ConvertName(property.Name) + (optional
                ? "?: " : ": ") + TypeScript(property) + ";\n");
        }

        return text.Append("}\n").ToString();
    }

    static string TypeScript(PropertyInfo property) =>
        property.GetCustomAttribute<JsonConverterAttribute>()?.ConverterType == typeof(ChartNumbers)
            ? "(number | null)[]" : TypeScript(property.PropertyType);

    static string TypeScript(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string)) return "string";
        if (type == typeof(bool)) return "boolean";
        if (type == typeof(double) || type == typeof(int)) return "number";
        if (type == typeof(ReadOnlyMemory<byte>)) return "string";
        if (type.IsGenericType
            && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>)) return TypeScript(type.GetGenericArguments()[0]) + "[]";
        return type.Namespace == "Florin"
            ? Name(type) : throw new NotSupportedException($"{type} has no counterpart in the page's contract");
    }

    static Type Element(Type type) => type.IsGenericType ? Element(type.GetGenericArguments()[0]) : type;

    static string Name(Type type) => type == typeof(ChartPage) ? "Page" : type.Name;

    static JsonDerivedTypeAttribute[] Derived(Type type) => [.. type.GetCustomAttributes<JsonDerivedTypeAttribute>(inherit: false)];

    static IEnumerable<PropertyInfo> Properties(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.GetCustomAttribute<JsonIgnoreAttribute>() is null);
}
