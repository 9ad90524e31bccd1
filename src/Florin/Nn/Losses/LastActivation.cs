namespace Florin;

using Florin.Graph;

/// <summary>
/// Looks behind the last activation, so that a cross-entropy is computed from logits even when the net ends in a sigmoid or softmax.
/// </summary>
static class LastActivation
{
    /// <summary>The value before the given activation, or the value itself when it does not end in one.</summary>
    public static Node Without(Node output, Activation activation)
    {
        Operation origin = output.Origin;
        return origin.Op switch
        {
            Graph.Activate { Kind: var kind } when kind == activation => origin.Sources[0],
            Softmax when activation == Activation.Softmax => origin.Sources[0],
            MatMul product when product.Activation == activation =>
                output.Builder.Add(product with { Activation = Activation.None }, origin.Sources, output.Shape),
            _ => output,
        };
    }
}
