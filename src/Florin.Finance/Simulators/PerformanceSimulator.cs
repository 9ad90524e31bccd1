namespace Florin;

using System.Collections.Immutable;
using System.Globalization;
using Florin.Kernels;

/// <summary>
/// Instalment loans month by month, 2022 to 2024, whose moves between states are known. <b>Truth:</b> the state of the next month is drawn
/// from the present one alone, by
/// <code>
///            current   1-29  30-59  60-89    90+ default paid off
/// current      0.964  0.024      0      0      0       0    0.012
/// 1-29         0.520  0.280  0.190      0      0       0    0.010
/// 30-59        0.220  0.100  0.280  0.390      0       0    0.010
/// 60-89        0.100  0.050  0.070  0.230  0.540       0    0.010
/// 90+          0.030  0.020  0.020  0.030  0.680   0.210    0.010
/// </code>
/// Default and paid off are final. Every loan begins as current in the month it is granted. With a drift of vintages d, the odds of
/// current → 1-29 are exp(d · years since 2022-01) times those of the matrix, by the loan's month of origination.
/// </summary>
/// <remarks>
/// <b>Columns:</b> loan_id; month (its last day); originated_on; amount, term_months 36, 48 or 60 (none ends before the last month);
/// balance (equal instalments at 9 % a year, those missed being owed; 0 when repaid); days_past_due; unlikely_to_pay (15 % of 60-89);
/// watch_list (0.4 % of all, without meaning); defaulted and paid_off; pd_at_origination and pd: the true probability to reach 90+ or
/// default within the months that are left, as one of a year, times a lender's error exp(0.25 z), z being normal, one for the loan and one
/// for each month; missing when repaid.
/// </remarks>
public static class PerformanceSimulator
{
    const uint Key = 0x0FE4F02;
    const int Months = 36, Bad = 4, Default = 5, PaidOff = 6;

    static readonly ImmutableArray<string> States =
        [.. DelinquencyBucket.Usual.Select(bucket => bucket.Name), DelinquencyBucket.Default, DelinquencyBucket.PaidOff];

    static readonly double[][] Monthly =
    [
        [0.964, 0.024, 0, 0, 0, 0, 0.012],
        [0.520, 0.280, 0.190, 0, 0, 0, 0.010],
        [0.220, 0.100, 0.280, 0.390, 0, 0, 0.010],
        [0.100, 0.050, 0.070, 0.230, 0.540, 0, 0.010],
        [0.030, 0.020, 0.020, 0.030, 0.680, 0.210, 0.010],
        [0, 0, 0, 0, 0, 1, 0],
        [0, 0, 0, 0, 0, 0, 1],
    ];

    static readonly double[] Terms = [36, 48, 60];

    enum Slot : uint
    {
        Start = 1, Amount, Term, DueDay, Error, Monthly = 64,
    }

    /// <summary>What the columns are to a <see cref="LoanPanel"/>.</summary>
    public static PanelColumns Columns { get; } = new()
    {
        Loan = "loan_id", Month = "month", DaysPastDue = "days_past_due", Balance = "balance", OriginatedOn = "originated_on",
        Amount = "amount", Defaulted = "defaulted", PaidOff = "paid_off", UnlikelyToPay = "unlikely_to_pay", WatchList = "watch_list",
        Pd = "pd", PdAtOrigination = "pd_at_origination",
    };

    /// <summary>Loan-months, loan by loan; the same rows and seed give the same bytes on every machine.</summary>
    /// <param name="rows">How many, at least 1; loans have 18 on average, and the last of them are young so that none is cut off.</param>
    /// <param name="seed">Any number.</param>
    /// <param name="cancellation">Ends the work with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="FlorinException">FLR1041: fewer than one row.</exception>
    public static Table Simulate(int rows, ulong seed, CancellationToken cancellation = default) =>
        SimulateWithTruth(rows, seed, 0, cancellation).Table;

    /// <summary>The loan-months of <see cref="Simulate"/> and how they move.</summary>
    /// <param name="rows">How many, at least 1.</param>
    /// <param name="seed">Any number.</param>
    /// <param name="vintageDrift">What a year of origination adds to the log odds of current → 1-29; 0: all vintages are alike.</param>
    /// <param name="cancellation">Ends the work with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="FlorinException">FLR1041: fewer than one row; FLR1540: a drift that is no number.</exception>
    public static PerformanceSample SimulateWithTruth(int rows, ulong seed, double vintageDrift = 0,
        CancellationToken cancellation = default)
    {
        if (rows < 1)
            throw new FlorinException("FLR1041", "a simulation has at least one row", "rows", rows.ToString(CultureInfo.InvariantCulture),
                "ask for one row or more");
        CreditCheck.Finite("a drift of vintages", vintageDrift);
        var draws = new RowDraws(seed, Key);
        double[][] reach = Reach();
        List<LoanMonth> all = new(rows);
        for (int loan = 0; all.Count < rows; loan++)
        {
            cancellation.ThrowIfCancellationRequested();
            AddLoan(all, draws, loan, Math.Min(Months, rows - all.Count), vintageDrift, reach);
        }

        return new PerformanceSample(ToTable(all), States, [.. Monthly.SelectMany(row => row)]);
    }

