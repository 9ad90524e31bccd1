namespace Florin;

using System.Globalization;

/// <summary>Numbers of a portfolio in words.</summary>
static class PortfolioText
{
    /// <summary>"3.0 % [2.8, 3.2]", to be broken before the interval alone.</summary>
    public static string Share(MetricValue value) => value switch
    {
        { Value: { } share, Low: { } low, High: { } high } => string.Create(CultureInfo.InvariantCulture,
            $"{Plain(share)}\u00A0% [{Plain(low)},\u00A0{Plain(high)}]"),
        { Value: { } share } => Plain(share) + "\u00A0%",
        _ => "–",
    };

    /// <summary>Per cent without a sign: one digit, two below 1 %.</summary>
    public static string Plain(double share) => (100 * share)
        .ToString(share is > 0 and < 0.00995 ? "0.00" : "0.0", CultureInfo.InvariantCulture);

    /// <summary>The share of what is owed in some rows that is owed in a part of them.</summary>
    public static MetricValue OfBalances(LoanPanel panel, int[] rows, Func<int, bool> part)
    {
        double[] balance = panel.Cells.Balance;
        double all = rows.Sum(row => balance[row]), squares = rows.Sum(row => balance[row] * balance[row]);
        return all > 0 ? new Rate(Math.Min(1, rows.Where(part).Sum(row => balance[row]) / all), all * all / squares).Interval()
            : new MetricValue(null, null, null, 0);
    }

    public static string Whole(double number) => number.ToString("N0", CultureInfo.InvariantCulture);

    public static string Month(DateOnly month) => month.ToString("MMM yyyy", CultureInfo.InvariantCulture);

    public static string Rule(StageRule rule, StagingRules rules) => rule switch
    {
        StageRule.Defaulted => "defaulted",
        StageRule.UnlikelyToPay => "unlikely to pay",
        StageRule.DefaultDays => $"{rules.DefaultDays} days past due",
        StageRule.CurePeriod => $"cure period, {rules.CureMonths} months",
        StageRule.Backstop => $"{rules.BackstopDays} days past due",
        StageRule.WatchList => "watch list",
        StageRule.PdRatio => Ratio(rules) + " that at origination",
        StageRule.PdRise => "PD " + Rise(rules),
        StageRule.PdRatioAndRise => $"{Ratio(rules)} and {Rise(rules)}",
        StageRule.Probation => $"probation, {rules.ProbationMonths} months",
        StageRule.NoSign => "no sign of increased risk",
        _ => "repaid",
    };

    static string Ratio(StagingRules rules) => $"PD {Numbers.Text(rules.PdRatio ?? 0)} times";

    static string Rise(StagingRules rules) => $"{Plain(rules.PdRise ?? 0)} points above origination";
}
