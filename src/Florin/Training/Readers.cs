namespace Florin;

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Florin.Graph;
using Florin.Kernels;

/// <summary>What one layer gave for one row.</summary>
/// <param name="Path">The layer, such as <c>dense1</c>.</param>
/// <param name="Shape">The extent, the batch left out.</param>
/// <param name="Values">The numbers, the last axis first.</param>
public sealed record TracedValue(string Path, EquatableArray<int> Shape, EquatableArray<Real> Values);

/// <summary>Questions to a trained net that read its whole graph: input gradients and traces.</summary>
public static unsafe class Readers
{
    /// <summary>The gradient of one output of the prediction with respect to every number of every row: rows · row size.</summary>
    /// <param name="net">The net.</param>
    /// <param name="examples">The rows.</param>
    /// <param name="output">Which number of the prediction; 0 by default.</param>
    public static Real[] InputGradients(this TrainedNet net, Examples examples, int output = 0)
    {
        ArgumentNullException.ThrowIfNull(net);
        ArgumentNullException.ThrowIfNull(examples);
        ExamplesCheck.ForScoring(examples, net.Input);
        if (output < 0 || output >= net.Outputs)
            throw new FlorinException("FLR0315", "the prediction has no such output", "InputGradients", $"output {output}",
                $"give 0 to {net.Outputs - 1}");
        Predictor slope = net.Slope(output);
        Real[] results = new Real[examples.Count * slope.Outputs];
        fixed (Real* target = results) slope.Run(examples, target);
        return results;
    }

    /// <summary>What every named layer gives for the first row: the way from input to prediction, to look at.</summary>
    public static IReadOnlyList<TracedValue> Trace(this TrainedNet net, Examples row)
    {
        ArgumentNullException.ThrowIfNull(net);
        ArgumentNullException.ThrowIfNull(row);
        ExamplesCheck.ForScoring(row, net.Input);
        var builder = new GraphBuilder(training: false);
        Node prediction = Compilation.Prediction(net.Net, net.Loss, builder, row.Input, net.Target, row.Exposure is not null);
        (string Name, Node Value)[] named = [.. builder.Named.Select(each => (each.Name, Expand.ToRows(each.Value))),
            ("prediction", prediction)];
        // A value that is an input or a view of one has no block of its own: adding 0 gives it one.
        Node[] values = [.. named.Select(each =>
            Placement.Canonical(each.Value).Origin.Op is Source ? each.Value * one(each.Value) : each.Value)];
        Real[][] numbers = Compute(net, builder, values, row.Range(0, 1));
        return [.. named.Select((each, i) => new TracedValue(each.Name, [.. each.Value.Shape.Axes], [.. numbers[i]]))];

        static Node one(Node value) => Expand.Of(value.Constant(1), value.Shape);
    }

    /// <summary>The values of one row of numbers.</summary>
    public static IReadOnlyList<TracedValue> Trace(this TrainedNet net, params Real[] row)
    {
        ArgumentNullException.ThrowIfNull(net);
        return net.Trace(new Examples { Numbers = row, Axes = net.Input.Numbers ?? [] });
    }

    static Real[][] Compute(TrainedNet net, GraphBuilder builder, Node[] wanted, Examples examples)
    {
        Plan plan = PlanCompiler.Compile(new PlanRequest(wanted, [], [], net.Weights.Layout));
        using var team = new Team(1);
        using var executor = new Executor(plan, net.Weights, team);
        using var bound = new BoundExamples(examples, []);
        executor.Prepare(examples.Count);
        bound.Bind(executor);
        Real[][] results = [.. wanted.Select(node => GC.AllocateUninitializedArray<Real>(examples.Count * node.Shape.Size, pinned: true))];
        for (int i = 0; i < results.Length; i++)
            executor.ResultTo(i, (Real*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(results[i])));
        var step = new StepState { DropoutFactor = 1 };
        executor.Run(null, examples.Count, &step);
        return results;
    }
}
