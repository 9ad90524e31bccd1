namespace Florin.Tests;

using System.Globalization;
using System.Text.Json.Nodes;
using Florin.Storage.Onnx;

/// <summary>Models with their preprocessing inside: raw columns in the reference runtime give the scores of Florin.</summary>
public sealed class OnnxModelTests(OnnxWholeModels models) : IClassFixture<OnnxWholeModels>
{
    /// <summary>
    /// Nets add in single precision, in another order: a few roundings of 6e-8 in log odds of a few units. Inputs and what follows the nets
    /// are in double precision.
    /// </summary>
    const double Tolerance = 1e-6;

    /// <summary>Amounts in their standard deviations, and counts: the outermost of both are several units.</summary>
    const double Wide = 5e-6;

    public static TheoryData<string> Names() => [.. OnnxWholeModels.Names];

    public static TheoryData<string> Inputs() => [.. OnnxWholeModels.Scalings.Select(OnnxWholeModels.InputsOf)];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_reference_runtime_scores_raw_columns_as_Florin_does(string name) =>
        Judge(name, name.Contains("Number") || name.Contains("Count") ? Wide : Tolerance);

    [Fact]
    public void Small_probabilities_keep_their_digits() => Judge(OnnxWholeModels.RareName, Tolerance);

    [Theory]
    [MemberData(nameof(Inputs))]
    public void Nets_read_the_same_bits(string name) => Judge(name, 0);

    [Theory]
    [MemberData(nameof(Names))]
    public void The_checker_accepts_the_model_and_reads_what_cells_are(string name)
    {
        JsonNode result = models.Checker[name];
        Assert.True(result["error"] is null, $"{name}: {result["error"]}");
        Assert.Equal("batch", (string?)result["batch"]);
        Assert.Equal(name, (string?)result["notes"]!["name"]);
        Assert.Contains("\"NA\"", (string?)result["notes"]!["missing"]);
        Assert.Contains("NaN", (string?)result["meanings"]!["income"]);
        Assert.Contains("1970-01-01", (string?)result["meanings"]!["issued on"]);
        Assert.Contains("empty", (string?)result["meanings"]!["grade"]);
    }

    [Fact]
    public void A_step_without_a_form_is_refused()
    {
        var graph = new OnnxGraph();
        var features = new FittedFeatures([new NumberEncoder("x", new NoScale(), [], false)]);
        var error = Assert.Throws<FlorinException>(() =>
            OnnxFeatures.Map(graph, features, new Dictionary<string, string> { ["x"] = "x" }, [""]));
        Assert.Equal("FLR0432", error.Code);
    }

    void Judge(string name, double tolerance)
    {
        JsonNode result = models.Runtime[name];
        Assert.True(result["error"] is null, $"{name}: {result["error"]}");
        double difference = (double)result["difference"]!;
        Assert.True(difference <= tolerance, $"{name}: differs by {difference.ToString("E2", CultureInfo.InvariantCulture)}");
    }
}
