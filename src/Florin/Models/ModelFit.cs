namespace Florin;

using System.Collections.Immutable;

/// <summary>Makes models of rows.</summary>
public static class ModelFit
{
    /// <summary>
    /// Fits features on the training rows, trains the network until the validation loss stops falling, and calibrates it on the validation
    /// rows.
    /// </summary>
    /// <param name="plan">Network, training, features.</param>
    /// <param name="target">What is predicted.</param>
    /// <param name="train">Rows to learn from.</param>
    /// <param name="validation">Rows that decide when to stop; never those that judge the result.</param>
    /// <param name="progress">Told after each epoch.</param>
    /// <param name="cancellation">Checked every step.</param>
    public static Model Fit(this ModelPlan plan, ModelTarget target, TrainRows train, TrainRows validation,
        IProgress<FitProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(validation);
        target = target.Fitted(train);
        progress?.Report(new FitProgress("features", 0, null));
        NumberScaling scaling = plan.Choose(train.Count, target).Scaling;
        FittedFeatures features = FittedFeatures.Fit(train, plan.Features with { Scaling = scaling, Seed = plan.Seed });
        NetworkChoice choice = plan.Choose(train.Count, target, features);
        EncodedRows encoded = features.Encode(validation.Table);
        EncodedRows learned = features.Encode(train.Table);
        Examples rows = Examples(learned, features, target, train);
        Examples held = Examples(encoded, features, target, validation);
        var nets = ImmutableArray.CreateBuilder<TrainedNet>();
        for (int i = 0; i < plan.Ensemble; i++)
        {
            var stage = new Stage(progress, i, plan.Ensemble);
            FitOptions fit = choice.Fit with { Validation = held, Seed = plan.Seed + (ulong)i, Progress = stage };
            nets.Add(choice.Net.Fit(rows, fit, cancellation));
        }

        var model = new Model(target, choice.Name, features, nets.ToImmutable(), null)
        {
            Id = train.Schema.Given.Id,
            Reading = plan.Reading,
            Reference = ReferenceRow.Of(train, features, learned),
        };
        return plan.Calibrate ? Calibrated(model, target, train, rows, validation, held) : model;
    }

    static Examples Examples(EncodedRows encoded, FittedFeatures features, ModelTarget target, TrainRows rows) => new()
    {
        Numbers = encoded.Numbers,
        Axes = [encoded.Width],
        Names = [.. features.Names],
        Target = target.Learned(target.Labels(rows.Table)),
        Exposure = Exposures(target, rows),
        Weight = Weights(rows),
    };

    static float[]? Exposures(ModelTarget target, TrainRows rows) => target is CountTarget count && count.Beside.Length > 0
        ? [.. count.Exposures(rows.Table).Select(exposure => (float)exposure)]
        : null;

    /// <summary>Probabilities by the validation rows; counts by the training rows, whose sum a net with a log link does not keep.</summary>
    static Model Calibrated(Model model, ModelTarget target, TrainRows train, Examples learned, TrainRows validation, Examples held)
    {
        switch (target)
        {
            case BinaryTarget:
                return model.With(Calibration(model.Score(validation.Table), target.Labels(validation.Table), held.Weight));
            case ClassTarget classes:
                double temperature = ClassTemperature.Fit(model.Score(validation.Table), classes.Outputs, target.Labels(validation.Table),
                    held.Weight);
                return model.With(new TemperatureCalibration(temperature));
            case CountTarget:
                return model.With(model.Calibration, Balance(model.Score(train.Table), target.Labels(train.Table), learned.Weight));
            default:
                return model;
        }
    }

    static double? Balance(double[] scores, double[] labels, float[]? weights)
    {
        double expected = 0, observed = 0;
        for (int row = 0; row < scores.Length; row++)
        {
            expected += (weights?[row] ?? 1) * scores[row];
            observed += (weights?[row] ?? 1) * labels[row];
        }

        return expected > 0 && observed > 0 ? observed / expected : null;
    }

    static float[]? Weights(TrainRows rows) => rows.Schema.Given.Weight is { } name
        ? [.. rows.Table.Number(name).Values.ToArray().Select(weight => (float)weight)]
        : null;

    /// <summary>One number, so that it can be fitted to few rows; none where the rows hold one class only.</summary>
    static TemperatureCalibration? Calibration(double[] scores, double[] labels, float[]? weights) =>
        labels.Contains(0) && labels.Contains(1)
            ? TemperatureCalibration.Fit(scores, labels, [.. (weights ?? []).Select(weight => (double)weight)])
            : null;

    sealed class Stage(IProgress<FitProgress>? progress, int net, int nets) : IProgress<Epoch>
    {
        public void Report(Epoch value) => progress?.Report(new FitProgress(nets == 1 ? "net" : $"net {net + 1} of {nets}",
            (net + (double)value.Number / value.Of) / nets, value));
    }
}
