namespace Florin;

/// <summary>What is wrong with the declined applicants of a plan, and in which they do not fit the data.</summary>
static class RejectRules
{
    /// <summary>The fewest declined rows of which anything is said.</summary>
    public const int Fewest = 50;

    const string Key = "credit.rejects";

    public static IEnumerable<PlanProblem> Of(Plan plan)
    {
        if (plan.Credit?.Rejects is not { } rejects) yield break;
        foreach (PlanProblem problem in PlanRules.Rows(rejects.On(plan.Data)))
            yield return problem with { Key = Key + problem.Key["data".Length..] };
        if (!rejects.IsDatabase && rejects.Path == plan.Data.Path && !plan.Data.IsDatabase)
            yield return Problem(Key + ".path", "the declined stand in a file of their own", "the file of the data",
                "put the rows without an outcome into another file");
        if (rejects is { HasFactor: false, BadRateFactor: not null })
            yield return Problem(Key + ".badRateFactor", "only parcelling and fuzzy have a factor", $"method: {Name(rejects.Way)}",
                "leave it out, or write method: parcelling or method: fuzzy");
        if (rejects.Sensitivity is { } factors && factors.Any(factor => !(factor is > 0 and <= 100)))
            yield return new PlanProblem("FLR1011", Key + ".sensitivity", "a number is out of its range") { Expected = "above 0 to 100" };
        if (plan.Credit is { CentralTendency: not null } or { SamplingRate: not null })
            yield return Problem(Key, "the declined are described by the score, and a central tendency or a sampling rate moves the PD "
                + "away from it", "both", "leave out rejects, or centralTendency and samplingRate");
        if (rejects.Way == RejectMethod.None) yield break;
        if (plan.Fairness?.Mitigation is not null)
            yield return Problem("fairness.mitigation", "mitigation and reject inference are both judged against the same network without",
                "both", "keep one of them, or write method: none for the declined");
        if (plan.LearningCurve.Count > 0)
            yield return Problem("learningCurve", "a learning curve is of known outcomes alone", "reject inference beside it",
                "leave it out, or write method: none for the declined");
    }

    /// <summary>In which the declined and the data do not fit.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="table">The data.</param>
    /// <param name="declined">The declined; null: none were given.</param>
    public static IEnumerable<PlanProblem> Of(Plan plan, Table table, Table? declined)
    {
        if (plan.Credit?.Rejects is null)
            return declined is null ? [] : [Problem(Key, "declined rows were given that the plan does not name", "no rejects in the plan",
                "add credit: {rejects: {path: declined.csv}}")];
        if (plan.Data.Target is { } target && table.Contains(target) && table[target].AsCategories().Levels.Count != 2)
            return [Problem(Key, "reject inference is for outcomes of two values", $"\"{target}\" has more", "leave rejects out")];
        return declined is null
            ? [new PlanProblem("FLR1555", Key, "the rows of the declined were not given")
                { Fix = "florin run reads them; in C# give StudyOptions.Declined" }]
            : [.. Names(plan, table, declined), .. Cells(plan, table, declined)];
    }

    static IEnumerable<PlanProblem> Names(Plan plan, Table table, Table declined)
    {
        if (declined.RowCount < Fewest)
            yield return new PlanProblem("FLR1554", Key, "there are too few declined rows")
            {
                Found = FormattableString.Invariant($"{declined.RowCount} rows"),
                Expected = FormattableString.Invariant($"{Fewest} or more"),
                Fix = "leave rejects out: of so few nothing can be said",
            };
        if (plan.Data.Target is { } target && declined.Contains(target) && declined[target].MissingCount < declined.RowCount)
            yield return new PlanProblem("FLR1552", Key, $"the declined have outcomes in \"{target}\"")
            {
                Found = FormattableString.Invariant($"{declined.RowCount - declined[target].MissingCount} rows with an outcome"),
                Expected = "no outcome: nobody saw what became of them",
                Fix = "rows whose outcome is known belong to the data; else leave the column out",
            };
        foreach (string name in RejectRows.Needed(table, plan.ToRoles()))
            if (!declined.Contains(name) && !plan.Data.Optional.Contains(name))
                yield return new PlanProblem("FLR1551", Key, $"the declined have no column \"{name}\"")
                {
                    Found = string.Join(", ", declined.Names.Take(20)) + (declined.Columns.Count > 20 ? " …" : ""),
                    Nearest = NearestName.Of(name, declined.Names.Except(table.Names)),
                    Fix = "the declined need the columns of the data, without the outcome",
                };
    }

    static IEnumerable<PlanProblem> Cells(Plan plan, Table table, Table declined)
    {
        foreach (string name in RejectRows.Needed(table, plan.ToRoles()).Where(declined.Contains))
        {
            Column own = declined[name], known = table[name];
            if (own.MissingCount < own.Count && known is NumberColumn or DateColumn && own.Kind != known.Kind)
                yield return new PlanProblem("FLR1553", Key, $"\"{name}\" of the declined is of another kind than in the data")
                {
                    Found = $"a column of kind {own.Kind}",
                    Expected = $"a column of kind {known.Kind}",
                    Fix = "write its cells as they are written in the data",
                };
            else if (name == plan.Data.Weight && own is NumberColumn numbers && !numbers.Values.ToArray().All(weight => weight >= 0))
                yield return new PlanProblem("FLR1553", Key, $"weights in \"{name}\" of the declined are missing or negative")
                {
                    Expected = "a number from 0 in every row",
                };
        }
    }

    internal static string Name(RejectMethod method) => method.ToString().ToLowerInvariant();

    static PlanProblem Problem(string key, string message, string found, string fix) =>
        new("FLR1550", key, message) { Found = found, Fix = fix };
}
