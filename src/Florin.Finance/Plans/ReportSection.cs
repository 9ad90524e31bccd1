namespace Florin;

/// <summary>A section of a report, in the order of reading.</summary>
public enum ReportSection
{
    /// <summary>Metrics beside those of the challengers, folds, curves.</summary>
    Performance,

    /// <summary>Whether scores are true.</summary>
    Calibration,

    /// <summary>What drives the score, and how it moves.</summary>
    Explanation,

    /// <summary>The scorecard beside the model (credit).</summary>
    Scorecard,

    /// <summary>What a lender and a validator ask of the scores (credit).</summary>
    Credit,

    /// <summary>Whether score and inputs are distributed as before.</summary>
    Stability,

    /// <summary>Losses by epoch, the learning curve, the search.</summary>
    Training,
}
