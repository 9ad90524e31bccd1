namespace Florin;

/// <summary>
/// Declined rows with inferred outcomes beside known ones. They are dealt to parts as known rows are: a net stops and is calibrated by
/// declined rows that it did not learn from. Wherever they stand, there are as many for each known row as in the data.
/// </summary>
/// <param name="declined">The rows.</param>
/// <param name="bad">The share of each that is bad.</param>
/// <param name="weights">What each counts beside all known rows.</param>
/// <param name="known">How many known rows that are.</param>
/// <param name="seed">Deals them.</param>
sealed class RejectBeside(Table declined, double[] bad, double[] weights, int known, ulong seed) : RowsBeside
{
    /// <summary>One net stops by a fifth.</summary>
    const int Usual = 5;

    const uint Node = 0x4E1EC8;

    float[] numbers = [];
    int[] parts = [];
    int nets;

    public override MemberRows Of(FittedFeatures features, MemberRows own, int member, int members)
    {
        if (numbers.Length == 0)
            (numbers, parts, nets) = (features.Encode(declined).Numbers, Dealt(members > 1 ? members : Usual), members);
        return own with
        {
            Learned = Beside(own.Learned, [.. Rows.Where(row => parts[row] != member)]),
            Held = Beside(own.Held, [.. Rows.Where(row => parts[row] == member)]),
        };
    }

    public override (double[] Scores, double[] Labels, double[] Weights) Held(Model model, double[] scores, double[] labels,
        double[] weights)
    {
        double[] said = new double[bad.Length];
        int width = numbers.Length / bad.Length, seeds = model.Nets.Length / nets;
        for (int net = 0; net < model.Nets.Length; net++)
        {
            int[] rows = [.. Rows.Where(row => parts[row] == net % nets)];
            float[] own = [.. rows.SelectMany(row => numbers[(row * width)..((row + 1) * width)])];
            foreach ((int at, float score) in model.Nets[net].PredictRows(own).Index()) said[rows[at]] += (double)score / seeds;
        }

        int[] held = [.. Rows.Where(row => parts[row] < nets)];
        (int Row, double Outcome, double Weight)[] added = [.. RejectInference.Outcomes(held, bad, Scaled(scores.Length, held.Length))];
        return ([.. scores, .. added.Select(each => said[each.Row])], [.. labels, .. added.Select(each => each.Outcome)],
            [.. weights.Length > 0 ? weights : Enumerable.Repeat(1.0, scores.Length), .. added.Select(each => each.Weight)]);
    }

    IEnumerable<int> Rows => Enumerable.Range(0, bad.Length);

    Examples Beside(Examples own, int[] rows) => RejectInference.Beside(own, numbers, rows, bad, Scaled(own.Count, rows.Length));

    /// <summary>Weights for some of the declined beside some of the known.</summary>
    double[] Scaled(int beside, int rows) =>
        [.. weights.Select(weight => weight * beside / known * bad.Length / rows)];

    int[] Dealt(int count)
    {
        int[] order = [.. Rows], dealt = new int[order.Length];
        Kernels.Philox.Shuffle<int>(order, seed, 0, 0, Node);
        for (int at = 0; at < order.Length; at++) dealt[order[at]] = at % count;
        return dealt;
    }
}
