namespace Florin;

using System.Collections.Immutable;

/// <summary>Describes the declined, and judges what inference changed on the rows whose outcomes are known.</summary>
/// <param name="context">The study; the test rows have the scores of its models.</param>
/// <param name="declined">All declined.</param>
/// <param name="decision">The study's rule; null: it decides nothing.</param>
/// <param name="weights">Of the declined; null: each counts once.</param>
sealed class RejectJudge(CreditContext context, Table declined, DecisionPolicy? decision, double[]? weights)
{
    const double Alike = 0.05;

    const int Bands = 24;

    readonly RejectPlan plan = context.Plan.Credit!.Rejects!;

    readonly RejectFold[] folds = [.. context.Folds.Select(fold => fold.Rejects!)];

    public RejectStudy Study(CancellationToken cancellation)
    {
        bool infers = plan.Way != RejectMethod.None;
        double[] with = Averaged(fold => fold.Declined), without = Averaged(fold => fold.DeclinedWithout);
        StabilityTable psi = PopulationStability.Of(context.Pds).Compare(with);
        double[] chance = Averaged(fold => fold.Accepted);
        var study = new RejectStudy
        {
            Method = plan.Way,
            Factor = plan.HasFactor ? plan.Factor : null,
            Sha256 = DataHash.Of(declined),
            Rows = declined.RowCount,
            Learned = folds[0].Rows.Length,
            InferredBadRate = plan.HasFactor ? BadRate(plan.Factor, cancellation) : null,
            LargestWeight = plan.Way == RejectMethod.Augmentation ? folds.Max(fold => fold.Factors.Max()) : null,
            AcceptedPd = RowShares.Mean(context.Rows.Count, row => context.Pds[row], context.Rows.Weights),
            MeanPd = Mean(with),
            MeanPdWithout = infers ? Mean(without) : null,
            Changes = infers ? [.. Changes(cancellation)] : [],
            CutOff = decision?.CutOff,
            Approved = Approved(with),
            ApprovedWithout = infers ? Approved(without) : null,
            Psi = psi.Psi,
            PsiLimit = psi.Limit,
            Distribution = Distribution(with),
            Unlike = RowShares.Share(chance.Length, _ => true, row => chance[row] < Alike ? 1 : 0, weights),
            Sensitivity = [.. plan.Factors.Select(factor => Sensitive(factor, cancellation))],
            Warnings = [],
        };
        return study with { Warnings = [.. RejectText.Warnings(study)] };
    }

    double[] Averaged(Func<RejectFold, double[]> of) => [.. Enumerable.Range(0, declined.RowCount)
        .Select(row => folds.Average(fold => of(fold)[row]))];

    MetricValue Mean(double[] pds) => RowShares.Mean(pds.Length, row => pds[row], weights);

    MetricValue? Approved(double[] pds) => decision is null ? null
        : RowShares.Share(pds.Length, _ => true, row => pds[row] <= decision.CutOff ? 1 : 0, weights);

    IEnumerable<RejectChange> Changes(CancellationToken cancellation)
    {
        JudgedRows plain = context.Rows.With([.. folds.SelectMany(fold => fold.TestWithout)]);
        BinaryRows with = context.Rows.Binary(), without = plain.Binary();
        var options = new BootstrapOptions { Seed = context.Seed, Stratified = false };
        IReadOnlyDictionary<string, MetricValue> one = ModelEvaluation.Of(context.Rows, context.Seed, cancellation),
            two = ModelEvaluation.Of(plain, context.Seed, cancellation);
        if (ModelEvaluation.Compare(context.Rows, plain, context.Seed, cancellation).Difference is { } change)
            yield return new RejectChange("auc", two["auc"], one["auc"], change);
        yield return new RejectChange("logLoss", two["logLoss"], one["logLoss"],
            Bootstrap.Difference(with, without, rows => BinaryMetrics.LogLoss(rows), options, cancellation));
    }

    /// <summary>Points that are rare on both sides join the outer bands.</summary>
    ImmutableArray<RejectShare> Distribution(double[] pds)
    {
        double[] accepted = context.Policy.Points.Points(context.Pds), unseen = context.Policy.Points.Points(pds);
        double[] all = [.. accepted.Concat(unseen).Order()];
        (double low, double high) = (all[all.Length / 200], all[all.Length - 1 - all.Length / 200]);
        if (!(high > low)) return [];
        double width = (high - low) / Bands;
        int Band(double points) => (int)Math.Clamp(Math.Floor((points - low) / width), 0, Bands - 1);
        double[] Shares(double[] points, double[]? own)
        {
            double[] shares = new double[Bands];
            for (int row = 0; row < points.Length; row++) shares[Band(points[row])] += own?[row] ?? 1;
            double sum = shares.Sum();
            return [.. shares.Select(share => share / sum)];
        }

        double[] first = Shares(accepted, context.Rows.Weights), second = Shares(unseen, weights);
        return [.. Enumerable.Range(0, Bands).Select(band =>
            new RejectShare(low + band * width, low + (band + 1) * width, first[band], second[band]))];
    }

    MetricValue BadRate(double factor, CancellationToken cancellation) => folds[0].BadRate(plan.Way, factor,
        new BootstrapOptions { Seed = context.Seed, Stratified = false, Threads = context.Threads }, cancellation);

    RejectFactor Sensitive(double factor, CancellationToken cancellation)
    {
        RejectFold first = folds[0];
        MetricValue rate = BadRate(factor, cancellation);
        if (first.Trials.FirstOrDefault(each => each.Factor == factor) is not { } trial)
            return new RejectFactor(factor, rate, null, null, null, null);
        BinaryRows rows = new(trial.Test, context.Folds[0].Split.TestLabels, context.Folds[0].Weights);
        return new RejectFactor(factor, rate, Mean(trial.Declined).Value, BinaryMetrics.Auc(rows), BinaryMetrics.LogLoss(rows),
            Approved(trial.Declined)?.Value);
    }
}
