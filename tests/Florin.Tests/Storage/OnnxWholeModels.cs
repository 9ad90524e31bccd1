namespace Florin.Tests;

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
