namespace Florin;

public sealed partial class StudyRun
{
    /// <summary>What a lender and a validator ask of probabilities of default; null where the study is of something else.</summary>
    CreditStudy? Credit(Model model, Judgement judged)
    {
        if (CreditPolicy.Of(model) is not { } policy) return null;
        var context = new CreditContext(plan, model, Learned, judged.Rows, judged.Cells, seed, ScoringThreads);
        Stage("reasons");
        return new CreditStudy
        {
            Policy = policy,
            Reasons = ReasonStudy.Of(context, policy, cancellation),
            PointsOfNet = PointsStudy.Of(context, policy),
        };
    }

    /// <summary>What the model file says of the use of its scores.</summary>
    CreditPolicy? CreditPolicyOf(Model model) => !IsCredit || Target is not BinaryTarget ? null
        : (plan.Credit ?? new CreditPlan()).ToPolicy() with
        {
            Reasons = ReasonPolicy.Of(plan.Credit, model, Learned, ScoringThreads),
            Changes = plan.Credit?.Counterfactuals is { } changes ? changes.ToRules(model, Learned) : null,
        };
}
