namespace Florin;

using System.Collections.Immutable;
using System.Text.Json;

/// <summary>Why a loan is in its stage in a month; of several reasons the first in this order.</summary>
public enum StageRule
{
    /// <summary>Stage 3: the lender holds it for defaulted.</summary>
    Defaulted,

    /// <summary>Stage 3: the customer is unlikely to pay.</summary>
    UnlikelyToPay,

    /// <summary>Stage 3: <see cref="StagingRules.DefaultDays"/> past due.</summary>
    DefaultDays,

    /// <summary>Stage 3: without a sign of default, but not for long enough.</summary>
    CurePeriod,

    /// <summary>Stage 2: <see cref="StagingRules.BackstopDays"/> past due.</summary>
    Backstop,

    /// <summary>Stage 2: on the watch list.</summary>
    WatchList,

    /// <summary>Stage 2: the PD is too many times that at origination.</summary>
    PdRatio,

    /// <summary>Stage 2: the PD is too far above that at origination.</summary>
    PdRise,

    /// <summary>Stage 2: both, where it takes both.</summary>
    PdRatioAndRise,

    /// <summary>Stage 2: without a sign of increased risk, but not for long enough.</summary>
    Probation,

    /// <summary>Stage 1: nothing of these.</summary>
    NoSign,

    /// <summary>No stage: it is repaid.</summary>
    Repaid,
}

/// <summary>Loans of one stage in one month.</summary>
/// <param name="Month">Its first day.</param>
/// <param name="Stage">1 to 3.</param>
/// <param name="Loans">Loans.</param>
/// <param name="Balance">What they owe.</param>
/// <param name="Share">Their share of the month's loans, with Wilson's 95 % interval.</param>
public sealed record StageMonth(DateOnly Month, int Stage, int Loans, double Balance, MetricValue Share);

/// <summary>Loans that one rule decided on.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Stage">Its stage.</param>
/// <param name="Loans">Loans, or loan-months.</param>
/// <param name="Balance">What they owe.</param>
public sealed record StageReason(StageRule Rule, int Stage, int Loans, double Balance);

/// <summary>
/// The stage of IFRS 9 of every loan in every month, with the rule that decided. What happened before the panel's first month is unknown:
/// a cure or a probation that began before it is not counted. Stages are by loans; weights are not used. Immutable.
/// </summary>
public sealed class StagedPanel
{
    readonly StageRule[] rules;

    StagedPanel(LoanPanel panel, StagingRules by, StageRule[] rules, int unjudged)
    {
        (Panel, Rules, this.rules, Unjudged) = (panel, by, rules, unjudged);
        Months = [.. Enumerable.Range(panel.First, panel.Last - panel.First + 1).Select(month => ByStage(panel, month))
            .SelectMany(each => each)];
        int[] states = [.. rules.Select(rule => StageOf(rule) is 0 ? 3 : StageOf(rule) - 1)];
        var options = new TransitionOptions();
        var moves = new PanelMoves(panel, options, states, ["stage 1", "stage 2", "stage 3", DelinquencyBucket.PaidOff],
            [false, false, false, true]);
        TransitionCounts counts = moves.Counts();
        moves.Each(1, move => counts.Add(move with { Weight = 1 }));
        Migration = panel.Last > panel.First && counts.Loans.Any(count => count > 0) ? new TransitionMatrix(counts, 1) : null;
    }

    /// <summary>The loans.</summary>
    public LoanPanel Panel { get; }

    /// <summary>The rules.</summary>
    public StagingRules Rules { get; }

    /// <summary>Loan-months that no rule on PDs could judge, as a PD is missing; the other rules did.</summary>
    public int Unjudged { get; }

    /// <summary>By month and stage; all three stages of every month.</summary>
    public ImmutableArray<StageMonth> Months { get; }

    /// <summary>How loans go from stage to stage within a month; null where no loan was seen in two months.</summary>
    public TransitionMatrix? Migration { get; }

