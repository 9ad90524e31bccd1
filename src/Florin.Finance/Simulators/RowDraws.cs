namespace Florin;

using Florin.Kernels;

/// <summary>
/// Random numbers of simulators, keyed by seed, simulator, row and slot: a row's numbers depend on nothing that was drawn for other
/// rows. Only the engine's own logarithm and cosine are used, so that every operating system gives the same bits.
/// </summary>
/// <param name="seed">The seed.</param>
/// <param name="simulator">Keeps the numbers of two simulators apart.</param>
readonly struct RowDraws(ulong seed, uint simulator)
{
    const double Unit = 1.0 / (1UL << 53);

    /// <summary>Uniform in [0, 1), 53 bits.</summary>
    public double Uniform(int row, uint slot) => Pair(row, slot).First;

    /// <summary>Standard normal, by Box and Muller.</summary>
    public double Normal(int row, uint slot)
    {
        (double first, double second) = Pair(row, slot);
        return Math.Sqrt(-2 * Elementary.Log(1 - first)) * Elementary.Cos(2 * Math.PI * second);
    }

    /// <summary>An index drawn with these probabilities, which add up to 1.</summary>
    public int Pick(int row, uint slot, ReadOnlySpan<double> shares)
    {
        double uniform = Uniform(row, slot), total = 0;
        for (int i = 0; i < shares.Length - 1; i++)
        {
            total += shares[i];
            if (uniform < total) return i;
        }

        return shares.Length - 1;
    }

    /// <summary>A Poisson count, cut off at <paramref name="most"/>.</summary>
    public int Poisson(int row, uint slot, double rate, int most)
    {
        double uniform = Uniform(row, slot), term = Elementary.Exp(-rate), total = term;
        int count = 0;
        while (count < most && uniform >= total)
        {
            count++;
            term = term * rate / count;
            total += term;
        }

        return count;
    }

    (double First, double Second) Pair(int row, uint slot)
    {
        (uint w0, uint w1, uint w2, uint w3) = Philox.Block((uint)row, slot, 0, simulator, seed);
        return (Fraction(w0, w1), Fraction(w2, w3));
    }

    static double Fraction(uint low, uint high) => (((ulong)high << 32 | low) >> 11) * Unit;
}
