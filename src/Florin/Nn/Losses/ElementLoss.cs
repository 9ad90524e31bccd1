namespace Florin;

using Florin.Graph;
using Florin.Kernels;

/// <summary>A loss that is one formula of prediction and target, number by number.</summary>
sealed record ElementLoss(LossKind Formula, EquatableArray<double> Setting, double Second = 0) : Loss
{
    bool LogLink => Formula is LossKind.Poisson or LossKind.Gamma or LossKind.Tweedie;

    bool FromLogit => Formula is LossKind.BinaryCrossEntropy or LossKind.Focal;

    internal override int OutputsPerTarget => Formula == LossKind.Quantile ? Setting.Count : 1;

    internal override TargetKind Target => Formula switch
    {
        LossKind.BinaryCrossEntropy or LossKind.Focal or LossKind.Hinge => TargetKind.Share,
        LossKind.Poisson or LossKind.Tweedie => TargetKind.NonNegative,
        LossKind.Gamma => TargetKind.Positive,
        _ => TargetKind.Number,
    };

    internal override bool TakesExposure => LogLink;

    internal override Node Raw(Node output) => FromLogit ? LastActivation.Without(output, Activation.Sigmoid) : output;

    internal override Node Link(Node raw) => FromLogit ? raw.Sigmoid() : LogLink ? raw.Exp() : raw;

    /// <summary>A probability near 1 is rounded to it: its distance from 1 is the probability of the contrary.</summary>
    internal override Node OverMembers(Node raw) => FromLogit ? LogOfMean(raw.Sigmoid()) - LogOfMean((-raw).Sigmoid())
        : LogLink ? LogOfMean(raw.Exp()) : raw.Mean(0);

    internal override double StartingBias(double mean) => this switch
    {
        { FromLogit: true } => Elementary.Log(Math.Clamp(mean, 1e-6, 1 - 1e-6) / (1 - Math.Clamp(mean, 1e-6, 1 - 1e-6))),
        { LogLink: true } => Elementary.Log(Math.Max(mean, 1e-6)),
        { Formula: LossKind.Hinge } => 0,
        _ => mean,
    };

    internal override Node Of(LossInput input)
    {
        Node raw = input.Offset is null ? input.Raw : input.Raw + input.Offset, target = input.TargetAsRaw;
        double[] settings = Setting.Span.ToArray();
        if (Formula == LossKind.Quantile)
        {
            int targets = target.Width;
            settings = [.. Enumerable.Range(0, raw.Shape.Size).Select(i => Setting[i % Setting.Count])];
            if (targets != raw.Width && raw.Width == targets * Setting.Count)
                target = Expand.Of(target.Reshape(targets, 1), Shape.Rows(targets, Setting.Count)).Reshape(raw.Width);
        }

        double second = Formula == LossKind.BinaryCrossEntropy ? Second - 1 : Second;
        return RowLoss.Of(Formula, raw, target, input.Weight, settings, second).SumOverRows().Reshape();
    }
}
