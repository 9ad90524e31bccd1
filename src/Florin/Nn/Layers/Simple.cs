namespace Florin;

using Florin.Graph;

/// <summary>
/// Sets inputs to zero with probability Rate while training and scales the rest by 1/(1-Rate); does nothing in prediction.
/// </summary>
/// <param name="Rate">In [0, 1).</param>
public sealed record Dropout(double Rate) : Layer
{
    /// <inheritdoc/>
    public override Node Build(Node x)
    {
        if (Rate is < 0 or >= 1 or double.NaN)
            throw GraphErrors.Argument(x.Builder.Path, "a dropout rate lies in [0, 1)", Rate, "0.1 to 0.5 is usual");
        return DropoutOp.Of(x, Rate);
    }
}

/// <summary>An activation as a layer of its own.</summary>
/// <param name="Function">The activation.</param>
public sealed record Activate(Activation Function) : Layer
{
    /// <inheritdoc/>
    public override Node Build(Node x) => x.Apply(Function);
}

/// <summary>All axes as one: [batch, a, b] → [batch, a·b].</summary>
public sealed record Flatten : Layer
{
    /// <inheritdoc/>
    public override Node Build(Node x) => x.Flatten();
}

/// <summary>Some features, in this order: [batch, features] → [batch, Places.Count]; any shape with features last.</summary>
/// <param name="Places">Places of the features, counted from 0; a place may stand there twice.</param>
public sealed record SelectFeatures(EquatableArray<int> Places) : Layer
{
    /// <inheritdoc/>
    public override Node Build(Node x) => Take.Of(x, Places);
}

/// <summary>One position along the first axis: [batch, time, features] → [batch, features].</summary>
/// <param name="Step">The position; negative from the end. Default -1, the last.</param>
public sealed record SelectStep(int Step = -1) : Layer
{
    /// <inheritdoc/>
    public override Node Build(Node x)
    {
        int at = Step < 0 ? Step + x.Shape[0] : Step;
        return x.Slice(0, at, 1).Reshape(x.Shape.Axes[1..].ToArray());
    }
}
