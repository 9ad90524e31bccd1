namespace Florin;

using Florin.Graph;
using Florin.Kernels;

/// <summary>Adds fixed waves of step and feature (Vaswani et al. 2017): [batch, time, features] → the same.</summary>
/// <remarks>Feature 2i gets sin(t / 10000^(2i / features)), feature 2i + 1 the cosine of the same angle.</remarks>
public sealed record PositionalEncoding : Layer
{
    /// <inheritdoc/>
    public override Node Build(Node x)
    {
        if (x.Shape.Rank != 2) throw GraphErrors.Shape(x, "a position needs [batch, time, features]", x.Shape);
        int steps = x.Shape[0], width = x.Width;
        Real[] table = new Real[steps * width];
        for (int i = 0; i < table.Length; i++)
        {
            int feature = i % width;
            double angle = i / width * Elementary.Exp(-Elementary.Log(10000.0) * (feature / 2 * 2) / width);
            table[i] = (Real)(feature % 2 == 0 ? Elementary.Sin(angle) : Elementary.Cos(angle));
        }

        return x + x.Constant(table, steps, width);
    }
}

/// <summary>Adds a learned vector to each step: [batch, time, features] → the same.</summary>
/// <remarks><c>table</c> [time, features] starts from N(0, 0.02²), as in BERT.</remarks>
public sealed record LearnedPosition : Layer
{
    /// <inheritdoc/>
    public override Node Build(Node x)
    {
        if (x.Shape.Rank != 2) throw GraphErrors.Shape(x, "a position needs [batch, time, features]", x.Shape);
        return x + x.Parameter("table", Init.Normal(0.02), x.Shape[0], x.Width);
    }
}
