namespace Florin;

public sealed partial class StudyRun
{
    CreditPolicy? policyOf;

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
            Decision = DecisionOf(judged)?.Study(cancellation),
            Loss = LossStudy.Of(context),
            Reasons = ReasonStudy.Of(context, policy, cancellation),
            Offer = OfferStudy.Of(context),
        };
    }

    /// <summary>What the model file says of the use of its scores.</summary>
    CreditPolicy? CreditPolicyOf(Model model, Judgement judged)
    {
        if (policyOf is not null || !IsCredit || Target is not BinaryTarget) return policyOf;
        CreditPlan asked = plan.Credit ?? new CreditPlan();
        DecisionPolicy? decision = DecisionOf(judged)?.Policy();
        return policyOf = ValidationPolicy.On(asked.ToPolicy(), plan.Credit, model, Learned, schema, ScoringThreads) with
        {
            Decision = decision,
            Reasons = ReasonPolicy.Of(plan.Credit, decision, model, Learned, ScoringThreads),
            Changes = asked.Counterfactuals is { } changes ? changes.ToRules(model, Learned) : null,
        };
    }

    DecisionJudge? DecisionOf(Judgement judged) =>
        plan.Credit?.Decision is { } decision ? new DecisionJudge(decision, judged.Folds, seed) : null;
}
