namespace Florin;

using Florin.Graph;

/// <summary>
/// y = f(x |W| + b) over the last axis, which never falls when an input rises (Runje and Shankaranarayana 2023): [batch, …, inputs] →
/// [batch, …, Units].
/// </summary>
/// <param name="Units">Outputs, at least 1.</param>
/// <param name="Bent">Whether f bends, as a hidden layer's must: a third of the units is max(z, 0), a third min(z, 0), and the others are z
/// within -1 and 1, so that the whole can be convex, concave or a step. Default true; false for a last layer.</param>
/// <remarks>
/// <c>weight</c> [inputs, units] and <c>bias</c> [units] start uniform in ±1/sqrt(inputs); the size of a weight counts, not its sign. A sum
/// of such products in one order, each rounded, never falls either: the promise holds to the last bit.
/// </remarks>
public sealed record MonotoneDense(int Units, bool Bent = true) : Layer
{
    /// <inheritdoc/>
    public override Node Build(Node x)
    {
        Dense.Check(x, Units);
        Node weight = x.Parameter("weight", Init.FanIn(x.Width), x.Width, Units).Abs();
        Node z = MatMul.Of(x, weight, x.Parameter("bias", Init.FanIn(x.Width), Units));
        if (!Bent) return z;
        int third = (Units + 2) / 3, second = Math.Min(third, Units - third), last = Units - third - second;
        List<Node> parts = [z.Slice(-1, 0, third).Relu()];
        if (second > 0) parts.Add(Node.Min(z.Slice(-1, third, second), z.Constant(0)));
        if (last > 0) parts.Add(Node.Min(Node.Max(z.Slice(-1, third + second, last), z.Constant(-1)), z.Constant(1)));
        return Concat.Of(-1, [.. parts]);
    }
}

/// <summary>The sum of the features and a learned number: [batch, features] → [batch, 1]. Its inputs are what each feature adds.</summary>
/// <remarks><c>bias</c> [1] starts at 0.</remarks>
public sealed record SumFeatures : Layer
{
    /// <inheritdoc/>
    public override Node Build(Node x)
    {
        Dense.Check(x, 1);
        Real[] ones = new Real[x.Width];
        Array.Fill(ones, 1);
        return MatMul.Of(x, x.Constant(ones, x.Width, 1), x.Parameter("bias", Init.Zeros, false, 1, 1));
    }
}