    /// <summary>Gives each loan-month its stage.</summary>
    /// <exception cref="FlorinException">FLR1596, or FLR1001 with several: rules that cannot be; FLR1594: the rules speak of PDs and the
    /// panel has not both.</exception>
    public static StagedPanel Of(LoanPanel panel, StagingRules rules)
    {
        ArgumentNullException.ThrowIfNull(panel);
        ArgumentNullException.ThrowIfNull(rules);
        PlanProblem[] faults = [.. rules.Faults()];
        if (faults.Length > 0) throw PlanProblem.Exception(faults, "rules");
        if (rules is { PdRatio: not null } or { PdRise: not null })
        {
            if (panel.Cells.Pd is null) throw LoanPanel.Needs("PDs", nameof(PanelColumns.Pd));
            if (panel.Cells.PdAtOrigination is null) throw LoanPanel.Needs("PDs at origination", nameof(PanelColumns.PdAtOrigination));
        }

        var decided = new StageRule[panel.Order.Length];
        int unjudged = 0;
        for (int loan = 0; loan < panel.Loans; loan++)
            unjudged += new LoanStages(panel.Cells, rules).Decide(panel.Order.AsSpan(panel.Starts[loan]..panel.Starts[loan + 1]), decided);
        return new StagedPanel(panel, rules, decided, unjudged);
    }

    /// <summary>1 to 3 of a row of the table, from 0; 0 where the loan is repaid.</summary>
    public int StageOf(int row) => StageOf(rules[row]);

    /// <summary>The rule that decided on a row of the table, from 0.</summary>
    public StageRule RuleOf(int row) => rules[row];

    /// <summary>Loans by rule in a month.</summary>
    /// <param name="month">A day of it; null: the panel's last.</param>
    public ImmutableArray<StageReason> Reasons(DateOnly? month = null) => [.. RowsOf(month).GroupBy(row => rules[row])
        .Where(group => group.Key != StageRule.Repaid).OrderBy(group => StageOf(group.Key)).ThenBy(group => group.Key)
        .Select(group => new StageReason(group.Key, StageOf(group.Key), group.Count(), group.Sum(row => Panel.Cells.Balance[row])))];

    /// <summary>The panel's table with columns "stage" (missing where a loan is repaid) and "stage_rule".</summary>
    public Table ToTable() => Panel.Table
        .With(new NumberColumn("stage", [.. rules.Select(rule => StageOf(rule) is > 0 and var stage ? stage : double.NaN)]))
        .With(CategoryColumn.From("stage_rule", rules.Select(rule => JsonNamingPolicy.CamelCase.ConvertName(rule.ToString()))));

    internal IEnumerable<int> RowsOf(DateOnly? month)
    {
        int number = month is { } day ? LoanPanel.Month(day) : Panel.Last;
        return Panel.Order.Where(row => Panel.Cells.Month[row] == number);
    }

    internal static int StageOf(StageRule rule) => rule switch
    {
        <= StageRule.CurePeriod => 3,
        <= StageRule.Probation => 2,
        StageRule.NoSign => 1,
        _ => 0,
    };

    ILookup<int, int>? byMonth;

    IEnumerable<StageMonth> ByStage(LoanPanel panel, int month)
    {
        byMonth ??= panel.Order.ToLookup(row => panel.Cells.Month[row]);
        int[] rows = [.. byMonth[month].Where(row => StageOf(row) > 0)];
        for (int stage = 1; stage <= 3; stage++)
        {
            int[] own = [.. rows.Where(row => StageOf(row) == stage)];
            yield return new StageMonth(LoanPanel.Day(month), stage, own.Length, own.Sum(row => panel.Cells.Balance[row]),
                rows.Length == 0 ? new MetricValue(null, null, null, 0) : new Rate((double)own.Length / rows.Length, rows.Length)
                    .Interval());
        }
    }
}
