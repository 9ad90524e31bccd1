namespace Florin.Tests;

using System.Globalization;
using System.Text.Json.Nodes;
using Florin.Graph;
using Florin.Storage.Onnx;

/// <summary>Exported nets, run by the reference runtime and read by the ONNX project's checker: the same numbers, valid models.</summary>
public sealed class OnnxTests(OnnxModels models) : IClassFixture<OnnxModels>
{
    const double Tolerance = 1e-5;

    public static TheoryData<string> Names() => [.. OnnxModels.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_reference_runtime_gives_the_same_numbers(string name)
    {
        JsonNode result = models.Runtime[name];
        Assert.True(result["error"] is null, $"{name}: {result["error"]}");
        double difference = (double)result["difference"]!;
        Assert.True(difference <= Tolerance, $"{name}: differs by {difference.ToString("E2", CultureInfo.InvariantCulture)}");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_checker_accepts_the_model_and_the_batch_stays_open(string name)
    {
        JsonNode result = models.Checker[name];
        Assert.True(result["error"] is null, $"{name}: {result["error"]}");
        Assert.Equal("batch", (string?)result["batch"]);
    }

    [Theory]
    [MemberData(nameof(NetJsonTests.LayerTypes), MemberType = typeof(NetJsonTests))]
    public void Every_layer_is_among_the_models(Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        string kind = char.ToLowerInvariant(type.Name[0]) + type.Name[1..];
        Assert.Contains(models.Layers, path => path.Split('.').Any(part => part.TrimEnd("0123456789".ToCharArray()) == kind));
    }

    [Fact]
    public void The_same_net_gives_the_same_bytes()
    {
        using var again = new OnnxModels();
        foreach (string file in Directory.GetFiles(models.Folder))
            Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(Path.Combine(again.Folder, Path.GetFileName(file))));
    }

    [Fact]
    public void What_ONNX_lacks_is_refused_by_name()
    {
        var builder = new GraphBuilder(training: false);
        Node x = new NetInput(builder, InputShape.Of(2)).Numbers, y = Unary.Of(UnaryKind.LogGamma, x);
        using var weights = new Weights(Compilation.Layout(builder));
        var error = Assert.Throws<FlorinException>(() => OnnxWriter.Write(Stream.Null, y, weights));
        Assert.Equal("FLR0431", error.Code);
        Assert.Contains("LogGamma", error.Message, StringComparison.Ordinal);
    }
}
