namespace Florin;

/// <summary>What the weights of a regression's rows are.</summary>
public enum WeightMeaning
{
    /// <summary>Precisions, in proportion to 1 / variance: only their ratios count. They are scaled to a mean of 1.</summary>
    Precisions,

    /// <summary>Row counts: a weight of 2 stands for two equal rows, which narrows the standard errors.</summary>
    RowCounts,
}

/// <summary>How a regression is fitted and reported.</summary>
public sealed record RegressionOptions
{
    /// <summary>What <see cref="Examples.Weight"/> is. Default: precisions.</summary>
    public WeightMeaning WeightsAre { get; init; } = WeightMeaning.Precisions;

    /// <summary>Coverage of the coefficients' intervals, 0.5 to 0.999. Default 0.95.</summary>
    public double Confidence { get; init; } = 0.95;

    internal void Check()
    {
        if (!(Confidence >= 0.5 && Confidence <= 0.999))
            throw new FlorinException("FLR0329", "the confidence is out of range", "RegressionOptions.Confidence",
                FormattableString.Invariant($"{Confidence}"), "give a number from 0.5 to 0.999, such as 0.95");
    }
}
