namespace Florin;

/// <summary>
/// Random numbers by counter: SplitMix64 (Steele, Lea and Flood, 2014) from a start that seed and stream give. A number depends on
/// seed, stream and index alone, never on who drew what before. The kernels' generator stands beyond this leaf's arrows.
/// </summary>
readonly struct CounterRandom(ulong seed, ulong stream)
{
    const ulong Step = 0x9E3779B97F4A7C15;

    readonly ulong start = Mix(Mix(seed + Step) ^ Mix(stream * Step + 1));

    /// <summary>Uniform in 0 … bound - 1.</summary>
    public int Below(int bound, ulong index) => (int)Math.BigMul(Mix(start + (index + 1) * Step), (ulong)bound, out _);

    /// <summary>The finalizer: every bit of the result depends on every bit given.</summary>
    public static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
