namespace Florin;

public sealed partial class StudyRun
{
    CreditPolicy? policyOf;

    /// <summary>What a lender and a validator ask of probabilities of default; null where the study is of something else.</summary>
    CreditStudy? Credit(Model model, Judgement judged)
    {
        if (CreditPolicyOf(model) is not { } policy) return null;
        var context = new CreditContext(plan, model, Learned, judged.Rows, judged.Cells, seed, ScoringThreads);
        return new CreditStudy
        {
            Policy = policy,
            Validation = CreditValidation.Of(context with { Card = judged.Card, Policy = policy }, cancellation),
        };
    }

    /// <summary>What the model file says of the use of its scores.</summary>
    CreditPolicy? CreditPolicyOf(Model model) => policyOf ??= IsCredit && Target is BinaryTarget
        ? ValidationPolicy.On((plan.Credit ?? new CreditPlan()).ToPolicy(), plan.Credit, model, Learned, schema, ScoringThreads) : null;
}
