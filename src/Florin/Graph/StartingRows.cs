namespace Florin.Graph;

using Florin.Kernels;

/// <summary>Rows of a layer's input, from which it finds its start; and its parameters and states, which it writes.</summary>
sealed class StartingRows(Weights weights, string path, ulong seed, Real[] values)
{
    /// <summary>Row after row.</summary>
    public Real[] Values => values;

    /// <summary>A parameter or state by its name within the layer.</summary>
    public Span<Real> this[string name]
    {
        get
        {
            string full = path.Length == 0 ? name : path + "." + name;
            int index = Array.FindIndex(weights.Layout.Parameters, spec => spec.Name == full);
            return index >= 0 ? weights.Parameter(index) : weights.State(Array.FindIndex(weights.Layout.States, spec => spec.Name == full));
        }
    }

    /// <summary>A draw from [0, 1), keyed by seed, layer and index.</summary>
    public double Uniform(uint index) => (Philox.Next(index, seed, uint.MaxValue, 1, Init.Hash(path)) >> 11) * (1.0 / (1UL << 53));
}
