namespace Florin;

/// <summary>Training: from a net and rows to a net that has learned.</summary>
public static class NetTraining
{
    /// <summary>Trains on examples. The same net, examples, options and seed give the same bits on any number of threads.</summary>
    /// <param name="net">What to train.</param>
    /// <param name="examples">The rows to learn from, with their target.</param>
    /// <param name="options">How; the defaults when null.</param>
    /// <param name="cancellation">Checked at every step; see <see cref="FitOptions.OnStop"/>.</param>
    /// <exception cref="FlorinException">The data, the options or the shapes do not fit
    /// (FLR03xx), or training diverged (FLR0310).</exception>
    public static TrainedNet Fit(this Net net, Examples examples, FitOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(net);
        ArgumentNullException.ThrowIfNull(examples);
        options ??= new FitOptions();
        options.Check();
        ExamplesCheck.ForTraining(examples, options.Loss);
        if (options.Validation is { } validation) ExamplesCheck.ForTraining(validation, options.Loss, "validation examples");
        using var trainer = new Trainer(net, examples, options);
        return trainer.Run(cancellation);
    }

    /// <summary>Trains on one number in, one number out.</summary>
    public static TrainedNet Fit(this Net net, Real[] x, Real[] y, FitOptions? options = null, CancellationToken cancellation = default) =>
        net.Fit(Examples.Of(x, y), options, cancellation);

    /// <summary>Trains on a matrix of rows and columns.</summary>
    public static TrainedNet Fit(this Net net, Real[,] x, Real[] y, FitOptions? options = null, CancellationToken cancellation = default) =>
        net.Fit(Examples.Of(x, y), options, cancellation);

    /// <summary>Trains on rows as arrays.</summary>
    public static TrainedNet Fit(this Net net, Real[][] x, Real[] y, FitOptions? options = null,
        CancellationToken cancellation = default) =>
        net.Fit(Examples.Of(x, y), options, cancellation);
}
