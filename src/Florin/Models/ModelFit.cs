namespace Florin;

using System.Collections.Immutable;

/// <summary>Makes models of rows.</summary>
public static class ModelFit
{
    /// <summary>
    /// Fits features on the training rows, trains the network until the validation loss stops falling, and calibrates it on the validation
    /// rows. Of nets over folds, every net learns from all but one part of both, stops by that part, and calibration reads what each net
    /// says of the rows it did not see.
    /// </summary>
    /// <param name="plan">Network, training, features.</param>
    /// <param name="target">What is predicted.</param>
    /// <param name="train">Rows to learn from.</param>
    /// <param name="validation">Rows that decide when to stop; never those that judge the result.</param>
    /// <param name="progress">Told after each epoch.</param>
    /// <param name="cancellation">Checked every step.</param>
    /// <exception cref="FlorinException">FLR0573: <see cref="ModelPlan.Start"/> does not fit the plan; FLR1513: the model that was made is
    /// not proved to keep a direction of <see cref="ModelPlan.Monotone"/>.</exception>
    public static Model Fit(this ModelPlan plan, ModelTarget target, TrainRows train, TrainRows validation,
        IProgress<FitProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(validation);
        plan.Start?.DemandFit(plan, target);
        int alone = train.Count;
        (train, RowUnits? units, int folds) = Pooled(plan, target, train, validation);
        target = plan.Start?.Target ?? target.Fitted(train);
        progress?.Report(new FitProgress("features", 0, null));
        TargetValues? outcomes = Outcomes(plan, target, train);
        NumberScaling scaling = plan.Scaling ?? plan.Choose(alone, target).Scaling;
        FittedFeatures features = plan.Start?.Features
            ?? FittedFeatures.Fit(train, plan.Features with { Scaling = scaling, Seed = plan.Seed }, outcomes);
        NetworkChoice choice = (plan with { Folds = folds }).Choose(alone, target, features);
        EncodedRows learned = features.Encode(train.Table, outcomes);
        Examples rows = Seen(plan, train, Examples(learned, features, target, train));
        MemberRows[] members = units is not null ? [.. Parts(folds, plan.Seed, units, rows)]
            : [new MemberRows(rows,
                Seen(plan, validation, Examples(features.Encode(validation.Table), features, target, validation)), null)];
        if (plan.Inferred is { } inferred) members = [.. members.Select((own, at) => inferred.Of(features, own, at, members.Length))];
        ImmutableArray<TrainedNet> nets = MemberFit.Of(plan, choice, members, progress, cancellation);
        var model = new Model(target, choice.Name, features, nets, null)
        {
            Id = train.Schema.Given.Id,
            Reading = plan.Reading,
            Choice = choice,
            Reference = ReferenceRow.Of(train, features, learned),
        };
        double[]? said = folds > 1 ? OutOfFold(model, members, rows.Count) : null;
        if (plan.Calibration != CalibrationMethod.None) model = Calibrated(model, plan, train, validation, said);
        if (plan.Monotone.Count > 0) MonotoneProof.Of(model, plan.Monotone).Demand();
        return said is null ? model : model.Holding(said, train.Table);
    }

    /// <summary>Training and validation rows as one where nets go over folds: as many as the plan says, or the network's own number as
    /// far as
    /// there are rows or groups of them. The units are null where one net is trained.</summary>
    static (TrainRows Rows, RowUnits? Units, int Folds) Pooled(ModelPlan plan, ModelTarget target, TrainRows train, TrainRows validation)
    {
        int folds = plan.Folds ?? plan.Choose(train.Count, target).Folds;
        if (folds < 2) return (train, null, folds);
        var rows = new TrainRows(train.Table.Append(validation.Table), train.Schema);
        RowUnits units = RowUnits.Of(rows.Table, rows.Schema, target.Strata(target.Labels(rows.Table)));
        return (rows, units, plan.Folds ?? Math.Min(folds, units.Count(rows.Count)));
    }

