namespace Florin;

/// <content>Regressions: nets of one layer.</content>
public sealed partial record Net
{
    /// <summary>Least squares: a value as an intercept plus a coefficient for each column.</summary>
    public static RegressionNet Linear { get; } = new(logistic: false);

    /// <summary>Logistic regression: P(1) of a 0/1 target, whose log odds are an intercept plus a coefficient for each column.</summary>
    public static RegressionNet Logistic { get; } = new(logistic: true);
}
