namespace Florin.Explain;

/// <summary>One of the scores of rows of inputs, on the scale that is explained.</summary>
readonly struct RowScores(Model model, AttributionPath path)
{
    /// <summary>Probabilities are kept this far from 0 and 1, as log odds must be finite.</summary>
    const double Edge = 1e-12;

    public static double LogOdds(double probability)
    {
        double inside = Math.Clamp(probability, Edge, 1 - Edge);
        return Kernels.Elementary.Log(inside / (1 - inside));
    }

    public double[] Of(float[] inputs, int rows)
    {
        var encoded = new EncodedRows(rows, model.Features.Width);
        Array.Copy(inputs, encoded.Numbers, encoded.Numbers.Length);
        double[] scores = model.Score(encoded);
        int outputs = model.Target.Outputs, own = path.Output;
        if (path.Scale == AttributionScale.LogOdds) return [.. scores.Select(LogOdds)];
        return outputs == 1 ? scores : [.. Enumerable.Range(0, rows).Select(row => scores[row * outputs + own])];
    }
}

/// <summary>From a reference to a row.</summary>
sealed record AttributionPath(float[] From, float[] To, double FromScore, double ToScore, int Output)
{
    public AttributionScale Scale { get; init; }

    public int Width => From.Length;

    /// <summary>The gradient of what is explained at some points: rows · width.</summary>
    public double[] Slopes(Model model, EncodedRows points)
    {
        double[] slopes = model.Slopes(points, Output);
        if (Scale != AttributionScale.LogOdds) return slopes;
        double[] scores = model.Score(points);
        for (int at = 0; at < slopes.Length; at++)
            slopes[at] /= Math.Max(scores[at / Width] * (1 - scores[at / Width]), double.Epsilon);
        return slopes;
    }

    /// <summary>Writes the point that is the share <paramref name="t"/> of the way.</summary>
    public void At(double t, Span<float> point)
    {
        for (int i = 0; i < point.Length; i++) point[i] = (float)(From[i] + t * ((double)To[i] - From[i]));
    }
}
