namespace Florin.Graph;

/// <summary>A learned array: its name, extent, how it starts and how optimizers treat it.</summary>
sealed record ParameterSpec(string Name, Shape Shape, Init Init, bool Decay, double RateFactor)
{
    /// <summary>Values that stand in place of a random start, once a data pass has found them.</summary>
    public Real[]? Start { get; init; }
}

/// <summary>Running statistics: an array that is updated once a step and has no gradient.</summary>
sealed record StateSpec(string Name, Shape Shape, double Start);
