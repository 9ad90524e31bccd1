namespace Florin;

/// <summary>An offer and what it is expected to bring.</summary>
/// <param name="RateAnnual">The rate a year.</param>
/// <param name="Amount">The amount.</param>
/// <param name="Pd">The probability of default at this offer.</param>
/// <param name="TakeUp">The assumed probability that it is taken.</param>
/// <param name="ExpectedProfit">TakeUp · ((1 − PD) · gain − PD · loss), in the units of the amount.</param>
public sealed record Offer(double RateAnnual, double Amount, double Pd, double TakeUp, double ExpectedProfit);

/// <summary>
/// The rate and the amount that are expected to earn most with an applicant, within the bounds of a policy: every offer of the grid is
/// tried.
/// The applicant's own columns follow the offer where the plan names them, and the PD is scored again. Of offers that earn the same the
/// customer gets the lowest rate, then the highest amount.
/// </summary>
/// <param name="plan">The bounds, and what a loan costs.</param>
/// <param name="pd">The PD of rows, such as <c>table => model.Score(table)</c>.</param>
public sealed class OfferSearch(OfferPlan plan, Func<Table, double[]> pd)
{
    /// <summary>The best offer for each applicant; null where none earns more than nothing, or none is within the highest PD.</summary>
    /// <param name="applicants">One row each, with the model's columns.</param>
    /// <param name="cancellation">Checked for every applicant.</param>
    /// <exception cref="FlorinException">FLR1547: no range of offers; FLR1548: a column that is to follow the offer holds no numbers, or
    /// columns to scale without an amount; FLR1540: a number out of its range.</exception>
    public Offer?[] Best(Table applicants, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(applicants);
        Offer?[] best = new Offer?[applicants.RowCount];
        for (int row = 0; row < best.Length; row++)
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (Offer offer in All(applicants, row))
                if (offer.Pd <= (plan.MaximumPd ?? 1) && offer.ExpectedProfit > 0 && IsBetter(offer, best[row])) best[row] = offer;
        }

        return best;
    }

    /// <summary>Every offer to one applicant, by rising rate, then amount.</summary>
    /// <inheritdoc cref="Best"/>
    /// <param name="applicants">Applicants.</param>
    /// <param name="row">Which of them, from 0.</param>
    public Offer[] All(Table applicants, int row)
    {
        ArgumentNullException.ThrowIfNull(applicants);
        double[] rates = plan.RateAnnual.Values(), amounts = plan.Amount.Values();
        (double Rate, double Amount)[] grid = [.. rates.SelectMany(rate => amounts.Select(amount => (rate, amount)))];
        double[] pds = pd(Changed(applicants, row, grid));
        CreditCheck.SameLength("PDs of offers", grid.Length, pds.Length);
        return [.. grid.Select((each, at) => Valued(each.Rate, each.Amount, CreditCheck.Share("a PD", pds[at])))];
    }

    static bool IsBetter(Offer offer, Offer? than) => than is null || offer.ExpectedProfit > than.ExpectedProfit
        || offer.ExpectedProfit == than.ExpectedProfit
            && (offer.RateAnnual < than.RateAnnual || offer.RateAnnual == than.RateAnnual && offer.Amount > than.Amount);

    Offer Valued(double rate, double amount, double risk)
    {
        LoanTerms loan = new LoanTerms(amount, rate, plan.TermMonths ?? 12, plan.Lgd, plan.FundingRateAnnual ?? 0).Checked();
        double taken = plan.TakeUp?.Of(rate) ?? 1;
        return new Offer(rate, amount, risk, taken, taken * loan.Profit(risk));
    }

    /// <summary>The applicant once for every offer, with the columns that follow it.</summary>
    Table Changed(Table applicants, int row, (double Rate, double Amount)[] grid)
    {
        Table rows = applicants.Rows([.. Enumerable.Repeat(row, grid.Length)]);
        if (plan.RateColumn is { } rate) rows = rows.With(new NumberColumn(Numeric(rows, rate), [.. grid.Select(each => each.Rate)]));
        if (plan.AmountColumn is not { } amount) return plan.Scaled.Count == 0 ? rows : throw NoAmount();
        double own = applicants.Number(Numeric(rows, amount)).Values[row];
        foreach (string scaled in plan.Scaled)
        {
            if (!(own > 0)) throw NoAmount();
            double cell = applicants.Number(Numeric(rows, scaled)).Values[row];
            rows = rows.With(new NumberColumn(scaled, [.. grid.Select(each => cell * each.Amount / own)]));
        }

        return rows.With(new NumberColumn(amount, [.. grid.Select(each => each.Amount)]));
    }

    static string Numeric(Table rows, string name) => rows.Contains(name) && rows[name] is NumberColumn ? name
        : throw new FlorinException("FLR1548", "this column cannot follow an offer", $"column \"{name}\"",
            rows.Contains(name) ? $"a column of kind {rows[name].Kind}" : "no such column", "name a column of numbers of the model");

    static FlorinException NoAmount() => new("FLR1548", "columns cannot grow in proportion to an amount that is not there", "scaled",
        "no amount above 0", "name the amount's column, and give applicants one");
}
