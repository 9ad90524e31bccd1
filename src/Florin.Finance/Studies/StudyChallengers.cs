namespace Florin;

using System.Collections.Immutable;

/// <summary>
/// Other models on the rows of a study. The first questions of a validator are what a logistic regression and what boosted trees would have
/// done. Each learns from the training rows, stops and is calibrated by the validation rows, as the model does.
/// </summary>
/// <param name="split">The rows.</param>
/// <param name="plan">The model's: seed, threads and features are the challengers' too.</param>
/// <param name="credit">Whether the study is one of credit, in which a scorecard is asked for.</param>
sealed class StudyChallengers(SplitTable split, ModelPlan plan, bool credit = false)
{
    /// <summary>As study and verdict name it.</summary>
    public const string Logistic = "logistic regression", Linear = "linear regression", LogLinear = "log-linear regression",
        Fractional = "fractional logit", Card = "scorecard", Additive = "additive net", WithoutPairs = "additive net without pairs",
        Boosting = "gradient boosting", BaseRate = "base rate for everyone", Before = "the model before";

    /// <summary>The challengers that are simpler than a net.</summary>
    public static IReadOnlyCollection<string> Simple { get; } = [Logistic, Linear, LogLinear, Fractional, Card, Additive, WithoutPairs];

    int Threads => plan.Threads == 0 ? Environment.ProcessorCount : plan.Threads;

    /// <summary>What each says of the test rows; the base rate is the last.</summary>
    public ImmutableArray<OtherScores> Scores(IProgress<StudyProgress>? progress, CancellationToken cancellation) =>
    [
        .. plan.Start is { } before ? [new OtherScores(Before, before.Score(split.Test, Threads))] : (ReadOnlySpan<OtherScores>)[],
        OneLayerScores(cancellation),
        .. credit && split.Target is BinaryTarget bad ? [Scored(bad, cancellation)] : (ReadOnlySpan<OtherScores>)[],
        .. Pairs ? [Drawn(WithoutPairs, cancellation)] : credit && split.Target is BinaryTarget && plan.Network != "additive"
            ? [Drawn(Additive, cancellation)] : (ReadOnlySpan<OtherScores>)[],
        Boosted(new Stage(progress), cancellation),
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
            judged.Add(new StudyChallenger(name, StudyMetrics.Of(rows, seed, cancellation), difference, p));
        }

        return judged.ToImmutable();
    }

    bool Pairs => plan.Network == "additive" && plan.Sizes is { Pairs.Count: > 0 };

    string OneLayer => split.Target switch { NumberTarget => Linear, CountTarget => LogLinear, ShareTarget => Fractional, _ => Logistic };

    /// <summary>What is right on average of the training rows, by their weights, for every row.</summary>
    double[] BaseRates()
    {
        Table learned = split.Train.Table;
        double[] train = split.Target.Labels(learned);
        double[] weights = split.Train.Weights ?? [.. Enumerable.Repeat(1.0, train.Length)];
        if (split.Target is ClassTarget classes)
        {
            double all = weights.Sum();
            double[] shares = [.. Enumerable.Range(0, classes.Outputs)
                .Select(code => train.Zip(weights, (label, weight) => label == code ? weight : 0).Sum() / all)];
            return [.. Enumerable.Repeat(shares, split.TestLabels.Length).SelectMany(row => row)];
        }

        double[]? exposed = split.Target.ExposuresOf(learned), exposures = split.Target.ExposuresOf(split.Test);
        double rate = train.Zip(weights, (label, weight) => label * weight).Sum()
            / weights.Select((weight, row) => weight * (exposed?[row] ?? 1)).Sum();
        return [.. Enumerable.Range(0, split.TestLabels.Length).Select(row => rate * (exposures?[row] ?? 1))];
    }

    OtherScores OneLayerScores(CancellationToken cancellation)
    {
        ModelPlan logistic = plan.Plain() with { Network = "logistic" };
        using Model fitted = logistic.Fit(split.Target, split.Train, split.Validation, null, cancellation);
        return new OtherScores(OneLayer, fitted.Score(split.Test, Threads))
        {
            Held = credit ? fitted.Score(split.Validation.Table, Threads) : null,
        };
    }

    /// <summary>One net, a sum over columns; it keeps the directions that the model keeps.</summary>
    OtherScores Drawn(string name, CancellationToken cancellation)
    {
        ModelPlan sum = plan.Plain() with { Network = "additive", Monotone = plan.Monotone };
        using Model fitted = sum.Fit(split.Target, split.Train, split.Validation, null, cancellation);
        return new OtherScores(name, fitted.Score(split.Test, Threads)) { Curves = AdditiveCurves.Of(fitted, split.Train.Table) };
    }

    OtherScores Scored(BinaryTarget bad, CancellationToken cancellation)
    {
        Scorecard card = Scorecard.Fit(bad, split.Train, new ScorecardOptions { Features = plan.Features, Threads = plan.Threads },
            cancellation);
        return new OtherScores(Card, Calibrated(table => card.Score(table).Pd, split.Test))
        {
            Card = card,
            Held = Calibrated(table => card.Score(table).Pd, split.Validation.Table),
        };
    }

    OtherScores Boosted(IProgress<BoostingRound> progress, CancellationToken cancellation)
    {
        BoostedModel trees = Options.Fit(split.Target.Labels, split.Train, split.Validation, plan.Features, progress, cancellation);
        double[] Predict(Table table) => trees.Predict(table, Threads);
        return split.Target is not (BinaryTarget or ShareTarget) ? new OtherScores(Boosting, Predict(split.Test))
            : new OtherScores(Boosting, Calibrated(Predict, split.Test))
            {
                Held = credit ? Calibrated(Predict, split.Validation.Table) : null,
            };
    }

    /// <summary>Probabilities of rows, calibrated on the validation rows as the model's are.</summary>
    double[] Calibrated(Func<Table, double[]> predict, Table rows)
    {
        Table held = split.Validation.Table;
        double[] said = predict(held), labels = split.Target.Labels(held), weights = split.Validation.Weights ?? [];
        Calibrator? calibration = split.Target is BinaryTarget ? Calibration.Fit(plan.Calibration, said, labels, weights)
            : plan.Calibration == CalibrationMethod.None ? null : LogOddsShift.ToMean(said, labels, weights);
        double[] scores = predict(rows);
        return calibration is null ? scores : [.. scores.Select(calibration.Apply)];
    }

    BoostingOptions Options => new()
    {
        Loss = split.Target switch
        {
            BinaryTarget or ShareTarget => BoostingLoss.BinaryLogistic,
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
