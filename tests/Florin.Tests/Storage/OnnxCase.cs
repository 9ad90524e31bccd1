namespace Florin.Tests;

using Florin.Graph;
using Florin.Kernels;
using Florin.Storage.Onnx;

/// <summary>A net with weights, to be exported and judged: how it is built, what it reads, and how its weights are set.</summary>
sealed record OnnxCase(string Name, InputShape Shape, Func<NetInput, Node> Build, Action<Weights>? Prepare = null)
{
    const int Random = 11;

    static readonly float[] Edges = [0, -0f, 1e-40f, 12, -12, float.NaN, float.PositiveInfinity, float.NegativeInfinity];

    /// <summary>Leaves out NaN and infinity: the runtime's recurrent layers clip them where Florin lets them through.</summary>
    public bool Finite { get; init; }

    /// <summary>Writes NAME.onnx, and NAME.safetensors with rows and what Florin predicts for them. Gives the layers.</summary>
    public IEnumerable<string> Export(string folder)
    {
        var builder = new GraphBuilder(training: false);
        Node prediction = Expand.ToRows(Build(new NetInput(builder, Shape)));
        using var weights = new Weights(Compilation.Layout(builder));
        weights.Initialise(11);
        Prepare?.Invoke(weights);
        using (FileStream stream = File.Create(Path.Combine(folder, Name + ".onnx")))
            OnnxWriter.Write(stream, prediction, weights);
        var (rows, numbers, codes, lengths) = Rows();
        float[] expected = Predict(prediction, weights, rows, numbers, codes, lengths);
        List<NamedTensor> arrays = [NamedTensor.Of<float>("expected", expected, [rows, .. prediction.Shape.Axes])];
        if (Shape.Numbers is { } axes) arrays.Add(NamedTensor.Of<float>("numbers", numbers, [rows, .. axes]));
        if (codes.Length > 0) arrays.Add(NamedTensor.Of<long>("categories", Whole(codes), rows, Shape.Levels.Count));
        if (Shape.HasLengths) arrays.Add(NamedTensor.Of<long>("lengths", Whole(lengths), rows, 1));
        Safetensors.Write(Path.Combine(folder, Name + ".safetensors"), arrays);
        return builder.Named.Select(each => each.Name);
    }

    /// <summary>Ordinary rows; rows of whole numbers; then zeros, minus zeros, subnormal, large, and what is no number.</summary>
    (int Count, float[] Numbers, float[] Codes, float[] Lengths) Rows()
    {
        var random = new Random(3);
        float[] edges = [.. Edges.Where(value => !Finite || float.IsFinite(value))];
        int rows = Random + 1 + edges.Length;
        int size = Shape.Numbers is { } axes ? Florin.Shape.Rows([.. axes]).Size : 0;
        float[] numbers = [.. Enumerable.Range(0, Random * size).Select(_ => (float)(random.NextDouble() * 4 - 2))];
        numbers = [.. numbers, .. Enumerable.Range(0, size).Select(i => (float)(i % 3 - 1))];
        numbers = [.. numbers, .. edges.SelectMany(value => Enumerable.Repeat(value, size))];
        List<float> codes = [];
        for (int row = 0; row < rows; row++)
            foreach (int levels in Shape.Levels) codes.Add(row < Random ? random.Next(levels + 1) : row % 2 == 0 ? levels + row : -row);
        float[] lengths = Shape.HasLengths
            ? [.. Enumerable.Range(0, rows).Select(row => (float)(1 + row * 5 % Shape.Numbers!.Value[0]))]
            : [];
        return (rows, numbers, [.. codes], lengths);
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
