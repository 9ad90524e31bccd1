namespace Florin;

using Florin.Graph;

/// <summary>
/// Each number as a vector that bends at learned heights of its bins: [batch, features] → [batch, features, Width] (Gorishniy et al. 2022
/// and 2025, version B: x w + b + E e(x), where e(x) says how far x has come through each bin).
/// </summary>
/// <param name="Width">Numbers of a vector. Default 16.</param>
/// <param name="Bins">Bins of a feature when the edges are found from the rows of the training, at quantiles. Default 48.</param>
/// <param name="Edges">Ascending edges of each feature's bins, at least two; found from the rows of the training when left out.</param>
/// <param name="Directions">Of each feature 1, where its vector never falls when the number rises, or -1, where it never rises; left out:
/// free.</param>
/// <remarks>
/// Edges that were found are kept with the weights, as the states <c>start</c>, <c>slope</c>, <c>low</c> and <c>high</c>. <c>weight</c>
/// and <c>bias</c> [features, width] start uniform in ±1/sqrt(width), <c>bins</c> [features, most bins, width] at 0: the layer starts
/// linear. The first bin goes on below its edge and the last one above. With directions the sizes of weight and bins count, not their
/// signs, and both start near 0, or every vector would begin steep.
/// </remarks>
public sealed record PiecewiseLinear(int Width = 16, int Bins = 48, EquatableArray<EquatableArray<double>> Edges = default,
    EquatableArray<int> Directions = default) : Layer
{
    const double Flat = 0.03;

    /// <inheritdoc/>
    public override Node Build(Node x)
    {
        FeatureShapes.Check(x, Width);
        if (Edges.Count > 0) Check(x, Edges);
        else if (Bins < 1) throw GraphErrors.Argument(x.Builder.Path, "at least one bin is needed", Bins, "48 is usual");
        int most = Edges.Count > 0 ? Edges.Max(each => each.Count - 1) : Bins;
        var tables = new BinTables(x.Width, most);
        for (int feature = 0; feature < Edges.Count; feature++) tables.Set(feature, Edges[feature].Span);
        if (Edges.Count == 0) x.Builder.StartFromRows(x, rows => BinTables.Find(rows, most));
        Node code = tables.Code(x, learned: Edges.Count == 0);
        if (Directions.Count == 0)
            return FeatureShapes.Linear(x, Width) + code.MatMul(x.Parameter("bins", Init.Zeros, x.Width, most, Width));
        Node signs = x.Constant(Signs(x), x.Width, 1);
        Node bins = x.Parameter("bins", Init.Uniform(Flat / 10), x.Width, most, Width).Abs() * signs.Reshape(x.Width, 1, 1);
        Node weight = x.Parameter("weight", Init.Uniform(Flat / Math.Sqrt(Width)), x.Width, Width).Abs() * signs;
        return FeatureShapes.Linear(x, weight) + code.MatMul(bins);
    }

    Real[] Signs(Node x) => Directions.Count == x.Width && Directions.All(direction => direction is 1 or -1)
        ? [.. Directions.Select(direction => (Real)direction)]
        : throw GraphErrors.Argument(x.Builder.Path, "there is a direction for each feature, 1 or -1", Directions, "give one, or none");

    static void Check(Node x, EquatableArray<EquatableArray<double>> edges)
    {
        if (edges.Count != x.Width)
            throw GraphErrors.Shape(x, $"edges are given for {edges.Count} features", x.Shape, "give edges for every feature, or for none");
        foreach (EquatableArray<double> each in edges)
            for (int i = 0; i < Math.Max(2, each.Count); i++)
                if (i >= each.Count || !double.IsFinite(each[i]) || (i > 0 && !(each[i] > each[i - 1])))
                    throw GraphErrors.Argument(x.Builder.Path, "edges of bins are at least two finite numbers, ascending", each,
                        "sort them; drop equal ones");
    }
}

/// <summary>
/// relu(A [cos 2πcx, sin 2πcx] + a) for each number: [batch, features] → [batch, features, Width] (Gorishniy et al. 2022, PLR).
/// </summary>
/// <param name="Width">Numbers of a vector. Default 24.</param>
/// <param name="Frequencies">Waves of a feature. Default 48.</param>
/// <param name="Sigma">Spread of the frequencies c ~ N(0, Sigma²) within ±3 Sigma; to be tuned, 0.01 to 100. Default 0.01.</param>
/// <remarks>
/// <c>frequency</c> [features, frequencies]; <c>weight</c> [features, 2 frequencies, width] (cosines before sines) and <c>bias</c>
/// [features, width] start uniform in ±1/sqrt(2 frequencies).
/// </remarks>
public sealed record Periodic(int Width = 24, int Frequencies = 48, double Sigma = 0.01) : Layer
{
    /// <inheritdoc/>
    public override Node Build(Node x)
    {
        FeatureShapes.Check(x, Width);
        Node angle = Waves.Angle(x, Frequencies, Sigma, Init.Normal(Sigma).Within(3));
        Init init = Init.FanIn(2 * Frequencies);
        Node weight = x.Parameter("weight", init, x.Width, 2 * Frequencies, Width), bias = x.Parameter("bias", init, x.Width, Width);
        return MatMul.Of(angle.Cos().Concat(angle.Sin()), weight, bias, Activation.Relu);
    }
}

/// <summary>
/// [x, B cos(2πcx + φ) + β] for each number: [batch, features] → [batch, features, Width] (Holzmüller et al. 2024, RealMLP).
/// </summary>
/// <param name="Width">Numbers of a vector, the number itself counted; at least 2. Default 4.</param>
/// <param name="Frequencies">Waves of a feature. Default 16.</param>
/// <param name="Sigma">Spread of the frequencies c ~ N(0, Sigma²). Default 0.1.</param>
/// <remarks>
/// <c>frequency</c> and <c>phase</c> [features, frequencies] (φ uniform in ±π); <c>weight</c> [features, frequencies, width - 1] and
/// <c>bias</c> [features, width - 1] start uniform in ±1/sqrt(frequencies).
/// </remarks>
public sealed record Pbld(int Width = 4, int Frequencies = 16, double Sigma = 0.1) : Layer
{
    /// <inheritdoc/>
    public override Node Build(Node x)
    {
        FeatureShapes.Check(x, Width - 1);
        Node angle = Waves.Angle(x, Frequencies, Sigma, Init.Normal(Sigma))
            + x.Parameter("phase", Init.Uniform(Math.PI), x.Width, Frequencies);
        Init init = Init.FanIn(Frequencies);
        Node weight = x.Parameter("weight", init, x.Width, Frequencies, Width - 1), bias = x.Parameter("bias", init, x.Width, Width - 1);
        return x.Reshape(x.Width, 1).Concat(MatMul.Of(angle.Cos(), weight, bias));
    }
}

/// <summary>2πcx for each frequency of each feature.</summary>
static class Waves
{
    public static Node Angle(Node x, int frequencies, double sigma, Init start)
    {
        if (frequencies < 1 || !(sigma > 0))
            throw GraphErrors.Argument(x.Builder.Path, "waves need a count of at least 1 and a spread above 0",
                FormattableString.Invariant($"{frequencies}, {sigma}"), "give both");
        Node frequency = x.Parameter("frequency", start, x.Width, frequencies);
        return x.Reshape(x.Width, 1) * (frequency * (2 * Math.PI));
    }
}
