namespace Florin.Explain;

/// <summary>One of the scores of rows of inputs.</summary>
readonly struct RowScores(Model model, int output)
{
    public double[] Of(float[] inputs, int rows)
    {
        var encoded = new EncodedRows(rows, model.Features.Width);
        Array.Copy(inputs, encoded.Numbers, encoded.Numbers.Length);
        double[] scores = model.Score(encoded);
        int outputs = model.Target.Outputs, own = output;
        return outputs == 1 ? scores : [.. Enumerable.Range(0, rows).Select(row => scores[row * outputs + own])];
    }
}

/// <summary>From a reference to a row.</summary>
sealed record AttributionPath(float[] From, float[] To, double FromScore, double ToScore, int Output)
{
    public int Width => From.Length;

    /// <summary>Writes the point that is the share <paramref name="t"/> of the way.</summary>
    public void At(double t, Span<float> point)
    {
        for (int i = 0; i < point.Length; i++) point[i] = (float)(From[i] + t * ((double)To[i] - From[i]));
    }
}
