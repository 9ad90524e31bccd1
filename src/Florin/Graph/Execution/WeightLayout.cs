namespace Florin.Graph;

/// <summary>Where each parameter and each running statistic lies in the flat blocks; the same for training and prediction.</summary>
sealed class WeightLayout
{
    /// <summary>Blocks start on whole vectors, so that an optimizer runs over them without tails.</summary>
    const int Alignment = 16;

    readonly Dictionary<string, int> parameters = [];
    readonly Dictionary<string, int> states = [];

    public WeightLayout(IEnumerable<ParameterSpec> parameterSpecs, IEnumerable<StateSpec> stateSpecs)
    {
        Parameters = [.. parameterSpecs];
        States = [.. stateSpecs];
        ParameterOffsets = new long[Parameters.Length];
        StateOffsets = new long[States.Length];
        for (int i = 0; i < Parameters.Length; i++)
        {
            parameters.Add(Parameters[i].Name, i);
            ParameterOffsets[i] = ParameterLength;
            ParameterLength += Aligned(Parameters[i].Shape.Size);
        }

        for (int i = 0; i < States.Length; i++)
        {
            states.Add(States[i].Name, i);
            StateOffsets[i] = StateLength;
            StateLength += Aligned(States[i].Shape.Size);
        }
    }

    public ParameterSpec[] Parameters { get; }

    public StateSpec[] States { get; }

    public long[] ParameterOffsets { get; }

    public long[] StateOffsets { get; }

    public long ParameterLength { get; }

    public long StateLength { get; }

    /// <summary>Learned numbers, padding not counted.</summary>
    public long ParameterCount => Parameters.Sum(spec => (long)spec.Shape.Size);

    public long ParameterOffset(string name) => ParameterOffsets[parameters[name]];

    public long StateOffset(string name) => StateOffsets[states[name]];

    /// <summary>A net built for rows of another extent may ask for arrays of another size.</summary>
    public void Check(GraphBuilder builder)
    {
        foreach ((ParameterSpec spec, _) in builder.Parameters)
        {
            bool known = parameters.TryGetValue(spec.Name, out int index);
            if (known && Parameters[index].Shape.Equals(spec.Shape)) continue;
            throw new FlorinException("FLR0306", "the net has no weights for rows of this extent", spec.Name,
                known ? $"{Parameters[index].Shape} learned, {spec.Shape} needed" : $"nothing learned, {spec.Shape} needed",
                "score rows with the axes of the training rows");
        }
    }

    public static long Aligned(long length) => (length + Alignment - 1) / Alignment * Alignment;
}
