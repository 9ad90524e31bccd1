namespace Florin;

using Florin.Graph;

/// <summary>What training makes small, and how a net's raw output becomes a prediction.</summary>
/// <remarks>
/// Every loss is the weighted mean over rows of a row's loss. Losses from logits (cross-entropies) and with a log link (Poisson, Gamma,
/// Tweedie) read the raw output; <c>Predict</c> then gives probabilities and means.
/// </remarks>
public abstract partial record Loss
{
    /// <summary>The code that makes the loss, such as <c>Loss.Huber(delta: 1.5)</c>.</summary>
    public sealed override string ToString() => LossForm.Code(this);

    /// <summary>Numbers the net gives for each number of the target (2 for a mean and a spread).</summary>
    internal virtual int OutputsPerTarget => 1;

    /// <summary>What the target's numbers may be.</summary>
    internal virtual TargetKind Target => TargetKind.Number;

    /// <summary>How many of a row's target numbers no net predicts: the last ones, which training alone reads.</summary>
    internal virtual int Beside => 0;

    /// <summary>The loss that a trained net keeps, of what it predicts alone.</summary>
    internal virtual Loss Kept => this;

    /// <summary>Whether the log of a row's exposure may be added to the raw output.</summary>
    internal virtual bool TakesExposure => false;

    /// <summary>The raw value a net's last activation hides, where the loss works on raw values (sigmoid before a cross-entropy).</summary>
    internal virtual Node Raw(Node output) => output;

    /// <summary>Prediction from raw output.</summary>
    internal virtual Node Link(Node raw) => raw;

    /// <summary>The raw output whose prediction is the mean of the members' predictions.</summary>
    internal virtual Node OverMembers(Node raw) => Link(raw).Mean(0);

    /// <summary>The raw output that predicts a mean: where the last bias starts.</summary>
    internal virtual double StartingBias(double mean) => mean;

    /// <summary>The logarithm of a mean that may be rounded to 0, where it would be infinite.</summary>
    private protected static Node LogOfMean(Node values) => Node.Max(values.Mean(0), values.Constant(1e-30)).Log();

    /// <summary>The weighted mean loss of the batch, a fixed number; the weights of a batch add up to 1.</summary>
    internal abstract Node Of(LossInput input);
}

/// <summary>What a target's numbers may be.</summary>
enum TargetKind
{
    Number,

    /// <summary>Between 0 and 1.</summary>
    Share,

    /// <summary>0, 1, … classes - 1.</summary>
    Class,

    /// <summary>0 or more.</summary>
    NonNegative,

    /// <summary>Above 0.</summary>
    Positive,
}

/// <summary>What a loss is computed from.</summary>
/// <param name="Raw">The net's raw output.</param>
/// <param name="Target">[batch, …].</param>
/// <param name="Weight">[batch, 1]: each row's share of the batch.</param>
/// <param name="Offset">Added on the link scale (the log of the exposure), or null.</param>
sealed record LossInput(Node Raw, Node Target, Node Weight, Node? Offset)
{
    /// <summary>The target for each member of an ensemble, when the output has an axis of members before the target's.</summary>
    public Node TargetAsRaw => Raw.Shape.Rank == Target.Shape.Rank + 1
        ? Expand.Of(Target.Reshape([1, .. Target.Shape.Axes]), Shape.Rows([Raw.Shape[0], .. Target.Shape.Axes]))
        : Target;
}
