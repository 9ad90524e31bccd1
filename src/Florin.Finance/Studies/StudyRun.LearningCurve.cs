namespace Florin;

using System.Collections.Immutable;

/// <content>Whether more rows would help.</content>
public sealed partial class StudyRun
{
    /// <summary>Models of growing shares of the first fold's training and validation rows (nets over folds learn from both), each share
    /// within
    /// the next, judged on its test rows.</summary>
    /// <param name="whole">The metrics of the model of all of them.</param>
    ImmutableArray<StudyShare> LearningCurve(IReadOnlyDictionary<string, MetricValue> whole)
    {
        if (plan.LearningCurve.Count == 0) return [];
        SplitTable split = folds[0];
        string metric = ModelEvaluation.Primary(Target);
        var curve = ImmutableArray.CreateBuilder<StudyShare>();
        foreach (double share in plan.LearningCurve.Span.ToArray().Distinct().Order())
        {
            Stage(FormattableString.Invariant($"learning curve, {share:P0} of the rows"));
            if (split.Part(share, seed) is not { } part) continue;
            ModelPlan settings = (searches.FirstOrDefault()?.Settings ?? new SearchSettings()).On(Mitigated(Settings(), split)) with
            {
                Checkpoints = null,
            };
            settings = Paired(settings, Chosen(settings, part.Train, part.Validation));
            if (settings.Layers is null) settings = settings with { Network = settings.Choose(split.Train.Count, Target).Name };
            using Model model = settings.Fit(Target, part.Train, part.Validation, null, cancellation);
            JudgedRows rows = new StudyFold(split, model, [], model.Score(split.Test, ScoringThreads), null, [], [], []).Judged();
            curve.Add(new StudyShare(share, part.Train.Count, ModelEvaluation.Of(rows, seed, cancellation)[metric]));
        }

        curve.Add(new StudyShare(1, split.Train.Count, whole[metric]));
        return curve.ToImmutable();
    }
}
