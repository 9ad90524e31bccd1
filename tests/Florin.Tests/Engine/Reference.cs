namespace Florin.Tests;

using System.Text.Json;

/// <summary>Numbers computed by others: the files under tests/reference, found by walking up from the test program.</summary>
static class Reference
{
    public const bool Double = sizeof(Real) == 8;

    public static JsonElement Read(string file)
    {
        string folder = AppContext.BaseDirectory;
        while (!Directory.Exists(Path.Combine(folder, "tests", "reference"))) folder = Path.GetDirectoryName(folder)!;
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "tests", "reference", file)));
        return document.RootElement.Clone();
    }

    public static IEnumerable<TheoryDataRow<string>> Names(string file, string list = "cases") =>
        Read(file).GetProperty(list).EnumerateArray().Select(item => new TheoryDataRow<string>(item.GetProperty("name").GetString()!));

    public static JsonElement Case(string file, string name, string list = "cases") =>
        Read(file).GetProperty(list).EnumerateArray().Single(item => item.GetProperty("name").GetString() == name);

    public static Real[] Numbers(JsonElement tensor) =>
        [.. (tensor.ValueKind == JsonValueKind.Object ? tensor.GetProperty("values") : tensor).EnumerateArray()
            .Select(value => (Real)value.GetDouble())];

    public static int[] Shape(JsonElement tensor) => [.. tensor.GetProperty("shape").EnumerateArray().Select(axis => axis.GetInt32())];

    public static double Option(JsonElement options, string name, double otherwise) =>
        options.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : otherwise;

    public static bool Flag(JsonElement options, string name) =>
        options.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.True;

    /// <summary>Differences are measured against the largest number of the array: small ones carry its rounding.</summary>
    public static void Close(ReadOnlySpan<Real> expected, ReadOnlySpan<Real> found, string what, double inDouble = 1e-9,
        double inSingle = 2e-5)
    {
        Assert.True(expected.Length == found.Length, $"{what}: {found.Length} numbers, expected {expected.Length}");
        double scale = 1e-3;
        foreach (Real value in expected) scale = Math.Max(scale, Math.Abs((double)value));
        for (int i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs((double)expected[i] - found[i]) <= scale * (Double ? inDouble : inSingle),
                $"{what}[{i}]: {found[i]}, expected {expected[i]}");
    }
}
