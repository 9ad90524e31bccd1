namespace Florin;

public sealed partial class StudyRun
{
    /// <summary>What a lender and a validator ask of probabilities of default; null where the study is of something else.</summary>
    CreditStudy? Credit(Model model, Judgement judged)
    {
        if (CreditPolicyOf() is not { } policy) return null;
        var context = new CreditContext(plan, model, Learned, judged.Rows, judged.Cells, seed, ScoringThreads);
        _ = context;
        return new CreditStudy { Policy = policy };
    }

    /// <summary>What the model file says of the use of its scores.</summary>
    CreditPolicy? CreditPolicyOf() => IsCredit && Target is BinaryTarget ? (plan.Credit ?? new CreditPlan()).ToPolicy() : null;
}