    /// <summary>Probabilities by rows that the nets did not see; counts by all rows, whose sum a net with a log link does not
    /// keep.</summary>
    static Model Calibrated(Model model, ModelPlan plan, TrainRows train, TrainRows validation, double[]? said)
    {
        if (model.Target is CountTarget target)
            return model.With(null, Balance(model.Score(train.Table), target.Labels(train.Table), train.Weights));
        TrainRows held = said is null ? validation : train;
        (double[] scores, double[] labels, double[] weights) =
            (said ?? model.Score(held.Table), model.Target.Labels(held.Table), held.Weights ?? []);
        if (plan.Inferred is { } inferred) (scores, labels, weights) = inferred.Held(model, scores, labels, weights);
        return model.Calibrated(scores, labels, weights, plan.Calibration);
    }

    /// <summary>What the rows turned out to be, where a column is encoded by it; rows of a group, and so of a customer, are in one
    /// part.</summary>
    static TargetValues? Outcomes(ModelPlan plan, ModelTarget target, TrainRows train)
    {
        const int Dealt = 5;
        const uint Repeat = 1;
        if (plan.Features.TargetMean.Length == 0) return null;
        if (target is ClassTarget)
            throw new FlorinException("FLR0555", "several classes have no mean", "features.targetMean",
                string.Join(", ", plan.Features.TargetMean), "leave targetMean out; its columns are then encoded level by level");
        double[] labels = target.Labels(train.Table);
        int[] parts = RowUnits.Of(train.Table, train.Schema, target.Strata(labels))
            .Deal([.. Enumerable.Range(0, train.Count)], Dealt, plan.Seed, Repeat);
        return new TargetValues(labels, target.ExposuresOf(train.Table), parts);
    }

    /// <summary>Parts of the rows, alike in their labels; rows of one group stay together where the schema names a group.</summary>
    static IEnumerable<MemberRows> Parts(int folds, ulong seed, RowUnits units, Examples rows)
    {
        int[] all = [.. Enumerable.Range(0, rows.Count)], part = units.Deal(all, folds, seed, 0);
        for (int fold = 0; fold < folds; fold++)
        {
            int[] held = [.. all.Where(row => part[row] == fold)];
            yield return new MemberRows(rows.Rows([.. all.Where(row => part[row] != fold)]), rows.Rows(held), held);
        }
    }

    static Examples Examples(EncodedRows encoded, FittedFeatures features, ModelTarget target, TrainRows rows) => new()
    {
        Numbers = encoded.Numbers,
        Axes = [encoded.Width],
        Names = [.. features.Names],
        Target = target.Learned(target.Labels(rows.Table)),
        Exposure = Singles(target.ExposuresOf(rows.Table)),
        Weight = Singles(rows.Weights),
    };

    static Examples Seen(ModelPlan plan, TrainRows rows, Examples examples)
    {
        if (plan.RowFactors?.Invoke(rows.Table) is { } factors)
        {
            double[] weights = rows.Weights is { } own ? [.. own.Zip(factors, (w, times) => w * times)] : factors;
            examples = examples with { Weight = Singles(weights) };
        }

        return plan.Beside?.Join(examples, rows.Table) ?? examples;
    }

    /// <summary>What the nets that did not see a row say of it, on average.</summary>
    static double[] OutOfFold(Model model, MemberRows[] members, int rows)
    {
        int outputs = model.Target.Outputs, seeds = model.Nets.Length / members.Length;
        double[] scores = new double[rows * outputs];
        for (int net = 0; net < model.Nets.Length; net++)
        {
            MemberRows own = members[net % members.Length];
            float[] said = model.Nets[net].PredictRows(own.Held.Numbers);
            for (int i = 0; i < own.HeldRows!.Length; i++)
                for (int output = 0; output < outputs; output++)
                    scores[own.HeldRows[i] * outputs + output] += (double)said[i * outputs + output] / seeds;
        }

        return scores;
    }

    /// <summary>What the training rows' counts are multiplied by: a net with a log link does not keep their sum.</summary>
    static double? Balance(double[] scores, double[] labels, double[]? weights)
    {
        double expected = 0, observed = 0;
        for (int row = 0; row < scores.Length; row++)
        {
            expected += (weights?[row] ?? 1) * scores[row];
            observed += (weights?[row] ?? 1) * labels[row];
        }

        return expected > 0 && observed > 0 ? observed / expected : null;
    }

    static float[]? Singles(double[]? numbers) => numbers is null ? null : [.. numbers.Select(number => (float)number)];
}
