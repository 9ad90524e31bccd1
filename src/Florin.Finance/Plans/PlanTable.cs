namespace Florin;

/// <summary>In which plan and table do not fit.</summary>
static class PlanTable
{
    public static IEnumerable<PlanProblem> Problems(Plan plan, Table table)
    {
        ColumnRoles roles = plan.ToRoles();
        (string Key, string Column)[] named = [.. Named(plan)];
        IEnumerable<PlanProblem> cells = Schema.Check(table, roles).Select(problem => new PlanProblem(problem.Code, Key(plan, problem),
            problem.Column.Length == 0 ? problem.Message : $"\"{problem.Column}\": {problem.Message}")
        {
            Found = problem.Found,
            Fix = problem.Fix,
        });
        return
        [
            .. cells,
            .. from name in named
               where !table.Contains(name.Column) && !plan.Data.Optional.Contains(name.Column)
               select new PlanProblem("FLR1015", name.Key, $"there is no column \"{name.Column}\"")
               {
                   Found = Found(table),
                   Nearest = NearestName.Of(name.Column, table.Names),
                   Fix = "name a column of the table",
               },
            .. Values(plan, table), .. Kinds(plan, table), .. CellRules.Of(plan, table), .. CellRules.Weights(plan, table),
            .. ValidationRules.Kinds(plan, table),
            .. MonotoneRules.Of(plan, table),
            .. FairnessRules.Of(plan, table),
            .. CreditRules.Of(plan, table),
            .. ShareRules.Of(plan, table),
            .. ReasonPlanRules.InTable(plan),
        ];
    }

    /// <summary>Columns that are named without a role.</summary>
    static IEnumerable<(string Key, string Column)> Named(Plan plan) =>
    [
        .. plan.Data.Categorical.Select(column => ("data.categorical", column)),
        .. plan.Data.Special.Keys.Where(column => column != "*").Select(column => ($"data.special.{column}", column)),
        .. plan.Data.Dates.Keys.Select(column => ($"data.dates.{column}", column)),
        .. plan.Monotone.Keys.Select(column => ($"monotone.{column}", column)),
        .. plan.Features?.Named() ?? [],
        .. PairRules.Named(plan),
        .. ValidationRules.Named(plan),
        .. ReasonPlanRules.Named(plan.Credit),
        .. ShareRules.Named(plan),
    ];

    /// <summary>Features that ask for columns of another kind.</summary>
    static IEnumerable<PlanProblem> Kinds(Plan plan, Table table)
    {
        (Role, string As, string Column)[] roles = [.. plan.ToRoles().All()];
        IEnumerable<(string Key, string Column)> inputs = [.. plan.Features?.Named() ?? [], .. PairRules.Named(plan),
            .. plan.Monotone.Keys.Select(column => ($"monotone.{column}", column))];
        foreach ((string key, string name) in inputs)
            if (Array.Find(roles, role => role.Column == name) is { As: { } role })
                yield return new PlanProblem("FLR1014", key, $"\"{name}\" is no input")
                {
                    Found = $"it is the plan's {role}",
                    Fix = "leave it out here, or take the role from it",
                };
        foreach (string name in plan.Features?.Fill.Keys ?? [])
            if (table.Contains(name) && table[name] is not NumberColumn) yield return Kind($"features.fill.{name}", table[name], "numbers");
        foreach (string name in plan.Features?.Cycles.Span.ToArray() ?? [])
            if (table.Contains(name) && table[name] is not DateColumn) yield return Kind("features.cycles", table[name], "dates");
    }

    static PlanProblem Kind(string key, Column column, string expected) =>
        new("FLR1016", key, $"\"{column.Name}\" does not hold {expected}")
        {
            Found = $"a column of kind {column.Kind}",
            Fix = $"name a column of {expected}",
        };

    /// <summary>Values that a split by column looks for.</summary>
    static IEnumerable<PlanProblem> Values(Plan plan, Table table)
    {
        if (plan.Split is not SplitPlans.Column split || !table.Contains(split.By)) return [];
        Column column = table[split.By];
        return from value in new (string Key, string? Text)[] { ("split.test", split.Test), ("split.validation", split.Validation) }
               where value.Text is not null && !Enumerable.Range(0, column.Count).Any(row => column.Holds(row, value.Text))
               select new PlanProblem("FLR1016", value.Key, $"no row of \"{split.By}\" has this value")
               {
                   Found = $"\"{value.Text}\"",
                   Fix = "give a value that the column holds",
               };
    }

    /// <summary>The key that gave a column the role in question.</summary>
    static string Key(Plan plan, SchemaProblem problem)
    {
        if (problem.Code == "FLR0529") return "data.positive";
        if (problem.Column.Length == 0) return "data.drop";
        if (plan.Split is SplitPlans.Column split && split.By == problem.Column && !plan.Data.Drop.Contains(split.By))
            return "split.column";
        (_, string role, _) = plan.Data.ToRoles().All().FirstOrDefault(role => role.Column == problem.Column);
        return role is null ? "data" : $"data.{role}";
    }

    static string Found(Table table)
    {
        const int Shown = 20;
        string names = string.Join(", ", table.Names.Take(Shown));
        return table.Columns.Count > Shown ? names + " …" : names;
    }
}
