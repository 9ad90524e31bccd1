namespace Florin.Tests.Metrics;

using System.Text.Json;

/// <summary>The cases of metrics.json.</summary>
static class MetricCases
{
    static readonly JsonElement File = Reference.Read("metrics.json");

    public static IEnumerable<TheoryDataRow<string>> Names(string list) =>
        File.GetProperty(list).EnumerateArray().Select(item => new TheoryDataRow<string>(item.GetProperty("name").GetString()!));

    public static JsonElement Of(string list, string name) =>
        File.GetProperty(list).EnumerateArray().Single(item => item.GetProperty("name").GetString() == name);

    public static double[] Column(JsonElement test, string name) =>
        test.TryGetProperty(name, out JsonElement column) ? [.. column.EnumerateArray().Select(value => value.GetDouble())] : [];

    public static int[] Whole(JsonElement test, string name) =>
        [.. test.GetProperty(name).EnumerateArray().Select(value => value.GetInt32())];

    public static BinaryRows Rows(JsonElement test, string scores = "scores") =>
        new(Column(test, scores), Column(test, "targets"), Column(test, "weights"));

    /// <summary>Undefined where the reference is; else near it, relative to the larger of 1 and the reference.</summary>
    public static void Near(JsonElement test, string name, double? found, double tolerance = 1e-12)
    {
        JsonElement expected = test.GetProperty("expected").GetProperty(name);
        if (expected.ValueKind == JsonValueKind.Null) Assert.True(found is null, $"{name}: {found}, expected undefined");
        else Near(name, expected.GetDouble(), found, tolerance);
    }

    public static void Near(string name, double expected, double? found, double tolerance = 1e-12) =>
        Assert.True(found is { } value && Math.Abs(value - expected) <= tolerance * Math.Max(1, Math.Abs(expected)),
            $"{name}: {found:R}, expected {expected:R}");

    public static FlorinException Refused(string code, Func<object?> call)
    {
        FlorinException error = Assert.Throws<FlorinException>(call);
        Assert.Equal(code, error.Code);
        return error;
    }
}
