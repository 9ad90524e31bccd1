namespace Florin;

using System.Collections.Immutable;

/// <summary>
/// Other models on the rows of a study. The first questions of a validator are what a logistic regression and what boosted trees would have
/// done. Each learns from the training rows, stops and is calibrated by the validation rows, as the model does.
/// </summary>
/// <param name="split">The rows.</param>
/// <param name="plan">The model's: seed, threads and features are the challengers' too.</param>
/// <param name="model">The test rows with the model's scores.</param>
sealed class StudyChallengers(SplitTable split, ModelPlan plan, JudgedRows model)
{
    /// <summary>As study and verdict name it.</summary>
    public const string Logistic = "logistic regression", Linear = "linear regression", LogLinear = "log-linear regression",
        Boosting = "gradient boosting", BaseRate = "base rate for everyone";

    /// <summary>The challengers that are simpler than a net.</summary>
    public static IReadOnlyCollection<string> Simple { get; } = [Logistic, Linear, LogLinear];

    int Threads => plan.Threads == 0 ? Environment.ProcessorCount : plan.Threads;

    public ImmutableArray<StudyChallenger> Fit(IProgress<StudyProgress>? progress, CancellationToken cancellation)
    {
        return
        [
            Judged(OneLayer, OneLayerScores(cancellation), cancellation),
            Judged(Boosting, BoostedScores(new Stage(progress), cancellation), cancellation),
            Judged(BaseRate, BaseRates(), cancellation) with { Difference = null, PValue = null },
        ];
    }

    string OneLayer => split.Target switch { NumberTarget => Linear, CountTarget => LogLinear, _ => Logistic };

    /// <summary>What is right on average of the training rows, for every row.</summary>
    double[] BaseRates()
    {
        double[] train = split.Target.Labels(split.Train.Table);
        if (split.Target is ClassTarget classes)
        {
            double[] shares = [.. Enumerable.Range(0, classes.Outputs).Select(code => (double)train.Count(code) / train.Length)];
            return [.. Enumerable.Repeat(shares, model.Count).SelectMany(row => row)];
        }

        double rate = train.Sum() / (StudyEvidence.Exposures(split.Target, split.Train.Table)?.Sum() ?? train.Length);
        return [.. Enumerable.Range(0, model.Count).Select(row => rate * (model.Exposures?[row] ?? 1))];
    }

    double[] OneLayerScores(CancellationToken cancellation)
    {
        ModelPlan logistic = plan with { Network = "logistic", Layers = null, Epochs = null, Patience = null, LearningRate = null };
        using Model fitted = logistic.Fit(split.Target, split.Train, split.Validation, null, cancellation);
        return fitted.Score(split.Test, Threads);
    }

    double[] BoostedScores(IProgress<BoostingRound> progress, CancellationToken cancellation)
    {
        BoostedModel trees = Options.Fit(split.Target.Labels, split.Train, split.Validation, plan.Features, progress, cancellation);
        double[] scores = trees.Predict(split.Test, Threads);
        if (!plan.Calibrate || split.Target is not BinaryTarget) return scores;
        Table held = split.Validation.Table;
        double[] given = split.Validation.Schema.Given.Weight is { } name ? held.Number(name).Values.ToArray() : [];
        TemperatureCalibration calibration = TemperatureCalibration.Fit(trees.Predict(held, Threads), split.Target.Labels(held), given);
        return [.. scores.Select(calibration.Apply)];
    }

    BoostingOptions Options => new()
    {
        Loss = split.Target switch
        {
            BinaryTarget => BoostingLoss.BinaryLogistic,
            ClassTarget => BoostingLoss.Softmax,
            NumberTarget => BoostingLoss.SquaredError,
            CountTarget { Deviance: CountLoss.Gamma } => BoostingLoss.Gamma,
            CountTarget { Deviance: CountLoss.Tweedie } => BoostingLoss.Tweedie,
            _ => BoostingLoss.Poisson,
        },
        Classes = Math.Max(2, split.Target.Outputs),
        TweediePower = split.Target is CountTarget count ? count.Power : 1.5,
        Seed = plan.Seed,
        Threads = plan.Threads,
    };

    StudyChallenger Judged(string name, double[] scores, CancellationToken cancellation)
    {
        JudgedRows rows = model.With(scores);
        (MetricValue? difference, double? p) = ModelEvaluation.Compare(model, rows, plan.Seed, cancellation);
        return new StudyChallenger(name, ModelEvaluation.Of(rows, plan.Seed, cancellation), difference, p);
    }

    sealed class Stage(IProgress<StudyProgress>? progress) : IProgress<BoostingRound>
    {
        public void Report(BoostingRound value) =>
            progress?.Report(new StudyProgress("challengers", (double)value.Number / value.Of));
    }
}
