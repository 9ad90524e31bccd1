namespace Florin;

using System.Collections.Immutable;

/// <summary>Expected credit losses (ECL) of loans in one stage.</summary>
/// <param name="Stage">1 to 3.</param>
/// <param name="Loans">Loans.</param>
/// <param name="Balance">What they owe.</param>
/// <param name="Loss">Their ECL: of stage 1 over twelve months, of stages 2 and 3 over their lives.</param>
/// <param name="TwelveMonth">Their ECL over twelve months, whatever the stage.</param>
/// <param name="Lifetime">Their ECL over their lives, whatever the stage.</param>
/// <param name="Coverage">Loss over balance, with the 95 % interval of a ratio of means over loans: how much it hangs on which loans there
/// are. What PDs and LGDs are uncertain by is not in it.</param>
public sealed record StageLoss(int Stage, int Loans, double Balance, double Loss, double TwelveMonth, double Lifetime,
    MetricValue Coverage);

/// <summary>Expected credit losses by stage, in the units of the balances.</summary>
/// <param name="Month">The first day of the month they are of.</param>
/// <param name="Stages">Stages 1 to 3.</param>
/// <param name="Loss">Of all loans.</param>
/// <param name="Balance">What all loans owe.</param>
/// <param name="Coverage">Loss over balance of all loans.</param>
public sealed record StageLosses(DateOnly Month, ImmutableArray<StageLoss> Stages, double Loss, double Balance, MetricValue Coverage)
{
    /// <summary>
    /// Adds up losses of a month: of stage 1 those of defaults within twelve months, of stage 2 those of the rest of life, and of stage 3,
    /// which has defaulted, LGD times EAD of the first period without a discount, weighted by scenario.
    /// </summary>
    /// <param name="staged">Loans with their stages.</param>
    /// <param name="calculator">Interest rate, length and timing of periods.</param>
    /// <param name="scenarios">What may become of a loan, by row of the panel's table from 0; one scenario of weight 1 will do.</param>
    /// <param name="month">A day of the month; null: the panel's last.</param>
    /// <param name="cancellation">Checked at every loan.</param>
    /// <exception cref="FlorinException">FLR1597: no loan in that month; FLR1540 to FLR1542: scenarios that cannot be.</exception>
    public static StageLosses Of(StagedPanel staged, EclCalculator calculator, Func<int, IReadOnlyCollection<EclScenario>> scenarios,
        DateOnly? month = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(staged);
        ArgumentNullException.ThrowIfNull(calculator);
        ArgumentNullException.ThrowIfNull(scenarios);
        List<LoanLoss> all = [];
        foreach (int row in staged.RowsOf(month).Where(row => staged.StageOf(row) > 0))
        {
            cancellation.ThrowIfCancellationRequested();
            IReadOnlyCollection<EclScenario> own = scenarios(row);
            Ecl ecl = calculator.Of(own);
            double defaulted = own.Sum(each => each.Weight * each.Lgd[0] * each.Ead[0]);
            int stage = staged.StageOf(row);
            all.Add(new LoanLoss(stage, staged.Panel.Cells.Balance[row], stage == 3 ? defaulted : ecl.TwelveMonth,
                stage == 3 ? defaulted : ecl.Lifetime));
        }

        if (all.Count == 0)
            throw new FlorinException("FLR1597", "there is no loan in the month", "month", null, "give a month of the panel");
        return new StageLosses(LoanPanel.Day(month is { } day ? LoanPanel.Month(day) : staged.Panel.Last),
            [.. Enumerable.Range(1, 3).Select(stage => Of(stage, [.. all.Where(loan => loan.Stage == stage)]))],
            all.Sum(loan => loan.Loss), all.Sum(loan => loan.Balance), Ratio(all));
    }

    static StageLoss Of(int stage, List<LoanLoss> loans) => new(stage, loans.Count, loans.Sum(loan => loan.Balance),
        loans.Sum(loan => loan.Loss), loans.Sum(loan => loan.TwelveMonth), loans.Sum(loan => loan.Lifetime), Ratio(loans));

    static MetricValue Ratio(List<LoanLoss> loans)
    {
        double balance = loans.Sum(loan => loan.Balance), loss = loans.Sum(loan => loan.Loss);
        if (!(balance > 0)) return new MetricValue(null, null, null, loans.Count);
        double ratio = loss / balance;
        if (loans.Count < 2) return new MetricValue(ratio, null, null, loans.Count);
        double spread = loans.Sum(loan => (loan.Loss - ratio * loan.Balance) * (loan.Loss - ratio * loan.Balance));
        double reach = MetricMath.NormalQuantile(0.975) * Math.Sqrt(spread * loans.Count / (loans.Count - 1)) / balance;
        return new MetricValue(ratio, Math.Max(0, ratio - reach), ratio + reach, loans.Count);
    }

    readonly record struct LoanLoss(int Stage, double Balance, double TwelveMonth, double Lifetime)
    {
        public double Loss => Stage == 1 ? TwelveMonth : Lifetime;
    }
}
