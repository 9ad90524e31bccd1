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
        return new CreditStudy
        {
            Policy = policy,
            Validation = CreditValidation.Of(context, cancellation),
            Decision = DecisionOf(judged)?.Study(cancellation),
            Loss = LossStudy.Of(context),
        };
    }

    /// <summary>What the model file says of the use of its scores.</summary>
    CreditPolicy? CreditPolicyOf(Model model, Judgement judged) => policyOf ??= IsCredit && Target is BinaryTarget
        ? ValidationPolicy.On((plan.Credit ?? new CreditPlan()).ToPolicy(), plan.Credit, model, Learned, schema, ScoringThreads) with
        {
            Decision = DecisionOf(judged)?.Policy(),
        } : null;

    DecisionJudge? DecisionOf(Judgement judged) =>
        plan.Credit?.Decision is { } decision ? new DecisionJudge(decision, judged.Folds, seed) : null;
}
