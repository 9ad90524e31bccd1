namespace Florin;

/// <summary>
/// Loan applicants whose true probability of default (PD) is known. <b>Truth:</b> PD = 1 / (1 + exp(-x)) with
/// <code>
/// x = -4.5 - 0.7 ln(income / 30000) + 0.3 ln(amount / 8000) + 0.15 years
///     + 0.2 [sex = M] + 0.25 [region = east] + 0.2 [home_ownership = rent] - 0.2 [home_ownership = own]
///     + 0.4 min(late_payments_12m, 4) + max(0, 0.8 (1 - months_since_delinquency / 24)), 0 if there never was one
///     + 1.1 [debt_ratio > 0.4] + 0.6 [employment_years below 1]
///     + 1.5 (utilisation - 0.5) (1 + [inquiries_6m at least 2])
///     + 1.2 [purpose = small business and term_months = 60]
///     + 0.9 [either younger than 28 or renting, not both]
/// </code>
/// where years run from 0 to 3 from the first day. About 8 % default; the true PD ranks with an area under the ROC curve of about 0.81. The
/// thresholds and the products are what a logistic regression on the columns misses: it reaches about 0.03 less.
/// </summary>
/// <remarks>
/// <para><b>Columns:</b> loan_id; issued_on (2021-01-01 to 2023-12-31, never falling); age in years and sex (protected; age has no effect
/// of its own but in the last term, sex the stated one); region, purpose, home_ownership; employment_years; income a year and amount in
/// currency units, in hundreds; term_months 24, 36 or 60; debt_ratio and utilisation from 0 to 1; late_payments_12m and inquiries_6m from 0
/// to 8; months_since_delinquency from 0, or -9 for never; noise, uniform and without any effect; defaulted, 1 or 0.</para>
/// <para><b>Missing:</b> income not at random: with probability 1 / (1 + exp(2.4 + 0.9 z)), z being the applicant's standardised log income
/// for the age, so low incomes hide (11 % in all). employment_years at random: 4 %. utilisation by home_ownership: 12 % of owners, 3 % of
/// others. The truth uses the hidden value.</para>
/// <para><b>Drift</b> a year: log income + 0.04, log-odds of debt_ratio + 0.1, rate of inquiries + 0.15, log-odds of default + 0.15.</para>
/// </remarks>
public static class CreditSimulator
{
    const uint Key = 0x0C4ED17;

    static readonly DateTime First = new(2021, 1, 1);

    /// <summary>What a lender would tell declined applicants, in words.</summary>
    public static ReasonPlan Reasons { get; } = new()
    {
        Groups =
        [
            Reason("R01", "income", "Your income is {income} a year", "Your income is not known"),
            Reason("R02", "amount", "You asked for a loan of {amount}"),
            Reason("R03", "debt_ratio", "Payments on debts take {debt_ratio:0 %} of your income"),
            Reason("R04", "utilisation", "You use {utilisation:0 %} of your credit limits",
                "How much of your credit limits you use is not known"),
            Reason("R05", "late_payments_12m", "Late payments in the last twelve months: {late_payments_12m}"),
            Reason("R06", "months_since_delinquency", "Months since you last failed to pay: {months_since_delinquency}"),
            Reason("R07", "inquiries_6m", "Requests for credit in the last six months: {inquiries_6m}"),
            Reason("R08", "employment_years", "Full years with your employer: {employment_years}",
                "How long you are employed is not known"),
            Reason("R09", "home_ownership", "Your home, to rent or to own: {home_ownership}"),
            Reason("R10", "purpose", "The loan is for {purpose}"),
            Reason("R11", "term_months", "The loan would run for {term_months} months"),
            Reason("R12", "region", "You live in the region {region}"),
            Reason("R13", "noise", "A number without meaning is {noise}"),
        ],
    };

    static KeyValuePair<string, ReasonGroupPlan> Reason(string code, string column, string text, string? missing = null) =>
        new(code, new ReasonGroupPlan { Columns = [column], Text = text, Missing = missing });

    /// <summary>Applicants in the order of time; the same rows and seed give the same bytes on every machine.</summary>
    /// <param name="rows">How many, at least 1.</param>
    /// <param name="seed">Any number.</param>
    /// <param name="cancellation">Ends the work with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="FlorinException">FLR1041: fewer than one row.</exception>
    public static Table Simulate(int rows, ulong seed, CancellationToken cancellation = default) =>
        SimulateWithTruth(rows, seed, cancellation).Table;

    /// <summary>The applicants of <see cref="Simulate"/> and their true PD.</summary>
    /// <param name="rows">How many, at least 1.</param>
    /// <param name="seed">Any number.</param>
    /// <param name="cancellation">Ends the work with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="FlorinException">FLR1041: fewer than one row.</exception>
    public static CreditSample SimulateWithTruth(int rows, ulong seed, CancellationToken cancellation = default)
    {
        CreditApplicant[] all = Draw(rows, seed, cancellation);
        Column Numbers(string name, Func<CreditApplicant, double> value) => new NumberColumn(name, [.. all.Select(value)]);
        Column Levels(string name, string[] levels, Func<CreditApplicant, int> code) =>
            CategoryColumn.From(name, all.Select(one => levels[code(one)]));

        Table table = Table.From(
            CategoryColumn.From("loan_id", Enumerable.Range(1, rows).Select(Id)),
            new DateColumn("issued_on", all.Select(one => (DateTime?)First.AddDays(one.Day))),
            Numbers("age", one => one.Age),
            Levels("sex", CreditApplicant.Sexes, one => one.Sex),
            Levels("region", CreditApplicant.Regions, one => one.Region),
            Numbers("income", one => one.IncomeMissing ? double.NaN : one.Income),
            Numbers("employment_years", one => one.EmploymentMissing ? double.NaN : one.EmploymentYears),
            Levels("home_ownership", CreditApplicant.Homes, one => one.Home),
            Levels("purpose", CreditApplicant.Purposes, one => one.Purpose),
            Numbers("amount", one => one.Amount),
            Numbers("term_months", one => one.TermMonths),
            Numbers("debt_ratio", one => one.DebtRatio),
            Numbers("utilisation", one => one.UtilisationMissing ? double.NaN : one.Utilisation),
            Numbers("late_payments_12m", one => one.LatePayments),
            Numbers("inquiries_6m", one => one.Inquiries),
            Numbers("months_since_delinquency", one => one.MonthsSinceDelinquency),
            Numbers("noise", one => one.Noise),
            Numbers("defaulted", one => one.Defaulted ? 1 : 0));
        return new CreditSample(table, [.. all.Select(one => one.Pd)]);
    }

    static CreditApplicant[] Draw(int rows, ulong seed, CancellationToken cancellation)
    {
        if (rows < 1)
            throw new FlorinException("FLR1041", "a simulation has at least one row", "rows", Text(rows), "ask for one row or more");
        var draws = new RowDraws(seed, Key);
        var all = new CreditApplicant[rows];
        for (int row = 0; row < rows; row++)
        {
            if (row % 4096 == 0) cancellation.ThrowIfCancellationRequested();
            all[row] = CreditApplicant.Draw(draws, row, rows);
        }

        return all;
    }

    static string Id(int number) => "L" + number.ToString("D7", System.Globalization.CultureInfo.InvariantCulture);

    static string Text(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
