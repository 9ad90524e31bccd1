namespace Florin;

using Florin.Kernels;

/// <summary>One fold of a cross-validation.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Net">The net that never saw the rows held out.</param>
/// <param name="HeldOut">Indices of those rows, ascending.</param>
/// <param name="Predictions">Its predictions for them, row after row.</param>
/// <param name="Loss">Its mean loss on them.</param>
public sealed record Fold(int Number, TrainedNet Net, EquatableArray<int> HeldOut, EquatableArray<Real> Predictions, double Loss);

/// <summary>A net trained on all but one part of the rows, for each part in turn.</summary>
/// <param name="Folds">In order.</param>
public sealed record CrossValidation(EquatableArray<Fold> Folds)
{
    /// <summary>The mean of the folds' losses.</summary>
    public double MeanLoss => Folds.Average(fold => fold.Loss);

    /// <summary>The standard error of that mean, from the spread of the folds; it leaves aside that folds share training rows.</summary>
    public double StandardError
    {
        get
        {
            double mean = MeanLoss;
            return Math.Sqrt(Folds.Sum(fold => (fold.Loss - mean) * (fold.Loss - mean)) / (Folds.Count - 1) / Folds.Count);
        }
    }

    /// <summary>Each row's prediction by the net that did not see it, row after row.</summary>
    public Real[] Predictions
    {
        get
        {
            int outputs = Folds[0].Net.Outputs;
            Real[] all = new Real[Folds.Sum(fold => fold.HeldOut.Count) * outputs];
            foreach (Fold fold in Folds)
                for (int i = 0; i < fold.HeldOut.Count; i++)
                    fold.Predictions.Span.Slice(i * outputs, outputs).CopyTo(all.AsSpan(fold.HeldOut[i] * outputs));
            return all;
        }
    }

    /// <summary>Mean and spread in a line.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"loss {MeanLoss:G5} ± {StandardError:G2} (standard error over {Folds.Count} folds)");
}

/// <summary>K-fold cross-validation of a net.</summary>
public static class NetCrossValidation
{
    const uint Node = 0xF01D;

    /// <summary>
    /// Trains <paramref name="folds"/> nets, each without one part of the rows; parts are
    /// drawn by the seed and differ in size by at most one row.
    /// </summary>
    /// <param name="net">What to train.</param>
    /// <param name="examples">All rows.</param>
    /// <param name="folds">2 to the number of rows. Default 5.</param>
    /// <param name="options">How each is trained; its Validation and Checkpoints must be left out.</param>
    /// <param name="stratified">Whether each part has the same share of each label. For targets that are labels. Default false.</param>
    /// <param name="cancellation">Checked at every step.</param>
    public static CrossValidation CrossValidate(this Net net, Examples examples, int folds = 5, FitOptions? options = null,
        bool stratified = false, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(net);
        ArgumentNullException.ThrowIfNull(examples);
        options ??= new FitOptions();
        if (folds < 2 || folds > examples.Count)
            throw new FlorinException("FLR0316", "the number of folds does not fit the rows", "CrossValidate",
                $"{folds} folds, {examples.Count} rows",
                "give 2 to as many folds as there are rows; 5 and 10 are usual");
        if (options.Validation is not null || options.Checkpoints is not null)
            throw new FlorinException("FLR0317", "cross-validation makes its own validation rows", "FitOptions",
                "Validation or Checkpoints is set", "leave both out");
        ExamplesCheck.ForTraining(examples, options.Loss);
        int[] part = Parts(examples, folds, options.Seed, stratified);
        var results = new Fold[folds];
        for (int fold = 0; fold < folds; fold++)
        {
            int[] held = [.. Enumerable.Range(0, part.Length).Where(row => part[row] == fold)];
            int[] kept = [.. Enumerable.Range(0, part.Length).Where(row => part[row] != fold)];
            Examples tested = examples.Rows(held);
            TrainedNet trained = net.Fit(examples.Rows(kept), options, cancellation);
            results[fold] = new Fold(fold + 1, trained, [.. held], [.. trained.Predict(tested)], trained.LossOn(tested));
        }

        return new CrossValidation([.. results]);
    }

    /// <summary>Rows in a drawn order (label by label when stratified) are dealt to the parts in turn.</summary>
    static int[] Parts(Examples examples, int folds, ulong seed, bool stratified)
    {
        int[] rows = new int[examples.Count];
        Sampler.Shuffled.Order(rows, unchecked((int)Node), seed);
        if (stratified) rows = [.. rows.OrderBy(row => examples.Target![row * examples.TargetSize])];
        int[] part = new int[rows.Length];
        for (int i = 0; i < rows.Length; i++) part[rows[i]] = i % folds;
        return part;
    }
}