    readonly record struct LoanMonth(int Loan, int Start, int Month, double Amount, double Term, int State, double Days, double Balance,
        bool Unlikely, bool Watched, double PdAtStart, double Pd);

    static void AddLoan(List<LoanMonth> all, RowDraws draws, int loan, int most, double drift, double[][] reach)
    {
        int start = Math.Max((int)(Months * draws.Uniform(loan, (uint)Slot.Start)), Months - most);
        double amount = 100 * Math.Floor(Math.Clamp(10000 * Elementary.Exp(0.6 * draws.Normal(loan, (uint)Slot.Amount)), 1000,
            50000) / 100);
        double term = Terms[draws.Pick(loan, (uint)Slot.Term, [0.3, 0.4, 0.3])], due = 1
            + Math.Floor(29 * draws.Uniform(loan, (uint)Slot.DueDay));
        double error = Elementary.Exp(0.25 * draws.Normal(loan, (uint)Slot.Error));
        double odds = 0.024 / 0.976 * Elementary.Exp(drift * start / 12), late = odds / (1 + odds);
        double[] current = [Monthly[0][0] + Monthly[0][1] - late, late, .. Monthly[0][2..]];
        (int state, int missed) = (0, 0);
        for (int month = start; month < Months && state != PaidOff; month++)
        {
            int age = month - start;
            uint slot = (uint)Slot.Monthly + 8 * (uint)age;
            if (age > 0) state = draws.Pick(loan, slot, state == 0 ? current : Monthly[state]);
            missed = state < Bad ? state : state == PaidOff ? 0 : Math.Max(missed + 1, Bad);
            int left = (int)term - age;
            double seen = Elementary.Exp(0.25 * draws.Normal(loan, slot + 1));
            all.Add(new LoanMonth(loan, start, month, amount, term, state, missed == 0 ? 0 : 30 * (missed - 1) + due,
                state == PaidOff ? 0 : Owed(amount, term, age - missed), state == Bad - 1 && draws.Uniform(loan, slot + 2) < 0.15,
                state < Default && draws.Uniform(loan, slot + 3) < 0.004, state == PaidOff ? double.NaN
                    : Yearly(reach[left][0], left, error),
                state == PaidOff ? double.NaN : Yearly(reach[left][state], left, seen)));
        }
    }

    /// <summary>The probability to be 90 days past due or worse within so many months, by state.</summary>
    static double[][] Reach()
    {
        double[][] reach = [.. Enumerable.Range(0, 61).Select(_ => new double[States.Length])];
        for (int months = 0; months < reach.Length; months++)
            for (int state = 0; state < States.Length; state++)
                reach[months][state] = state is Bad or Default ? 1 : months == 0 || state == PaidOff ? 0
                    : Enumerable.Range(0, States.Length).Sum(next => Monthly[state][next] * reach[months - 1][next]);
        return reach;
    }

    static double Yearly(double pd, int months, double error) =>
        pd >= 1 ? 1
        : Math.Round(1e6 * Math.Min(1, error * (1 - Elementary.Exp(12.0 / months * Elementary.Log(1 - pd))))) / 1e6;

    /// <summary>What is owed after so many instalments.</summary>
    static double Owed(double amount, double term, int paid)
    {
        const double Rate = 1 + 0.09 / 12;
        (double all, double done) = (1, 1);
        for (int month = 0; month < term; month++) all *= Rate;
        for (int month = 0; month < paid; month++) done *= Rate;
        return Math.Round(amount * (all - done) / (all - 1));
    }

    static Table ToTable(List<LoanMonth> all)
    {
        Column Numbers(string name, Func<LoanMonth, double> value) => new NumberColumn(name, [.. all.Select(value)]);
        Column Dates(string name, Func<LoanMonth, int> month, bool end) => new DateColumn(name, all.Select(one =>
            (DateTime?)new DateTime(2022, 1, 1).AddMonths(month(one) + (end ? 1 : 0)).AddDays(end ? -1 : 0)));
        return Table.From(
            CategoryColumn.From("loan_id", all.Select(one => "P" + (one.Loan + 1).ToString("D6", CultureInfo.InvariantCulture))),
            Dates("month", one => one.Month, end: true),
            Dates("originated_on", one => one.Start, end: false),
            Numbers("amount", one => one.Amount),
            Numbers("term_months", one => one.Term),
            Numbers("balance", one => one.Balance),
            Numbers("days_past_due", one => one.Days),
            Numbers("unlikely_to_pay", one => one.Unlikely ? 1 : 0),
            Numbers("watch_list", one => one.Watched ? 1 : 0),
            Numbers("defaulted", one => one.State == Default ? 1 : 0),
            Numbers("paid_off", one => one.State == PaidOff ? 1 : 0),
            Numbers("pd_at_origination", one => one.PdAtStart),
            Numbers("pd", one => one.Pd));
    }
}
