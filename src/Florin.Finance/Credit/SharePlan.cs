namespace Florin;

using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

/// <summary>What a lender asks of shares such as loss given default (LGD) and credit conversion factor (CCF); what is null has its
/// default.</summary>
public sealed record SharePlan
{
    /// <summary>Of LGD: the column of the exposure at default (EAD). A score then has an amount, score · EAD: the expected loss.</summary>
    public string? Ead { get; init; }

    /// <summary>Of CCF: the column of the limit. With <see cref="Drawn"/> a score has an amount, drawn + score · (limit - drawn): the
    /// expected EAD.</summary>
    public string? Limit { get; init; }

    /// <summary>Of CCF: the column of what is drawn when the score is made.</summary>
    public string? Drawn { get; init; }

    /// <summary>Edges between bands of scores, each above 0 and below 1 and above the one before; empty for up to ten bands of equal rows,
    /// 30 or more in each.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public EquatableArray<double> Bands { get; init; }

    /// <summary>A column whose values are pools that are tested one by one; null: only bands of scores are.</summary>
    public string? Pool { get; init; }

    /// <summary>The level of the back-tests, above 0 and at most 0.5. Null means 0.05.</summary>
    [Range(0, 0.5, MinimumIsExclusive = true)]
    public double? Level { get; init; }
}

/// <summary>What a plan that predicts a share asks of its keys and of the table.</summary>
static class ShareRules
{
    const string Key = "credit.share";

    /// <summary>Whether the target is a share.</summary>
    public static bool Predicts(Plan plan) => plan.Data.Kind == OutcomeKind.Share
        || (plan.Data.Kind == OutcomeKind.Auto && plan.Recipe is "credit/lgd" or "credit/ead");

    public static ShareTarget Target(Plan plan, string column) => new(column, plan.Data.Clip ?? false,
        plan.Credit?.Share?.Limit ?? plan.Credit?.Share?.Ead, plan.Credit?.Share?.Drawn);

    public static IEnumerable<PlanProblem> Of(Plan plan)
    {
        bool share = Predicts(plan);
        if (plan.Data.Clip is not null && !share)
            yield return Problem("data.clip", "only a share is clipped", "leave clip out, or write kind: share");
        if (share && plan.Credit is { } credit && credit with { Share = null } != new CreditPlan())
            yield return Problem("credit", "points, grades, decisions, losses, reasons and offers read a probability of default",
                "leave out all of credit but share");
        if (plan.Credit?.Share is not { } asked) yield break;
        if (!share)
            yield return Problem(Key, "only a model of a share has it", "leave it out, or take credit/lgd, credit/ead or kind: share");
        if (asked is { Ead: not null, Limit: not null } or { Ead: not null, Drawn: not null })
            yield return Problem($"{Key}.ead", "an exposure and a limit exclude each other",
                "keep ead for a loss given default, limit and drawn for a conversion factor");
        if (asked.Limit is null != asked.Drawn is null)
            yield return Problem($"{Key}.{(asked.Limit is null ? "limit" : "drawn")}", "a limit and what is drawn need each other",
                "name both columns, or neither");
        double before = 0;
        foreach (double edge in asked.Bands)
        {
            if (!(edge > before && edge < 1))
            {
                yield return new PlanProblem("FLR1011", $"{Key}.bands", "edges of bands rise between 0 and 1")
                {
                    Found = string.Join(", ", asked.Bands.Select(Numbers.Text)),
                    Expected = "such as 0.1, 0.25, 0.5",
                };
                break;
            }

            before = edge;
        }
    }

    /// <summary>The columns that it names, with their keys.</summary>
    public static IEnumerable<(string Key, string Column)> Named(Plan plan) => plan.Credit?.Share is not { } asked ? []
        : new[] { ("ead", asked.Ead), ("limit", asked.Limit), ("drawn", asked.Drawn), ("pool", asked.Pool) }
            .Where(each => each.Item2 is not null).Select(each => ($"{Key}.{each.Item1}", each.Item2!));

    public static IEnumerable<PlanProblem> Of(Plan plan, Table table)
    {
        foreach ((string key, string name) in Named(plan))
            if (!key.EndsWith(".pool", StringComparison.Ordinal) && table.Contains(name) && Amounts(key, table[name]) is { } problem)
                yield return problem;
        if (!Predicts(plan) || plan.Data.Target is not { } target || !table.Contains(target)) yield break;
        if (table[target] is not NumberColumn shares)
            yield return new PlanProblem("FLR1016", "data.target", $"\"{target}\" does not hold numbers")
            {
                Found = $"a column of kind {table[target].Kind}",
                Fix = "name a column of shares from 0 to 1",
            };
        else if (plan.Data.Clip is not true && Outside(shares) is { } outside)
            yield return new PlanProblem("FLR1566", "data.target", $"\"{target}\": a share is from 0 to 1")
            {
                Found = FormattableString.Invariant($"of {shares.Count} rows {outside.Below} below 0 and {outside.Above} above 1"),
                Fix = "write clip: true under data to take them for 0 and 1, or correct them",
            };
    }

    /// <summary>How many cells are no share; null: none.</summary>
    public static (int Below, int Above)? Outside(NumberColumn shares)
    {
        int below = 0, above = 0;
        foreach (double cell in shares.Values)
            if (cell < 0) below++;
            else if (cell > 1) above++;
        return below + above > 0 ? (below, above) : null;
    }

    static PlanProblem? Amounts(string key, Column column)
    {
        if (column is not NumberColumn numbers)
            return new PlanProblem("FLR1016", key, $"\"{column.Name}\" does not hold numbers")
            {
                Found = $"a column of kind {column.Kind}",
                Fix = "name a column of amounts",
            };
        int wrong = numbers.Values.ToArray().Count(cell => cell < 0);
        return wrong == 0 ? null : new PlanProblem("FLR1545", key, $"\"{column.Name}\" has cells that cannot be used")
        {
            Found = FormattableString.Invariant($"{wrong} rows below 0"),
            Expected = "amounts of 0 or more, or missing cells",
            Fix = "repair the column, or leave the key out",
        };
    }

    static PlanProblem Problem(string key, string message, string fix) => new("FLR1567", key, message) { Fix = fix };
}
