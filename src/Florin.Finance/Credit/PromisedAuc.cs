namespace Florin;

/// <summary>
/// The AUC that PDs promise if they are true: of two obligors, one who defaults and one who does not, how often the former has the higher
/// PD.
/// With k(a, b) = 1, ½ or 0 as a is above, at or below b: A = Σ pᵢ (1 - pⱼ) k(pᵢ, pⱼ) / Σ pᵢ (1 - pⱼ) over pairs of different
/// obligors. The variance is that of chance in who defaults, by the delta method: Σ pᵢ (1 - pᵢ) gᵢ², gᵢ the slope of the AUC by
/// outcome i at the PDs.
/// </summary>
static class PromisedAuc
{
    /// <summary>AUC and variance; null where no pair can be made.</summary>
    public static (double Auc, double Variance)? Of(ReadOnlySpan<double> pds)
    {
        double[] sorted = pds.ToArray();
        Array.Sort(sorted);
        double bads = sorted.Sum(), goods = sorted.Length - bads, own = sorted.Sum(p => p * (1 - p)), pairs = bads * goods - own;
        if (!(pairs > 0)) return null;
        double[] below = new double[sorted.Length], above = new double[sorted.Length];
        Sides(sorted, bads, below, above);
        double ranked = 0, variance = 0;
        for (int i = 0; i < sorted.Length; i++) ranked += sorted[i] * below[i];
        double auc = ranked / pairs;
        for (int i = 0; i < sorted.Length; i++)
        {
            double p = sorted[i], slope = below[i] - auc * (goods - (1 - p)) - (above[i] - auc * (bads - p));
            variance += p * (1 - p) * slope * slope;
        }

        return (auc, variance / (pairs * pairs));
    }

    /// <summary>For each obligor, the others' goods below it and bads above it, equals counting half.</summary>
    static void Sides(double[] sorted, double bads, double[] below, double[] above)
    {
        (double goodsBefore, double badsBefore) = (0, 0);
        for (int start = 0; start < sorted.Length;)
        {
            int end = start;
            while (end < sorted.Length && sorted[end] == sorted[start]) end++;
            double p = sorted[start], equal = end - start, badsHere = equal * p, goodsHere = equal - badsHere;
            for (int i = start; i < end; i++)
            {
                below[i] = goodsBefore + (goodsHere - (1 - p)) / 2;
                above[i] = bads - badsBefore - badsHere + (badsHere - p) / 2;
            }

            (goodsBefore, badsBefore, start) = (goodsBefore + goodsHere, badsBefore + badsHere, end);
        }
    }
}
