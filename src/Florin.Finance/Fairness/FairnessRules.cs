namespace Florin;

/// <summary>What keys of fairness ask of one another and of the table.</summary>
static class FairnessRules
{
    const int MostStrengths = 12;

    public static IEnumerable<PlanProblem> Of(Plan plan)
    {
        if (plan.Fairness is not { } fairness) return [];
        return [.. Keys(plan, fairness), .. fairness.Rules is { } rules ? Of(rules, "fairness.rules.") : []];
    }

    /// <summary>What is wrong with a policy.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="prefix">What stands before its keys.</param>
    public static IEnumerable<PlanProblem> Of(FairnessPolicy policy, string prefix)
    {
        (string Key, string Name)[] named =
        [
            .. policy.Metrics.Span.ToArray().Select(name => (prefix + "metrics", name)),
            .. policy.Limits.Keys.Select(name => ($"{prefix}limits.{name}", name)),
        ];
        foreach ((string key, string name) in named.Where(each => !FairnessPolicy.AllMetrics.Contains(each.Name)))
            yield return new PlanProblem("FLR1532", key, "no such metric of fairness")
            {
                Found = $"\"{name}\"",
                Expected = "one of " + string.Join(", ", FairnessPolicy.AllMetrics),
                Nearest = NearestName.Of(name, FairnessPolicy.AllMetrics),
            };
        if (policy is { Action: FairnessAction.Block or FairnessAction.Warn, Limits.Count: 0 })
            yield return new PlanProblem("FLR1533", prefix + "action", "there is no limit that could be crossed")
            {
                Fix = "give limits such as {selectionRatio: \">= 0.8\"}, or action: report",
            };
    }

    /// <summary>In which the plan's groups and the table do not fit.</summary>
    public static IEnumerable<PlanProblem> Of(Plan plan, Table table)
    {
        foreach (string name in plan.Fairness?.Bins.Keys ?? [])
            if (table.Contains(name) && table[name] is not NumberColumn)
                yield return new PlanProblem("FLR1535", $"fairness.bins.{name}", $"\"{name}\" does not hold numbers")
                {
                    Found = $"a column of kind {table[name].Kind}",
                    Fix = "leave its bins out: every level is a group",
                };
    }

    static IEnumerable<PlanProblem> Keys(Plan plan, FairnessPlan fairness)
    {
        if (plan.Data.Protected.Count == 0)
            yield return new PlanProblem("FLR1530", "fairness", "there is no column by which groups could be told apart")
            {
                Fix = "name them: data: {protected: [age, sex]}",
            };
        if (fairness is { CutOff: not null, ApprovalRate: not null }) yield return Two("fairness.approvalRate", "a cut-off and a rate");
        if (fairness is { Policy: not null, Rules: not null }) yield return Two("fairness.rules", "a named policy and rules");
        (string Key, bool Given)[] ofPenalty =
            [("strength", fairness.Strength is not null), ("strengths", fairness.Strengths.Count > 0), ("gap", fairness.Gap is not null)];
        foreach ((string key, bool _) in ofPenalty.Where(each => each.Given && fairness.Mitigation != Mitigation.Penalty))
            yield return new PlanProblem("FLR1536", "fairness." + key, $"only a penalty has {(key == "strengths" ? key : "a " + key)}")
            {
                Found = fairness.Mitigation is null ? "no mitigation" : "mitigation: reweighing",
                Fix = "write mitigation: penalty beside it, or leave it out",
            };
        if (fairness.Strengths.Count > MostStrengths || fairness.Strengths.Any(strength => !(strength is > 0 and <= 1e6)))
            yield return new PlanProblem("FLR1536", "fairness.strengths", "strengths cannot be tried")
            {
                Found = "[" + string.Join(", ", fairness.Strengths.Select(each => Numbers.Text(each))) + "]",
                Expected = $"at most {MostStrengths} numbers above 0, such as [0.1, 0.3, 1, 3]",
            };
        if (fairness.Policy is { } name && !FairnessPolicy.IsFile(name) && !FairnessPolicy.Names.Contains(name))
            yield return FairnessPolicy.NoPolicy(name);
        foreach ((string key, string column) in fairness.Bins.Keys.Select(each => ($"fairness.bins.{each}", each))
            .Concat(fairness.Reference.Keys.Select(each => ($"fairness.reference.{each}", each))))
            if (!plan.Data.Protected.Contains(column))
                yield return new PlanProblem("FLR1534", key, $"\"{column}\" is not protected")
                {
                    Expected = "a column of data.protected",
                    Nearest = NearestName.Of(column, [.. plan.Data.Protected]),
                };
        foreach ((string column, EquatableArray<double> bounds) in fairness.Bins)
            if (bounds.Count == 0 || bounds.Span.ToArray().Zip(bounds.Span.ToArray().Skip(1)).Any(pair => !(pair.First < pair.Second)))
                yield return new PlanProblem("FLR1535", $"fairness.bins.{column}", "bounds are one or more, and rise")
                {
                    Expected = "a list such as [25, 40, 60]",
                };
    }

    static PlanProblem Two(string key, string what) => new("FLR1014", key, $"{what} exclude each other") { Fix = "keep one of them" };
}
