namespace Florin;

using System.Globalization;

/// <summary>What the keys of reasons and changes ask of one another and of the table.</summary>
static class ReasonPlanRules
{
    public static IEnumerable<PlanProblem> Of(CreditPlan? credit) =>
        [.. credit?.Reasons is { } reasons ? Of(reasons) : [], .. credit?.Counterfactuals is { } changes ? Of(changes) : []];

    /// <summary>Columns that are named, with their keys.</summary>
    public static IEnumerable<(string Key, string Column)> Named(CreditPlan? credit) =>
    [
        .. credit?.Reasons?.Named() ?? [],
        .. (credit?.Counterfactuals?.Named() ?? []).Select(each => ("credit.counterfactuals." + each.Key, each.Column)),
    ];

    /// <summary>Columns that are held in order must be seen when a row is scored.</summary>
    public static IEnumerable<PlanProblem> InTable(Plan plan)
    {
        (Role, string As, string Column)[] roles = [.. plan.ToRoles().All()];
        foreach (string column in plan.Credit?.Counterfactuals?.Coupled.SelectMany(pair => pair).Distinct() ?? [])
            if (Array.Find(roles, role => role.Column == column) is { As: { } role })
                yield return new PlanProblem("FLR1564", "credit.counterfactuals.coupled", $"\"{column}\" is no input")
                {
                    Found = $"it is the plan's {role}",
                    Fix = "name inputs here, or take the role from it",
                };
    }

    static IEnumerable<PlanProblem> Of(ReasonPlan plan)
    {
        foreach (var twice in plan.Named().GroupBy(each => each.Column).Where(same => same.Count() > 1))
            yield return new PlanProblem("FLR1562", twice.Last().Key, "a column is a reason twice")
            {
                Found = $"\"{twice.Key}\"",
                Fix = "name each column in one reason",
            };
        foreach ((string code, ReasonGroupPlan group) in plan.Groups)
        {
            string key = $"credit.reasons.groups.{code}";
            if (group.Columns.Count == 0)
                yield return new PlanProblem("FLR1562", key + ".columns", "a reason has no column") { Fix = "name its columns" };
            foreach (string text in new[] { group.Text, group.Missing }.OfType<string>())
                if (ReasonWording.Problem(text, [.. group.Columns]) is { } problem)
                    yield return new PlanProblem("FLR1563", key + ".text", "the words of a reason cannot be filled in")
                    {
                        Found = problem,
                        Expected = "{column} or {column:0 %} of its own columns",
                    };
        }
    }

    static IEnumerable<PlanProblem> Of(CounterfactualPlan plan)
    {
        const string key = "credit.counterfactuals";
        foreach ((int at, EquatableArray<string> pair) in plan.Coupled.Index())
            if (pair.Count != 2)
                yield return new PlanProblem("FLR1564", string.Create(CultureInfo.InvariantCulture, $"{key}.coupled[{at}]"),
                    "two columns are coupled")
                { Expected = "[smaller, larger]" };
        foreach (string column in plan.Up.Intersect(plan.Down))
            yield return new PlanProblem("FLR1564", key + ".down", "a column may only rise and only fall")
            {
                Found = $"\"{column}\"",
                Fix = "keep one of them, or name it in immutable",
            };
        foreach ((string column, double step) in plan.Step)
            if (!(step > 0))
                yield return new PlanProblem("FLR1564", $"{key}.step.{column}", "a step is above 0") { Found = Numbers.Text(step) };
        foreach ((string column, double low) in plan.Low)
            if (plan.High.TryGetValue(column, out double high) && low > high)
                yield return new PlanProblem("FLR1564", $"{key}.low.{column}", "low is above high") { Found = Numbers.Text(low) };
    }
}
