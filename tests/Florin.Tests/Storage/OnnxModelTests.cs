namespace Florin.Tests;

using System.Globalization;
using System.Text.Json.Nodes;
using Florin.Graph;
using Florin.Storage.Onnx;

/// <summary>Whole models, exported once; each judge runs once.</summary>
public sealed class OnnxWholeModels : IDisposable
{
    /// <summary>What is judged beside models: their inputs alone, for each scale of numbers.</summary>
    public static readonly NumberScaling[] Scalings = [NumberScaling.Standard, NumberScaling.Robust, NumberScaling.Quantile];

    static readonly OnnxModelCase[] All = [.. OnnxModelCase.All()];

    readonly Lazy<Dictionary<string, JsonNode>> runtime, checker;

    /// <summary>Exports every case.</summary>
    public OnnxWholeModels()
    {
        foreach (OnnxModelCase each in All) each.Export(Folder);
        foreach (NumberScaling scaling in Scalings) Inputs(scaling);
        Rare();
        runtime = new(() => Judged(Outside.Node(), "run.mjs"));
        checker = new(() => Judged(Outside.Python("onnx"), "check.py"));
    }

    public const string RareName = "rare events";

    public static IEnumerable<string> Names => [.. All.Select(each => each.Name)];

    public string Folder { get; } = Directory.CreateTempSubdirectory("florin-onnx-models").FullName;

    public IReadOnlyDictionary<string, JsonNode> Runtime => runtime.Value;

    public IReadOnlyDictionary<string, JsonNode> Checker => checker.Value;

    public void Dispose() => Directory.Delete(Folder, true);

    public static string InputsOf(NumberScaling scaling) => $"inputs {scaling}";

    /// <summary>A graph that ends where the nets would begin.</summary>
    void Inputs(NumberScaling scaling)
    {
        Table train = OnnxLoans.Train(), rows = OnnxLoans.Fresh();
        Schema schema = Schema.Of(train, new ColumnRoles { Target = "bad", Positive = "yes" });
        SplitTable split = SplitTable.Of(train, schema, new StratifiedSplit(0.2), 3);
        FittedFeatures features = FittedFeatures.Fit(split.Train, OnnxLoans.Features with { Scaling = scaling });
        var graph = new OnnxGraph();
        foreach (ColumnSpec column in features.Columns)
            graph.Input(column.Name, column.Kind == ColumnKind.Category ? OnnxType.Text : OnnxType.Double, Shape.Rows(1));
        string inputs = OnnxFeatures.Map(graph, features, features.Columns.ToDictionary(each => each.Name, each => each.Name), [""]);
        graph.Output(inputs, "inputs", OnnxType.Float, Shape.Rows(features.Width));
        string path = Path.Combine(Folder, InputsOf(scaling));
        using (FileStream stream = File.Create(path + ".onnx"))
            OnnxWriter.Write(stream, graph.ToProtobuf("inputs"), graph.HasLookups, null);
        OnnxJson.Write(path + ".json", 1, OnnxJson.Cells(features.Columns, rows),
            new JsonObject { ["inputs"] = OnnxJson.Floats(features.Encode(rows).Numbers, rows.RowCount, features.Width) });
    }

    /// <summary>Probabilities about 1 in a million, to be judged in their own size.</summary>
    void Rare()
    {
        var builder = new GraphBuilder(training: false);
        Node p = Loss.BinaryCrossEntropy.Link(new NetInput(builder, InputShape.Of(1)).Numbers);
        using var weights = new Weights(Compilation.Layout(builder));
        string path = Path.Combine(Folder, RareName);
        using (FileStream stream = File.Create(path + ".onnx")) OnnxWriter.Write(stream, p, weights);
        float[] odds = [-13, -13.5f, -14, -14.25f, -15];
        var inputs = new JsonObject { ["numbers"] = OnnxJson.Floats(odds, odds.Length, 1) };
        float[] expected = [.. odds.Select(each => (float)(1 / (1 + Math.Exp(-each))))];
        OnnxJson.Write(path + ".json", 1e-6, inputs, new JsonObject { ["prediction"] = OnnxJson.Floats(expected, odds.Length, 1) });
    }

    Dictionary<string, JsonNode> Judged(string program, string script) =>
        Outside.Run(program, Path.Combine(Outside.Root, "tests", "onnx", script), Folder).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonNode.Parse(line)!).ToDictionary(result => (string)result["name"]!);
}

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
