namespace Florin.Tests;

using System.Text.Json.Nodes;

/// <summary>All models, exported once; each judge runs once, and only when its result is asked for.</summary>
public sealed class OnnxModels : IDisposable
{
    static readonly OnnxCase[] All = [.. OnnxCases.All()];

    readonly Lazy<Dictionary<string, JsonNode>> runtime, checker;

    /// <summary>Exports every case, and a net that was trained.</summary>
    public OnnxModels()
    {
        Layers = [.. All.SelectMany(each => each.Export(Folder))];
        Trained();
        runtime = new(() => Judged(Outside.Node(), "run.mjs"));
        checker = new(() => Judged(Outside.Python("onnx"), "check.py"));
    }

    public static IEnumerable<string> Names => [.. All.Select(each => each.Name), "trained with exposure"];

    /// <summary>Paths of all layers that were built, such as <c>lstm1</c>.</summary>
    public IReadOnlyList<string> Layers { get; }

    public string Folder { get; } = Directory.CreateTempSubdirectory("florin-onnx").FullName;

    public IReadOnlyDictionary<string, JsonNode> Runtime => runtime.Value;

    public IReadOnlyDictionary<string, JsonNode> Checker => checker.Value;

    public void Dispose() => Directory.Delete(Folder, true);

    /// <summary>By the public way: fitted, exported with its exposure, compared with what it predicts.</summary>
    void Trained()
    {
        float[] x = [.. Enumerable.Range(0, 40).Select(i => i % 7 / 7f)], y = [.. x.Select(value => value + 1)];
        Examples examples = Examples.Of(x, y) with { Exposure = [.. x.Select(value => value + 0.5f)] };
        Net net = [new Dense(4, Activation.Tanh), new Dense(1)];
        using TrainedNet trained = net.Fit(examples, new FitOptions { Loss = Loss.Poisson, Epochs = 2 });
        string path = Path.Combine(Folder, "trained with exposure.onnx");
        trained.ExportOnnx(path, new Dictionary<string, string> { ["licence"] = "none" }, exposure: true);
        Safetensors.Write(Path.ChangeExtension(path, "safetensors"),
        [
            NamedTensor.Of<float>("expected", trained.Predict(examples), 40, 1), NamedTensor.Of<float>("numbers", x, 40, 1),
            NamedTensor.Of<float>("exposure", examples.Exposure, 40, 1),
        ]);
    }

    Dictionary<string, JsonNode> Judged(string program, string script) =>
        Outside.Run(program, Path.Combine(Outside.Root, "tests", "onnx", script), Folder).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonNode.Parse(line)!).ToDictionary(result => (string)result["name"]!);
}
