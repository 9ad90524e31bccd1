namespace Florin;

/// <summary>What directions of columns ask of the rest of a plan, and of the table.</summary>
static class MonotoneRules
{
    /// <summary>Problems that need no table.</summary>
    public static IEnumerable<PlanProblem> Of(Plan plan)
    {
        if (plan.Monotone.Count == 0) yield break;
        if (plan.Network is { } network && !(network.Name is { } name && NetworkChoice.KeepsDirections(name)))
            yield return new PlanProblem("FLR1014", "network", "this network keeps no directions of columns")
            {
                Found = network.Name is null ? "a list of layers" : $"\"{network.Name}\"",
                Expected = "auto, monotone or additive",
                Fix = "take one of these, or leave monotone out",
            };
        if (plan.Features?.Scaling is NumberScaling.Robust or NumberScaling.None)
            yield return new PlanProblem("FLR1014", "features.scaling", "this scale is not proved to keep directions")
            {
                Fix = "leave scaling out, or take quantile or standard",
            };
        if (plan.Data.Kind is OutcomeKind.Classes)
            yield return new PlanProblem("FLR1014", "monotone", "several classes have no direction")
            {
                Fix = "leave monotone out, or predict one of two values",
            };
        foreach (string column in plan.Monotone.Keys)
            foreach ((string key, bool named) in new[]
            {
                ("data.categorical", plan.Data.Categorical.Contains(column)),
                ("features.targetMean", plan.Features?.TargetMean.Contains(column) ?? false),
                ("features.cycles", plan.Features?.Cycles.Contains(column) ?? false),
            })
                if (named)
                    yield return new PlanProblem("FLR1014", $"monotone.{column}", $"\"{column}\" has a direction only as an amount")
                    {
                        Found = $"it stands under {key} too",
                        Fix = $"take it from {key}, or from monotone",
                    };
    }

    /// <summary>Columns that are no amounts.</summary>
    public static IEnumerable<PlanProblem> Of(Plan plan, Table table) =>
        from column in plan.Monotone.Keys
        where table.Contains(column) && table[column] is not (NumberColumn or DateColumn)
        select new PlanProblem("FLR1016", $"monotone.{column}", $"\"{column}\" does not hold numbers or dates")
        {
            Found = $"a column of kind {table[column].Kind}",
            Fix = "name a column of numbers or dates",
        };
}
