namespace Florin;

/// <summary>A net of one layer that is fitted to convergence, with standard errors: <see cref="Net.Linear"/> or <see
/// cref="Net.Logistic"/>.</summary>
public sealed record RegressionNet
{
    internal RegressionNet(bool logistic)
    {
        IsLogistic = logistic;
        Net = [new Dense(1)];
    }

    /// <summary>The net it stands for, [batch, features] → [batch, 1].</summary>
    public Net Net { get; }

    /// <summary>The loss whose minimum the fit is: squared error, or the cross-entropy of a 0/1 target.</summary>
    public Loss Loss => IsLogistic ? Loss.BinaryCrossEntropy : Loss.SquaredError;

    internal bool IsLogistic { get; }

    /// <summary>As in code: <c>Net.Linear</c>.</summary>
    public override string ToString() => IsLogistic ? "Net.Logistic" : "Net.Linear";
}
