namespace Florin;

/// <summary>
/// L-BFGS (Liu and Nocedal 1989) on all rows, with a line search that meets the strong Wolfe conditions. An epoch is one iteration.
/// </summary>
public sealed record Lbfgs : Optimizer
{
    /// <summary>With the length of the first step and the pairs remembered.</summary>
    public Lbfgs(double learningRate = 1, int history = 10) => (LearningRate, History) = (learningRate, history);

    /// <summary>Pairs of steps and gradient changes that describe the curvature; 1 or more. Default 10.</summary>
    public int History { get; init; }

    /// <summary>Stops when no number of the gradient is larger. Default 1e-7.</summary>
    public double GradientTolerance { get; init; } = 1e-7;

    /// <summary>Sufficient decrease (c1). Default 1e-4.</summary>
    public double Decrease { get; init; } = 1e-4;

    /// <summary>Curvature (c2). Default 0.9.</summary>
    public double Curvature { get; init; } = 0.9;

    internal override bool FullBatch => true;

    internal override void Update(in UpdateRun run) => throw new InvalidOperationException("L-BFGS moves all parameters at once.");
}
