namespace Florin;

/// <summary>When a check of new rows says that a limit is crossed.</summary>
public sealed record CheckLimits
{
    /// <summary>Stability index of the score or of a column, from which the population counts as shifted. Default 0.25, the custom; what
    /// lies
    /// below the limit of chance is never a shift.</summary>
    public double Psi { get; init; } = 0.25;

    /// <summary>Stability index from which to look. Default 0.10.</summary>
    public double PsiLook { get; init; } = 0.10;

    /// <summary>How much the share of missing cells may rise. Default 0.05.</summary>
    public double Missing { get; init; } = 0.05;

    /// <summary>How much the share of levels that training did not know may rise. Default 0.05.</summary>
    public double Unknown { get; init; } = 0.05;

    /// <summary>Share of amounts below the lowest or above the highest of nearly all training rows. Default 0.05.</summary>
    public double Outside { get; init; } = 0.05;

    /// <summary>Level of the tests of performance and calibration. Default 0.05.</summary>
    public double Level { get; init; } = 0.05;
}

/// <summary>What a check says of one thing.</summary>
public enum CheckVerdict
{
    /// <summary>As it was, or within chance.</summary>
    Fine,

    /// <summary>Worth a look.</summary>
    Look,

    /// <summary>A limit is crossed.</summary>
    Crossed,
}

/// <summary>One thing that was checked.</summary>
/// <param name="What">The column, "score" or "model".</param>
/// <param name="Test">What was looked at, such as "stability index" or "missing cells".</param>
/// <param name="Value">What was found.</param>
/// <param name="Before">What it was when the model was made; null: not known.</param>
/// <param name="Limit">What it is judged by; null: nothing.</param>
/// <param name="Verdict">The judgement.</param>
/// <param name="Reading">In words.</param>
public sealed record CheckItem(string What, string Test, double Value, double? Before, double? Limit, CheckVerdict Verdict, string Reading);
