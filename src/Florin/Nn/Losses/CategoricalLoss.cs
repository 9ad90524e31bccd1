namespace Florin;

using Florin.Graph;

/// <summary>Softmax cross-entropy with integer targets.</summary>
sealed record CategoricalLoss(double Smoothing) : Loss
{
    internal override TargetKind Target => TargetKind.Class;

    internal override Node Raw(Node output) => LastActivation.Without(output, Activation.Softmax);

    internal override Node Link(Node raw) => raw.Softmax();

    internal override Node OverMembers(Node raw) => LogOfMean(raw.Softmax());

    internal override double StartingBias(double mean) => 0;

    internal override Node Of(LossInput input) =>
        CategoricalRows.Of(input.Raw, input.Target, input.Weight, Smoothing).SumOverRows().Reshape();
}

/// <summary>A loss written from nodes by the user.</summary>
sealed record NodeLoss(Func<Node, Node, Node> Formula) : Loss
{
    internal override Node Of(LossInput input)
    {
        Node loss = Formula(input.Raw, input.Target);
        if (!loss.Shape.Batched)
            return loss.Shape.Size == 1 ? loss.Reshape() : throw GraphErrors.Shape(loss, "a loss over the batch is one number", loss.Shape);
        Node rows = SumTo.Of(loss.Flatten(), Shape.Rows(1)) / Math.Max(1, loss.Shape.Size);
        return (rows * input.Weight).SumOverRows().Reshape();
    }
}
