namespace Florin;

using Florin.Graph;

/// <summary>Weights as named arrays and back.</summary>
static class CheckpointArrays
{
    public static void Save(Weights weights, string prefix, Dictionary<string, Real[]> arrays)
    {
        for (int i = 0; i < weights.Layout.Parameters.Length; i++)
            arrays[prefix + weights.Layout.Parameters[i].Name] = weights.Parameter(i).ToArray();
        for (int i = 0; i < weights.Layout.States.Length; i++)
            arrays[prefix + weights.Layout.States[i].Name] = weights.State(i).ToArray();
    }

    public static void Load(Weights weights, string prefix, IReadOnlyDictionary<string, Real[]> arrays)
    {
        for (int i = 0; i < weights.Layout.Parameters.Length; i++)
            Copy(arrays, prefix + weights.Layout.Parameters[i].Name, weights.Parameter(i));
        for (int i = 0; i < weights.Layout.States.Length; i++)
            Copy(arrays, prefix + weights.Layout.States[i].Name, weights.State(i));
    }

    public static void Copy(IReadOnlyDictionary<string, Real[]> arrays, string name, Span<Real> target)
    {
        if (!arrays.TryGetValue(name, out Real[]? values) || values.Length != target.Length)
            throw new FlorinException("FLR0312", "a stored array does not fit the net", name,
                values is null ? "missing" : $"{values.Length} numbers", $"{target.Length} numbers are needed");
        values.CopyTo(target);
    }
}
