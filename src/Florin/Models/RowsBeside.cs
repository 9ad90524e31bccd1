namespace Florin;

/// <summary>Rows whose outcomes are inferred, beside those that a model is made from. Features do not learn from them.</summary>
abstract class RowsBeside
{
    /// <summary>What a net learns from and stops by, with inferred rows at the end of both.</summary>
    public abstract MemberRows Of(FittedFeatures features, MemberRows own, int member, int members);

    /// <summary>Rows to calibrate by, with inferred ones at the end.</summary>
    public abstract (double[] Scores, double[] Labels, double[] Weights) Held(Model model, double[] scores, double[] labels,
        double[] weights);
}
