namespace Florin;

using Florin.Graph;

/// <summary>The same features for every member of an ensemble: [batch, features] → [batch, Count, features].</summary>
/// <param name="Count">Members, at least 1.</param>
public sealed record Members(int Count) : Layer
{
    /// <inheritdoc/>
    public override Node Build(Node x)
    {
        if (Count < 1)
            throw GraphErrors.Argument(x.Builder.Path, "an ensemble needs at least one member", Count, "give a Count of 1 or more");
        if (x.Shape.Rank != 1) throw GraphErrors.Shape(x, "members share [batch, features]", x.Shape, "put a Flatten before them");
        return Expand.Of(x.Reshape(1, x.Width), Shape.Rows(Count, x.Width));
    }
}

/// <summary>How a member's view of the inputs starts.</summary>
public enum MemberStart
{
    /// <summary>All 1: members start alike here.</summary>
    Ones,

    /// <summary>-1 or 1: for the first layer, after scaled numbers.</summary>
    Signs,

    /// <summary>N(0, 1): for the first layer, after embeddings of numbers.</summary>
    Normal,
}

/// <summary>
/// A dense layer that members share up to a scale of each input and output (Wen et al. 2020; Gorishniy et al. 2025, TabM): y = f(s ⊙ ((r
/// ⊙ x) W) + b), [batch, members, inputs] → [batch, members, Units].
/// </summary>
/// <param name="Units">Outputs, at least 1.</param>
/// <param name="Activation">f; none by default.</param>
/// <param name="Start">How r starts; only the first layer's should differ from 1, which is the default.</param>
/// <param name="Run">Neighbouring inputs whose r starts alike: the width of a feature's embedding. Default 1.</param>
/// <param name="Singles">Inputs at the end whose r starts alone: those without an embedding. Default 0.</param>
/// <remarks>
/// <c>weight</c> [inputs, units] and <c>bias</c> [members, units], alike for all members, start uniform in ±1/sqrt(inputs); <c>s</c>
/// [members, units] at 1; <c>r</c> is [members, inputs]. Weight decay leaves the bias alone.
/// </remarks>
public sealed record BatchEnsemble(
    int Units, Activation Activation = Activation.None, MemberStart Start = MemberStart.Ones, int Run = 1, int Singles = 0) : Layer
{
    /// <inheritdoc/>
    public override Node Build(Node x)
    {
        MemberShapes.Check(x, Units);
        int members = x.Shape[0], inputs = x.Width;
        if (Singles < 0 || Singles > inputs)
            throw GraphErrors.Argument(x.Builder.Path, "there are at most as many single inputs as inputs", Singles, "0 to the inputs");
        Init start = Start switch
        {
            MemberStart.Signs => Init.Signs,
            MemberStart.Normal => Init.Normal(1),
            _ => Init.Ones,
        };
        Node r = x.Parameter("r", start.InRuns(Run, inputs, Singles), members, inputs), s = x.Parameter("s", Init.Ones, members, Units);
        Node product = (x * r).MatMul(x.Parameter("weight", Init.FanIn(inputs), inputs, Units));
        return (product * s + x.Parameter("bias", Init.FanIn(inputs).Repeating(Units), false, 1, members, Units)).Apply(Activation);
    }
}

/// <summary>A dense layer of its own for each member: [batch, members, inputs] → [batch, members, Units].</summary>
/// <param name="Units">Outputs, at least 1.</param>
/// <param name="Activation">f; none by default.</param>
/// <remarks>
/// <c>weight</c> [members, inputs, units] and <c>bias</c> [members, units] start uniform in ±1/sqrt(inputs); the bias does not decay.
/// </remarks>
public sealed record MemberDense(int Units, Activation Activation = Activation.None) : Layer
{
    /// <inheritdoc/>
    public override Node Build(Node x)
    {
        MemberShapes.Check(x, Units);
        Init init = Init.FanIn(x.Width);
        Node weight = x.Parameter("weight", init, x.Shape[0], x.Width, Units);
        return MatMul.Of(x, weight, x.Parameter("bias", init, false, 1, x.Shape[0], Units), Activation);
    }
}

/// <summary>What the layers of members require.</summary>
static class MemberShapes
{
    public static void Check(Node x, int units)
    {
        if (units < 1)
            throw GraphErrors.Argument(x.Builder.Path, "a layer of members needs at least one unit", units, "give Units of 1 or more");
        if (x.Shape.Rank != 2 || x.Shape.Size == 0)
            throw GraphErrors.Shape(x, "the layer reads [batch, members, features]", x.Shape, "put Members before it");
    }
}
