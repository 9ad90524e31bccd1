namespace Florin;

using System.Collections.Concurrent;
using Florin.Graph;
using Florin.Kernels;

/// <summary>
/// A net that has learned: immutable and safe to use from many threads. A row's prediction has the same bits alone and in any batch.
/// </summary>
public sealed unsafe class TrainedNet : IDisposable
{
    /// <summary>Outputs of a row that are kept on the stack; a net may have any number of them.</summary>
    const int MostOnStack = 256;

    readonly Weights weights;
    readonly Predictor predictor;
    readonly ConcurrentDictionary<int, Lazy<Predictor>> slopes = [];
    readonly int rowSize;

    internal TrainedNet(Net net, Loss loss, InputShape input, Shape target, Weights weights, History history)
    {
        Net = net;
        Loss = loss;
        Input = input;
        Target = target;
        this.weights = weights;
        History = history;
        rowSize = input.Numbers is { } axes ? Shape.Rows(axes.Span.ToArray()).Size : 0;
        predictor = new Predictor((builder, rows, offset) => Compilation.Prediction(net, loss, builder, rows, target, offset), input,
            weights);
    }

    /// <summary>The net that was trained.</summary>
    public Net Net { get; }

    /// <summary>The loss it was trained with; it decides what a prediction is.</summary>
    public Loss Loss { get; }

    /// <summary>The extents of a row.</summary>
    public InputShape Input { get; }

    /// <summary>What happened in training.</summary>
    public History History { get; }

    /// <summary>Numbers a prediction has: 1 for a probability, one for each class, level or target.</summary>
    public int Outputs => predictor.Outputs;

    /// <summary>Learned numbers.</summary>
    public long ParameterCount => weights.Layout.ParameterCount;

    /// <summary>Learned arrays by name, such as <c>dense1.weight</c>: copies.</summary>
    public IReadOnlyDictionary<string, Real[]> Parameters => Named(weights.Layout.Parameters.Length,
        i => weights.Layout.Parameters[i].Name, i => weights.Parameter(i).ToArray());

    /// <summary>Running statistics by name: copies.</summary>
    public IReadOnlyDictionary<string, Real[]> States => Named(weights.Layout.States.Length,
        i => weights.Layout.States[i].Name, i => weights.State(i).ToArray());

    internal Shape Target { get; }

    internal IEnumerable<(string Name, int[] Axes, Real[] Values)> Arrays()
    {
        for (int i = 0; i < weights.Layout.Parameters.Length; i++)
            yield return (weights.Layout.Parameters[i].Name, weights.Layout.Parameters[i].Shape.Axes.ToArray(),
                weights.Parameter(i).ToArray());
        for (int i = 0; i < weights.Layout.States.Length; i++)
            yield return (weights.Layout.States[i].Name, weights.Layout.States[i].Shape.Axes.ToArray(), weights.State(i).ToArray());
    }

    internal Weights Weights => weights;

    /// <summary>The prediction for one row of numbers (the first number of it, where there are several).</summary>
    public Real Predict(params ReadOnlySpan<Real> row)
    {
        CheckRow(row.Length, 1);
        ExamplesCheck.Rows(row, rowSize);
        if (Outputs == 1)
        {
            Real result;
            predictor.Run(row, 1, &result);
            return result;
        }

        Span<Real> all = Outputs <= MostOnStack ? stackalloc Real[Outputs] : new Real[Outputs];
        fixed (Real* target = all) predictor.Run(row, 1, target);
        return all[0];
    }

    /// <summary>Predictions for rows of numbers, one after the other: rows · <see cref="Outputs"/> numbers.</summary>
    public Real[] PredictRows(ReadOnlySpan<Real> rows)
    {
        int count = CheckRow(rows.Length, 0);
        Real[] results = new Real[count * Outputs];
        PredictRows(rows, results);
        return results;
    }

    /// <summary>Predictions for rows of numbers, written into the caller's memory; nothing is allocated after the first call.</summary>
    /// <param name="rows">Whole rows.</param>
    /// <param name="results">Room for rows · <see cref="Outputs"/> numbers.</param>
    /// <param name="threads">Threads that share the rows; 1 by default. The bits do not depend on it.</param>
    public void PredictRows(ReadOnlySpan<Real> rows, Span<Real> results, int threads = 1)
    {
        int count = CheckRow(rows.Length, 0);
        ExamplesCheck.Rows(rows, rowSize);
        if (results.Length < count * Outputs)
            throw new FlorinException("FLR0307", "the results do not fit", "results", $"room for {results.Length}",
                $"give room for {count * Outputs} numbers");
        fixed (Real* target = results) predictor.Run(rows, count, target, threads);
    }

    /// <summary>Predictions for examples, row after row.</summary>
    public Real[] Predict(Examples examples)
    {
        ArgumentNullException.ThrowIfNull(examples);
        ExamplesCheck.ForScoring(examples, Input);
        Real[] results = new Real[examples.Count * Outputs];
        fixed (Real* target = results) predictor.Run(examples, target);
        return results;
    }

    /// <summary>The weighted mean loss of the predictions for examples with their targets.</summary>
    public double LossOn(Examples examples)
    {
        ArgumentNullException.ThrowIfNull(examples);
        ExamplesCheck.ForTraining(examples, Loss);
        ExamplesCheck.ForScoring(examples, Input);
        bool offset = examples.Exposure is not null;
        using var team = new Team(1);
        using var executor = new Executor(Compilation.Evaluation(Net, Loss, examples.Input, Target, offset, weights.Layout), weights, team);
        using var bound = new BoundExamples(examples, []);
        executor.Prepare(examples.Count);
        bound.Bind(executor);
        bound.Weight.Scale = (Real)(1 / bound.TotalWeight);
        var step = new StepState { DropoutFactor = 1 };
        executor.Run(null, examples.Count, &step);
        return executor.Scalar(0);
    }

    /// <summary>The gradients of one output with respect to a row's numbers; compiled at the first question.</summary>
    internal Predictor Slope(int output) => slopes.GetOrAdd(output, one => new Lazy<Predictor>(() =>
        new Predictor((builder, rows, offset) => Compilation.Slope(this, builder, rows, offset, one), Input, weights))).Value;

    /// <summary>Gradients of one output for rows of numbers: rows · row size.</summary>
    internal void SlopeRows(ReadOnlySpan<Real> rows, Span<Real> results, int output = 0)
    {
        int count = CheckRow(rows.Length, 0);
        fixed (Real* target = results) Slope(output).Run(rows, count, target);
    }

    /// <summary>Frees native memory; a net that is simply forgotten is freed by the garbage collector.</summary>
    public void Dispose()
    {
        predictor.Dispose();
        foreach (Lazy<Predictor> slope in slopes.Values) if (slope.IsValueCreated) slope.Value.Dispose();
        weights.Dispose();
    }

    int CheckRow(int length, int rows)
    {
        int size = rowSize;
        if (Input.Levels.Count > 0 || Input.HasLengths || size == 0 || (rows > 0 ? length != rows * size : length % size != 0))
            throw new FlorinException("FLR0306", "the numbers are not rows of this net", "Predict",
                $"{length} numbers for rows of {Input}",
                    "give whole rows; use Predict(Examples) for categories and sequences of unequal length");
        return length / size;
    }

    static Dictionary<string, Real[]> Named(int count, Func<int, string> name, Func<int, Real[]> values)
    {
        var arrays = new Dictionary<string, Real[]>();
        for (int i = 0; i < count; i++) arrays.Add(name(i), values(i));
        return arrays;
    }
}
