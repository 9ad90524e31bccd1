namespace Florin.Explain;

/// <summary>Scores of rows of inputs.</summary>
readonly struct RowScores(Model model)
{
    public double Of(float[] inputs) => Of(inputs, 1)[0];

    public double[] Of(float[] inputs, int rows)
    {
        var encoded = new EncodedRows(rows, model.Features.Width);
        Array.Copy(inputs, encoded.Numbers, encoded.Numbers.Length);
        return model.Score(encoded);
    }
}

/// <summary>From a reference to a row.</summary>
sealed record AttributionPath(float[] From, float[] To, double FromScore, double ToScore)
{
    public int Width => From.Length;

    /// <summary>Writes the point that is the share <paramref name="t"/> of the way.</summary>
    public void At(double t, Span<float> point)
    {
        for (int i = 0; i < point.Length; i++) point[i] = (float)(From[i] + t * ((double)To[i] - From[i]));
    }
}
