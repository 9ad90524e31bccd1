namespace Florin;

using System.Collections.Immutable;

/// <summary>
/// Other models on the rows of a study. The first questions of a validator are what a logistic regression and what boosted trees would have
/// done. Each learns from the training rows, stops and is calibrated by the validation rows, as the model does.
/// </summary>
/// <param name="split">The rows.</param>
/// <param name="plan">The model's: seed, threads and features are the challengers' too.</param>
sealed class StudyChallengers(SplitTable split, ModelPlan plan)
{
    /// <summary>As study and verdict name it.</summary>
    public const string Logistic = "logistic regression", Linear = "linear regression", LogLinear = "log-linear regression",
        Boosting = "gradient boosting", BaseRate = "base rate for everyone", Before = "the model before";

    /// <summary>The challengers that are simpler than a net.</summary>
    public static IReadOnlyCollection<string> Simple { get; } = [Logistic, Linear, LogLinear];

    int Threads => plan.Threads == 0 ? Environment.ProcessorCount : plan.Threads;

    /// <summary>What each says of the test rows; the base rate is the last.</summary>
    public ImmutableArray<OtherScores> Scores(IProgress<StudyProgress>? progress, CancellationToken cancellation) =>
    [
        .. plan.Start is { } before ? [new OtherScores(Before, before.Score(split.Test, Threads))] : (ReadOnlySpan<OtherScores>)[],
        new OtherScores(OneLayer, OneLayerScores(cancellation)),
        new OtherScores(Boosting, BoostedScores(new Stage(progress), cancellation)),
        new OtherScores(BaseRate, BaseRates()),
    ];

    /// <summary>The others of all folds beside the model, on the rows that judge it.</summary>
    /// <param name="model">The test rows of the folds, one after the other, with the model's scores.</param>
    /// <param name="folds">What the others say, fold by fold.</param>
    /// <param name="seed">Keys the bootstrap.</param>
    /// <param name="cancellation">Ends it.</param>
    public static ImmutableArray<StudyChallenger> Judged(JudgedRows model, IReadOnlyList<ImmutableArray<OtherScores>> folds, ulong seed,
        CancellationToken cancellation)
    {
        var judged = ImmutableArray.CreateBuilder<StudyChallenger>();
        for (int other = 0; other < folds[0].Length; other++)
        {
            string name = folds[0][other].Name;
            JudgedRows rows = model.With([.. folds.SelectMany(fold => fold[other].Scores)]);
            (MetricValue? difference, double? p) = name == BaseRate ? (null, null)
                : ModelEvaluation.Compare(model, rows, seed, cancellation);
            judged.Add(new StudyChallenger(name, ModelEvaluation.Of(rows, seed, cancellation), difference, p));
        }

        return judged.ToImmutable();
    }

    string OneLayer => split.Target switch { NumberTarget => Linear, CountTarget => LogLinear, _ => Logistic };

    /// <summary>What is right on average of the training rows, for every row.</summary>
    double[] BaseRates()
    {
        double[] train = split.Target.Labels(split.Train.Table);
        if (split.Target is ClassTarget classes)
        {
            double[] shares = [.. Enumerable.Range(0, classes.Outputs).Select(code => (double)train.Count(code) / train.Length)];
            return [.. Enumerable.Repeat(shares, split.TestLabels.Length).SelectMany(row => row)];
        }

        double rate = train.Sum() / (StudyEvidence.Exposures(split.Target, split.Train.Table)?.Sum() ?? train.Length);
        double[]? exposures = StudyEvidence.Exposures(split.Target, split.Test);
        return [.. Enumerable.Range(0, split.TestLabels.Length).Select(row => rate * (exposures?[row] ?? 1))];
    }

    double[] OneLayerScores(CancellationToken cancellation)
    {
        ModelPlan logistic = plan.Plain() with { Network = "logistic" };
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

    sealed class Stage(IProgress<StudyProgress>? progress) : IProgress<BoostingRound>
    {
        public void Report(BoostingRound value) =>
            progress?.Report(new StudyProgress("challengers", (double)value.Number / value.Of));
    }
}
