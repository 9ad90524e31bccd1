namespace Florin;

/// <summary>What the credit part of a plan asks of its keys and of the table.</summary>
static class CreditRules
{
    public static IEnumerable<PlanProblem> Of(Plan plan)
    {
        if (plan.Credit is { CentralTendency: not null } or { SamplingRate: not null }
            && plan.Credit is { Decision: not null } or { Loss: not null } or { Offer: not null })
            yield return Problem("credit",
                "decisions, losses and offers read the score, and a central tendency or a sampling rate moves the PD away from it",
                "leave out decision, loss and offer, or centralTendency and samplingRate");
        if (plan.Credit is { Decision: not null, Reasons.CutOff: not null })
            yield return Problem("credit.reasons.cutOff", "reasons begin where the rule of decision declines", "leave out reasons.cutOff");
        if (plan.Credit?.Decision is { } decision)
            foreach (PlanProblem problem in Decision(decision)) yield return problem;
        foreach ((string key, OfferGrid? grid) in new[] { ("rateAnnual", plan.Credit?.Offer?.RateAnnual), ("amount",
            plan.Credit?.Offer?.Amount) })
            if (grid is not null && !(grid.To >= grid.From && (grid.To - grid.From) / grid.Step < 9_999))
                yield return Problem($"credit.offer.{key}", "this is no range of offers", "let it rise in at most 10,000 steps");
        if (plan.Credit?.Offer is { AmountColumn: null, Scaled.Count: > 0 })
            yield return Problem("credit.offer.scaled", "columns cannot grow in proportion to an amount that is not there",
                "name amountColumn");
    }

    static IEnumerable<PlanProblem> Decision(DecisionPlan plan)
    {
        const string key = "credit.decision";
        if (plan is { ApprovalRate: null, CutOff: null, Cost: null, Profit: null })
            yield return Problem(key, "nothing sets the cut-off", "give approvalRate, cutOff, cost or profit");
        if (plan is { ApprovalRate: not null, CutOff: not null })
            yield return Problem(key + ".cutOff", "an approval rate and a cut-off exclude each other", "keep one of them");
        if (plan is { Cost: not null, Profit: not null })
            yield return Problem(key + ".cost", "cost and profit exclude each other", "keep one of them");
        if (plan.Old is { } old && new[] { old.Approve is not null, old.AtLeast is not null,
            old.AtMost is not null }.Count(each => each) != 1)
            yield return Problem(key + ".old", "one key says whom the old policy approved", "give one of approve, atLeast and atMost");
    }

    static PlanProblem Problem(string key, string message, string fix) => new("FLR1544", key, message) { Fix = fix };

    /// <summary>Columns that the credit part names, and cells that cannot be what it takes them for.</summary>
    public static IEnumerable<PlanProblem> Of(Plan plan, Table table)
    {
        foreach ((string key, string value, double least, double most) in Values(plan.Credit))
            if (Problem(key, value, least, most, table) is { } problem) yield return problem;
        foreach ((string key, string column) in Followers(plan.Credit?.Offer))
            if (!table.Contains(column)) yield return NoColumn(key, column, table);
            else if (table[column] is not NumberColumn) yield return NotNumbers(key, table[column]);
        if (plan.Credit?.Decision?.Old is not { } old) yield break;
        const string where = "credit.decision.old.column";
        if (!table.Contains(old.Column)) yield return NoColumn(where, old.Column, table);
        else if (old.Approve is null && table[old.Column] is not NumberColumn) yield return NotNumbers(where, table[old.Column]);
        else if (old.Approve is { } text && !Enumerable.Range(0, table.RowCount).Any(row => table[old.Column].Holds(row, text)))
            yield return new PlanProblem("FLR1545", "credit.decision.old.approve", $"no row of \"{old.Column}\" has this value")
            {
                Found = $"\"{text}\"",
                Fix = "give the value that means approved",
            };
    }

    static IEnumerable<(string Key, string Column)> Followers(OfferPlan? plan) => plan is null ? [] :
    [
        .. new[] { ("credit.offer.rateColumn", plan.RateColumn), ("credit.offer.amountColumn", plan.AmountColumn) }
            .Where(each => each.Item2 is not null).Select(each => (each.Item1, each.Item2!)),
        .. plan.Scaled.Select(column => ("credit.offer.scaled", column)),
    ];

    static IEnumerable<(string Key, string Value, double Least, double Most)> Values(CreditPlan? plan)
    {
        (string Key, string? Value, double Least, double Most)[] all =
        [
            ("decision.profit.amount", plan?.Decision?.Profit?.Amount, 0, double.MaxValue),
            ("decision.profit.rateAnnual", plan?.Decision?.Profit?.RateAnnual, 0, 100),
            ("decision.profit.lgd", plan?.Decision?.Profit?.Lgd, 0, 1),
            ("decision.profit.termMonths", plan?.Decision?.Profit?.TermMonths, 1, 1200),
            ("decision.profit.fundingRateAnnual", plan?.Decision?.Profit?.FundingRateAnnual, 0, 100),
            ("loss.lgd", plan?.Loss?.Lgd, 0, 1), ("loss.ead", plan?.Loss?.Ead, 0, double.MaxValue),
        ];
        return all.Where(each => each.Value is not null).Select(each => ("credit." + each.Key, each.Value!, each.Least, each.Most));
    }

    static PlanProblem? Problem(string key, string value, double least, double most, Table table)
    {
        string expected = most == double.MaxValue
            ? $"numbers from {least}" : FormattableString.Invariant($"numbers from {least} to {most}");
        if (RowValues.Constant(value) is { } number)
            return number >= least && number <= most ? null
                : new PlanProblem("FLR1545", key, "this number is out of its range") { Found = value, Expected = expected };
        if (!table.Contains(value)) return NoColumn(key, value, table);
        if (table[value] is not NumberColumn column) return NotNumbers(key, table[value]);
        int wrong = column.Values.ToArray().Count(cell => !(cell >= least && cell <= most));
        return wrong == 0 ? null : new PlanProblem("FLR1545", key, $"\"{value}\" has cells that cannot be used")
        {
            Found = FormattableString.Invariant($"{wrong} rows with a missing cell or another number"),
            Expected = expected,
            Fix = "repair the column, or give a number for all rows",
        };
    }

    static PlanProblem NoColumn(string key, string column, Table table) => new("FLR1015", key, $"there is no column \"{column}\"")
    {
        Found = FormattableString.Invariant($"{table.Columns.Count} columns"),
        Nearest = NearestName.Of(column, table.Names),
        Fix = "name a column of the table, or give a number",
    };

    static PlanProblem NotNumbers(string key, Column column) => new("FLR1016", key, $"\"{column.Name}\" does not hold numbers")
    {
        Found = $"a column of kind {column.Kind}",
        Fix = "name a column of numbers",
    };
}
