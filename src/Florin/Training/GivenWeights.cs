namespace Florin;

using Florin.Graph;

/// <summary>Nets whose weights come from elsewhere: a file, another framework.</summary>
public static class GivenWeights
{
    /// <summary>A net with given arrays instead of learned ones.</summary>
    /// <param name="net">The net.</param>
    /// <param name="input">The extents of a row.</param>
    /// <param name="arrays">Parameters and running statistics by name; every one must be there.</param>
    /// <param name="loss">Decides what a prediction is. Default: squared error, the net's own numbers.</param>
    /// <param name="target">Axes of a row of the target. Default [1].</param>
    /// <exception cref="FlorinException">FLR0312: an array is missing or has another
    /// length; FLR0314: the net has no such array.</exception>
    public static TrainedNet WithWeights(this Net net, InputShape input, IReadOnlyDictionary<string, Real[]> arrays, Loss? loss = null,
        EquatableArray<int>? target = null)
    {
        ArgumentNullException.ThrowIfNull(net);
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(arrays);
        loss ??= Loss.SquaredError;
        Shape goal = Shape.Rows((target ?? [1]).Span.ToArray());
        var builder = new GraphBuilder(training: true);
        net.Build(new NetInput(builder, input));
        var weights = new Weights(Compilation.Layout(builder));
        HashSet<string> known = [.. weights.Layout.Parameters.Select(spec => spec.Name),
            .. weights.Layout.States.Select(spec => spec.Name)];
        if (arrays.Keys.FirstOrDefault(name => !known.Contains(name)) is { } unknown)
            throw new FlorinException("FLR0314", "the net has no such array", "WithWeights", unknown,
                "names are " + string.Join(", ", known.Take(8)));
        CheckpointArrays.Load(weights, "", arrays);
        return new TrainedNet(net, loss, input, goal, weights, new History([], StopReason.Finished));
    }
}
