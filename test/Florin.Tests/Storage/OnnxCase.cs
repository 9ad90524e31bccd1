namespace Florin.Tests;

using Florin.Graph;
using Florin.Kernels;
using Florin.Storage.Onnx;

/// <summary>A net with weights, to be exported and judged: how it is built, what it reads, and how its weights are set.</summary>
sealed record OnnxCase(string Name, InputShape Shape, Func<NetInput, Node> Build, Action<Weights>? Prepare = null)
{
    const int Random = 11, Edges = 6;

    /// <summary>Writes NAME.onnx, and NAME.safetensors with rows and what Florin predicts for them.</summary>
    public void Export(string folder)
    {
        var builder = new GraphBuilder(training: false);
        Node prediction = Expand.ToRows(Build(new NetInput(builder, Shape)));
        using var weights = new Weights(Compilation.Layout(builder));
        weights.Initialise(11);
        Prepare?.Invoke(weights);
        using (FileStream stream = File.Create(Path.Combine(folder, Name + ".onnx")))
            OnnxWriter.Write(stream, prediction, weights);
        int rows = Random + Edges;
        var (numbers, codes, lengths) = Rows();
        float[] expected = Predict(prediction, weights, rows, numbers, codes, lengths);
        List<NamedTensor> arrays = [NamedTensor.Of<float>("expected", expected, [rows, .. prediction.Shape.Axes])];
        if (Shape.Numbers is { } axes) arrays.Add(NamedTensor.Of<float>("numbers", numbers, [rows, .. axes]));
        if (codes.Length > 0) arrays.Add(NamedTensor.Of<long>("categories", Whole(codes), rows, Shape.Levels.Count));
        if (Shape.HasLengths) arrays.Add(NamedTensor.Of<long>("lengths", Whole(lengths), rows, 1));
        Safetensors.Write(Path.Combine(folder, Name + ".safetensors"), arrays);
    }

    /// <summary>Ordinary rows; then zeros, minus zeros, subnormal numbers, large ones of either sign, and integers.</summary>
    (float[] Numbers, float[] Codes, float[] Lengths) Rows()
    {
        var random = new Random(3);
        int size = Shape.Numbers is { } axes ? Florin.Shape.Rows([.. axes]).Size : 0;
        float[] numbers = [.. Enumerable.Range(0, Random * size).Select(_ => (float)(random.NextDouble() * 4 - 2))];
        float[] edges = [0, -0f, 1e-40f, 12, -12];
        IEnumerable<float> same = edges.SelectMany(value => Enumerable.Repeat(value, size));
        numbers = [.. numbers, .. same, .. Enumerable.Range(0, size).Select(i => (float)(i % 3 - 1))];
        List<float> codes = [];
        for (int row = 0; row < Random + Edges; row++)
            foreach (int levels in Shape.Levels) codes.Add(row < Random ? random.Next(levels + 1) : row % 2 == 0 ? levels + row : -row);
        float[] lengths = Shape.HasLengths
            ? [.. Enumerable.Range(0, Random + Edges).Select(row => (float)(1 + row * 5 % Shape.Numbers!.Value[0]))]
            : [];
        return (numbers, [.. codes], lengths);
    }

    static unsafe float[] Predict(Node prediction, Weights weights, int rows, float[] numbers, float[] codes, float[] lengths)
    {
        using var team = new Team(1);
        using var executor = new Executor(PlanCompiler.Compile(new PlanRequest([prediction], [], [], weights.Layout)), weights, team);
        float[] results = new float[rows * prediction.Shape.Size];
        executor.Prepare(rows);
        fixed (float* x = numbers, c = codes, l = lengths, y = results)
        {
            executor.Bind(new Feed("numbers") { Data = x }, new Feed("categories") { Data = c }, new Feed("lengths") { Data = l });
            executor.ResultTo(0, y);
            var step = new StepState { DropoutFactor = 1 };
            executor.Run(null, rows, &step);
        }

        return results;
    }

    static long[] Whole(float[] values) => [.. values.Select(value => (long)value)];
}
