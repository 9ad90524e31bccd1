namespace Florin;

/// <summary>Cut-offs: the highest PD that is approved. They are fixed on rows that judge nothing afterwards.</summary>
public static class CutOffs
{
    /// <summary>Where the expected profit of a loan is 0: gain / (gain + loss).</summary>
    /// <param name="badLoss">What a bad costs, above 0.</param>
    /// <param name="goodGain">What a good earns, above 0.</param>
    /// <exception cref="FlorinException">FLR1540: a number that is not above 0.</exception>
    public static double ForCost(double badLoss, double goodGain)
    {
        CreditCheck.Demand(badLoss > 0 && double.IsFinite(badLoss), "the loss of a bad", badLoss, "a number above 0");
        CreditCheck.Demand(goodGain > 0 && double.IsFinite(goodGain), "the gain of a good", goodGain, "a number above 0");
        return goodGain / (goodGain + badLoss);
    }

    /// <summary>The cut-off that approves as large a share as it can without exceeding one: half-way between two PDs, 1 where all are
    /// approved. Equal PDs are decided alike.</summary>
    /// <param name="pds">Row by row.</param>
    /// <param name="approvalRate">Above 0, at most 1.</param>
    /// <param name="weights">Row by row; empty: each counts once.</param>
    /// <exception cref="FlorinException">FLR1540: a number out of its range; FLR1541: not as many weights as rows, no rows.</exception>
    public static double ForApprovalRate(ReadOnlySpan<double> pds, double approvalRate, ReadOnlySpan<double> weights = default)
    {
        CreditCheck.Demand(approvalRate is > 0 and <= 1, "an approval rate", approvalRate, "above 0, at most 1");
        Ladder ladder = Ladder.Of(pds, [.. Enumerable.Repeat(0.0, pds.Length)], weights);
        // A sum of weights is not exact: what misses the rate by rounding alone does not exceed it.
        return ladder.CutAt(ladder.Weight.FindLastIndex(weight => weight <= approvalRate * ladder.Weight[^1] * (1 + 1e-12)));
    }

    /// <summary>The cut-off at which the approved are worth most; of several the one that approves most. 0 where every approval loses,
    /// so that nobody but a PD of 0 is approved.</summary>
    /// <param name="pds">Row by row.</param>
    /// <param name="worth">What approving each row is worth, expected or as it turned out.</param>
    /// <param name="weights">Row by row; empty: each counts once.</param>
    /// <exception cref="FlorinException">FLR1540: a PD out of its range; FLR1541: not as many numbers as rows, no rows.</exception>
    public static double ForWorth(ReadOnlySpan<double> pds, ReadOnlySpan<double> worth, ReadOnlySpan<double> weights = default)
    {
        Ladder ladder = Ladder.Of(pds, worth, weights);
        (int best, double most) = (-1, 0);
        for (int step = 0; step < ladder.Worth.Count; step++)
            if (ladder.Worth[step] >= most) (best, most) = (step, ladder.Worth[step]);
        return ladder.CutAt(best);
    }

    /// <summary>Distinct PDs in rising order, with the weight and the worth of all rows up to each.</summary>
    sealed record Ladder(List<double> Pd, List<double> Weight, List<double> Worth)
    {
        public static Ladder Of(ReadOnlySpan<double> pds, ReadOnlySpan<double> worth, ReadOnlySpan<double> weights)
        {
            if (pds.IsEmpty) CreditCheck.SameLength("PDs", 1, 0);
            CreditCheck.SameLength("worths", pds.Length, worth.Length);
            if (!weights.IsEmpty) CreditCheck.SameLength("weights", pds.Length, weights.Length);
            double[] sorted = pds.ToArray();
            foreach (double pd in sorted) CreditCheck.Share("a PD", pd);
            int[] rows = [.. Enumerable.Range(0, sorted.Length)];
            Array.Sort(sorted, rows);
            var ladder = new Ladder([], [], []);
            (double weight, double sum) = (0, 0);
            for (int at = 0; at < rows.Length; at++)
            {
                double own = weights.IsEmpty ? 1 : weights[rows[at]];
                (weight, sum) = (weight + own, sum + own * worth[rows[at]]);
                if (at + 1 < rows.Length && sorted[at + 1] == sorted[at]) continue;
                ladder.Pd.Add(sorted[at]);
                ladder.Weight.Add(weight);
                ladder.Worth.Add(sum);
            }

            return ladder;
        }

        /// <summary>Approves the PDs up to a step; -1: none.</summary>
        public double CutAt(int step) => step < 0 ? 0 : step + 1 == Pd.Count ? 1 : (Pd[step] + Pd[step + 1]) / 2;
    }
}
