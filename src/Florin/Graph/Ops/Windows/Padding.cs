namespace Florin;

/// <summary>What stands beside the values where a window reaches past them.</summary>
public enum Padding
{
    /// <summary>Nothing: windows stay inside, the axis gets shorter.</summary>
    Valid,

    /// <summary>Zeros on both sides, an odd one behind: the axis keeps its extent, divided by the stride and rounded up.</summary>
    Same,

    /// <summary>Zeros before the values: what comes out at a step depends on that step and earlier ones only.</summary>
    Causal,
}
