namespace Florin;

using Florin.Graph;

/// <summary>
/// From a net, a loss and the extents of the data to the plans for a training step, for the loss on held-out rows and for prediction.
/// </summary>
static class Compilation
{
    /// <summary>Results of a training plan: the loss.</summary>
    public static Plan Training(Net net, Loss loss, InputShape input, Shape target, bool offset)
    {
        var builder = new GraphBuilder(training: true);
        Node raw = Raw(net, loss, builder, input, target);
        Node total = loss.Of(LossInput(builder, raw, target, offset));
        WeightLayout layout = Layout(builder);
        Node?[] gradients = Differentiation.Of(total, [.. builder.Parameters.Select(each => each.Node)]);
        return PlanCompiler.Compile(new PlanRequest([total], gradients, builder.StateUpdates, layout));
    }

    /// <summary>The loss of predictions, as early stopping needs it: of the ensemble, not of its members.</summary>
    public static Plan Evaluation(Net net, Loss loss, InputShape input, Shape target, bool offset, WeightLayout layout)
    {
        var builder = new GraphBuilder(training: false);
        Node raw = Merged(Raw(net, loss, builder, input, target), loss, target);
        layout.Check(builder);
        return PlanCompiler.Compile(new PlanRequest([loss.Of(LossInput(builder, raw, target, offset))], [], [], layout));
    }

    /// <summary>Predictions: probabilities, means, or the net's own numbers.</summary>
    public static Node Prediction(Net net, Loss loss, GraphBuilder builder, InputShape input, Shape target, bool offset)
    {
        Node raw = Merged(Raw(net, loss, builder, input, target), loss, target);
        if (offset) raw += builder.Add(new InputSource("offset"), [], Shape.Rows(1));
        return Expand.ToRows(loss.Link(raw));
    }

    /// <summary>The gradient of one output of the prediction with respect to a row's numbers.</summary>
    public static Node Slope(TrainedNet net, GraphBuilder builder, InputShape input, bool offset, int output)
    {
        Node one = Prediction(net.Net, net.Loss, builder, input, net.Target, offset).Flatten().Slice(0, output, 1);
        Node numbers = new NetInput(builder, input).Numbers;
        return Expand.ToRows(Differentiation.Of(one, [numbers], one.Constant(1))[0] ?? numbers * 0);
    }

    /// <summary>Parameters and running statistics in the order of their first use.</summary>
    public static WeightLayout Layout(GraphBuilder builder) =>
        new(builder.Parameters.Select(each => each.Spec), builder.States.Select(each => each.Spec));

    static LossInput LossInput(GraphBuilder builder, Node raw, Shape target, bool offset) => new(
        raw,
        builder.Add(new InputSource("target"), [], target),
        builder.Add(new InputSource("weight"), [], Shape.Rows(1)),
        offset ? builder.Add(new InputSource("offset"), [], Shape.Rows(1)) : null);

    /// <summary>What of a row's target is predicted.</summary>
    public static Shape Predicted(Loss loss, Shape target) => loss.Beside == 0 ? target : Shape.Rows(target.Size - loss.Beside);

    static Node Raw(Net net, Loss loss, GraphBuilder builder, InputShape input, Shape target)
    {
        target = Predicted(loss, target);
        Node raw = loss.Raw(net.Build(new NetInput(builder, input)));
        bool members = raw.Shape.Rank == target.Rank + 1;
        int outputs = members && raw.Shape[0] > 0 ? raw.Shape.Size / raw.Shape[0] : raw.Shape.Size;
        bool fits = loss.Target == TargetKind.Class ? target.Size == 1 && raw.Width > 1 : outputs == target.Size * loss.OutputsPerTarget;
        if (fits) return raw;
        string expected = loss.Target == TargetKind.Class ? "one output for each class" : $"{target.Size * loss.OutputsPerTarget} outputs";
        throw new FlorinException("FLR0305", $"the net's output does not fit the target: the loss needs {expected}", raw.Path,
            $"output {raw.Shape}, target {target}", "change the units of the last layer");
    }

    static Node Merged(Node raw, Loss loss, Shape target) => raw.Shape.Rank != target.Rank + 1 ? raw
        : loss.OverMembers(raw).Reshape(raw.Shape.Axes[1..].ToArray());
}
