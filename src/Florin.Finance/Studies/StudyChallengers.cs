namespace Florin;

using System.Collections.Immutable;

/// <summary>
/// Other models on the rows of a study. The first questions of a validator are what a logistic regression and what boosted trees would have
/// done. Each learns from the training rows, stops and is calibrated by the validation rows, as the model does.
/// </summary>
/// <param name="split">The rows.</param>
/// <param name="plan">The model's: seed, threads and features are the challengers' too.</param>
/// <param name="model">The model's scores of the test rows.</param>
/// <param name="weights">Of the test rows; null: every row counts once.</param>
sealed class StudyChallengers(SplitTable split, ModelPlan plan, BinaryRows model, double[]? weights)
{
    /// <summary>As study and verdict name it.</summary>
    public const string Logistic = "logistic regression", Boosting = "gradient boosting", BaseRate = "base rate for everyone";

    int Threads => plan.Threads == 0 ? Environment.ProcessorCount : plan.Threads;

    public ImmutableArray<StudyChallenger> Fit(IProgress<StudyProgress>? progress, CancellationToken cancellation)
    {
        double rate = split.Target.Labels(split.Train.Table).Average();
        return
        [
            Judged(Logistic, LogisticScores(cancellation), cancellation),
            Judged(Boosting, BoostedScores(new Stage(progress), cancellation), cancellation),
            Judged(BaseRate, [.. split.TestLabels.Select(_ => rate)], cancellation) with { Difference = null, PValue = null },
        ];
    }

    double[] LogisticScores(CancellationToken cancellation)
    {
        ModelPlan logistic = plan with { Network = "logistic", Layers = null, Epochs = null, Patience = null, LearningRate = null };
        using Model fitted = logistic.Fit(split.Target, split.Train, split.Validation, null, cancellation);
        return fitted.Score(split.Test, Threads);
    }

    double[] BoostedScores(IProgress<BoostingRound> progress, CancellationToken cancellation)
    {
        var options = new BoostingOptions { Seed = plan.Seed, Threads = plan.Threads };
        BoostedModel trees = options.Fit(split.Target.Labels, split.Train, split.Validation, plan.Features, progress, cancellation);
        Table held = split.Validation.Table;
        double[] given = split.Validation.Schema.Given.Weight is { } name ? held.Number(name).Values.ToArray() : [];
        TemperatureCalibration? calibration = plan.Calibrate
            ? TemperatureCalibration.Fit(trees.Predict(held, Threads), split.Target.Labels(held), given) : null;
        double[] scores = trees.Predict(split.Test, Threads);
        return calibration is null ? scores : [.. scores.Select(calibration.Apply)];
    }

    StudyChallenger Judged(string name, double[] scores, CancellationToken cancellation)
    {
        var rows = new BinaryRows(scores, split.TestLabels, weights);
        DeLongTest? compared = weights is null ? DeLong.Compare(model, rows) : null;
        return new StudyChallenger(name, BinaryEvaluation.Of(rows, plan.Seed, cancellation), compared?.Difference, compared?.PValue);
    }

    sealed class Stage(IProgress<StudyProgress>? progress) : IProgress<BoostingRound>
    {
        public void Report(BoostingRound value) =>
            progress?.Report(new StudyProgress("challengers", (double)value.Number / value.Of));
    }
}
