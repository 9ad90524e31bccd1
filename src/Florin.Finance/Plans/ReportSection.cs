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

    /// <summary>The curves of the additive net, as the model or beside it (credit).</summary>
    Additive,

    /// <summary>What a lender and a validator ask of the scores: points, grades, back-test, decisions, reasons (credit).</summary>
    Credit,

    /// <summary>Differences between groups of people, where columns are protected.</summary>
    Groups,

    /// <summary>Whether score and inputs are distributed as before.</summary>
    Stability,

    /// <summary>Losses by epoch, the learning curve, the search.</summary>
    Training,
}
