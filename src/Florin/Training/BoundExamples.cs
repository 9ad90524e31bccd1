namespace Florin;

using System.Runtime.InteropServices;
using Florin.Graph;
using Florin.Kernels;

/// <summary>Examples as the feeds of an executor: arrays pinned for as long as training runs.</summary>
sealed unsafe class BoundExamples : IDisposable
{
    readonly List<GCHandle> pins = [];
    readonly Real[]? weights;

    public BoundExamples(Examples examples, EquatableArray<double> classWeights)
    {
        Count = examples.Count;
        weights = Weighted(examples, classWeights);
        TotalWeight = weights is null ? Count : weights.Sum(weight => (double)weight);
        Weight = new Feed("weight") { Data = Pin(weights) };
        Feeds =
        [
            new Feed("numbers") { Data = Pin(examples.Numbers) },
            new Feed("categories") { Data = Pin(examples.Categories?.Select(code => (Real)code).ToArray()) },
            new Feed("lengths") { Data = Pin(examples.Lengths?.Select(length => (Real)length).ToArray()) },
            new Feed("target") { Data = Pin(examples.Target) },
            new Feed("offset") { Data = Pin(examples.Exposure?.Select(exposure => Elementary.Log(exposure)).ToArray()) },
            Weight,
        ];
    }

    public int Count { get; }

    public double TotalWeight { get; }

    public Feed Weight { get; }

    Feed[] Feeds { get; }

    public void Bind(Executor executor) => executor.Bind(Feeds);

    /// <summary>The weight of a row, that of its class multiplied in.</summary>
    public double WeightOf(int row) => weights?[row] ?? 1;

    /// <summary>The sum of the weights of these rows.</summary>
    public double WeightOf(ReadOnlySpan<int> rows)
    {
        if (weights is null) return rows.Length;
        double sum = 0;
        foreach (int row in rows) sum += weights[row];
        return sum;
    }

    public void Dispose()
    {
        foreach (GCHandle pin in pins) pin.Free();
        pins.Clear();
    }

    Real* Pin(Real[]? values)
    {
        if (values is null) return null;
        GCHandle pin = GCHandle.Alloc(values, GCHandleType.Pinned);
        pins.Add(pin);
        return (Real*)pin.AddrOfPinnedObject();
    }

    static Real[]? Weighted(Examples examples, EquatableArray<double> classWeights)
    {
        if (classWeights.Count == 0) return examples.Weight;
        Real[] weights = new Real[examples.Count];
        for (int row = 0; row < weights.Length; row++)
        {
            Real value = examples.Target![row * examples.TargetSize];
            int label = (int)value;
            if (label < 0 || label >= classWeights.Count || label != value)
                throw new FlorinException("FLR0313", "a class has no weight", $"row {row + 1}",
                    FormattableString.Invariant($"class {value}, weights for {classWeights.Count} classes"),
                    "give a weight for each class");
            weights[row] = (examples.Weight?[row] ?? 1) * (Real)classWeights[label];
        }

        if (!weights.Any(weight => weight > 0))
            throw new FlorinException("FLR0313", "all weights are 0", "FitOptions.ClassWeights",
                fix: "give a class that occurs a weight above 0");
        return weights;
    }
}
