namespace Florin;

public sealed partial class StudyRun
{
    CreditPolicy? policyOf;
    DecisionJudge? decider;

    /// <summary>What a lender and a validator ask of probabilities of default; null where the study is of something else.</summary>
    CreditStudy? Credit(Model model, Judgement judged)
    {
        if (CreditPolicyOf(model, judged) is not { } policy) return null;
        var context = new CreditContext(plan, model, Learned, judged.Rows, judged.Cells, seed, ScoringThreads)
        {
            Folds = judged.Folds,
            Policy = policy,
        };
        Stage("grades, decisions and reasons");
        return new CreditStudy
        {
            Policy = policy,
            PointsOfNet = PointsStudy.Of(context, policy),
            Validation = CreditValidation.Of(context, cancellation),
            Decision = DecisionOf(judged.Folds)?.Study(cancellation),
            Loss = LossStudy.Of(context),
            Reasons = ReasonStudy.Of(context, policy, cancellation),
            Offer = OfferStudy.Of(context),
            Rejects = Declined is not { } declined ? null
                : new RejectJudge(context, declined, policy.Decision, schema.Weights(declined)).Study(cancellation),
        };
    }

    /// <summary>What the model file says of the use of its scores.</summary>
    CreditPolicy? CreditPolicyOf(Model model, Judgement judged)
    {
        if (policyOf is not null || !IsCredit || Target is not BinaryTarget) return policyOf;
        CreditPlan asked = plan.Credit ?? new CreditPlan();
        DecisionPolicy? decision = DecisionOf(judged.Folds)?.Policy;
        double[] scores = model.Score(Learned, ScoringThreads);
        CreditPolicy policy = ValidationPolicy.On(asked.ToPolicy(), plan.Credit, scores, schema.Weights(Learned) ?? []) with
        {
            Decision = decision,
        };
        return policyOf = policy with
        {
            Reasons = ReasonPolicy.Of(plan.Credit, policy, model, Learned, scores),
            Changes = asked.Counterfactuals is { } changes ? changes.ToRules(model, Learned) : null,
        };
    }

    /// <summary>The plan's rule of decision; null where it has none.</summary>
    DecisionJudge? DecisionOf(IReadOnlyList<StudyFold> judging) => plan.Credit?.Decision is { } decision && Target is BinaryTarget
        ? decider ??= new DecisionJudge(decision, judging, seed) : null;
}
