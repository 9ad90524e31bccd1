namespace Florin;

using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

/// <summary>A text that asks for a documentation, as data: its headings, and which parts of a validation file answer them.</summary>
/// <param name="Id">The name by which it is asked for.</param>
/// <param name="Name">The name of the text.</param>
/// <param name="Source">Where it is published.</param>
/// <param name="AsOf">The state of the text, a date or month.</param>
/// <param name="Note">What a reader must know.</param>
/// <param name="Headings">What it asks for, in its order, in Florin's words.</param>
public sealed record DocumentStandard(string Id, string Name, string Source, string AsOf, string Note,
    ImmutableArray<DocumentHeading> Headings)
{
    /// <summary>The standards that come with Florin.</summary>
    public static ImmutableArray<DocumentStandard> All { get; } = [.. Embedded()];

    /// <summary>A standard by its id.</summary>
    /// <exception cref="FlorinException">FLR1601: there is none.</exception>
    public static DocumentStandard Named(string id) => All.FirstOrDefault(each => each.Id == id)
        ?? throw new FlorinException("FLR1601", "no standard has that name", "standard", $"\"{id}\"",
            "write one of " + string.Join(", ", All.Select(each => each.Id))
            + (NearestName.Of(id, All.Select(each => each.Id)) is { } near ? $"; did you mean \"{near}\"?" : ""));

    static IEnumerable<DocumentStandard> Embedded()
    {
        System.Reflection.Assembly own = typeof(DocumentStandard).Assembly;
        foreach (string name in own.GetManifestResourceNames().Where(name => name.StartsWith("Florin.Standards.", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal))
        {
            using Stream stream = own.GetManifestResourceStream(name)!;
            yield return JsonSerializer.Deserialize(stream, StandardJson.Default.DocumentStandard)!;
        }
    }
}

/// <summary>One thing that a standard asks for.</summary>
/// <param name="Number">As the standard counts it.</param>
/// <param name="Title">What is asked for.</param>
/// <param name="Parts">The parts of the validation file that answer it; empty: no part does.</param>
public sealed record DocumentHeading(string Number, string Title, ImmutableArray<string> Parts);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(DocumentStandard))]
sealed partial class StandardJson : JsonSerializerContext;
