namespace Florin;

public sealed partial class StudyRun
{
    /// <summary>What a lender and a validator ask of probabilities of default; null where the study is of something else.</summary>
    CreditStudy? Credit(Model model, Judgement judged)
    {
        if (CreditPolicyOf(judged) is not { } policy) return null;
        var context = new CreditContext(plan, model, Learned, judged.Rows, judged.Cells, seed, ScoringThreads) { Folds = judged.Folds };
        return new CreditStudy
        {
            Policy = policy,
            Decision = DecisionOf(judged)?.Study(cancellation),
            Loss = LossStudy.Of(context),
            Offer = OfferStudy.Of(context),
        };
    }

    /// <summary>What the model file says of the use of its scores.</summary>
    CreditPolicy? CreditPolicyOf(Judgement judged) => IsCredit && Target is BinaryTarget ? (plan.Credit ?? new CreditPlan()).ToPolicy() with
    {
        Decision = DecisionOf(judged)?.Policy(),
    } : null;

    DecisionJudge? DecisionOf(Judgement judged) =>
        plan.Credit?.Decision is { } decision ? new DecisionJudge(decision, judged.Folds, seed) : null;
}
