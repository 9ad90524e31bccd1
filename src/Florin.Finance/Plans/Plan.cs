namespace Florin;

using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

/// <summary>
/// A study as data: what to read, how to split it, what to train and what to demand of the result. The same records are plan.yaml, JSON and
/// C#; what is null or empty is chosen by the recipe. Immutable, with value equality.
/// </summary>
public sealed record Plan
{
    /// <summary>The name of the study, used in paths; null for that of the data file.</summary>
    public string? Name { get; init; }

    /// <summary>Field and task, such as credit/default-risk.</summary>
    public required string Recipe { get; init; }

    /// <summary>The data and what its columns are for.</summary>
    public required DataPlan Data { get; init; }

    /// <summary>How columns become inputs; null for the ways of the network.</summary>
    public FeaturePlan? Features { get; init; }

    /// <summary>How test rows are chosen; null for the last fifth in time where there is a time, else a stratified fifth.</summary>
    public SplitPlan? Split { get; init; }

    /// <summary>The network; null or "auto" for that of the recipe.</summary>
    public NetworkPlan? Network { get; init; }

    /// <summary>Settings of the training.</summary>
    public FitPlan? Fit { get; init; }

    /// <summary>Columns of numbers or dates with a direction that the score keeps for every value, such as income: down. Empty for
    /// none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public PlanMap<MonotoneDirection> Monotone { get; init; }

    /// <summary>A search over settings; null for none.</summary>
    public SearchPlan? Search { get; init; }

    /// <summary>Shares of the training rows from which the model is trained again, each above 0 and below 1: whether more rows would help.
    /// Empty for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public EquatableArray<double> LearningCurve { get; init; }

    /// <summary>What a metric of the test rows must reach, such as auc: ">= 0.72".</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public PlanMap<Gate> Gates { get; init; }

    /// <summary>The sections of the report, in order; empty for all. The verdict comes first, and what was not tested and where it comes
    /// from last, whatever is chosen.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public EquatableArray<ReportSection> Report { get; init; }

    /// <summary>What a lender makes of the probabilities: points and what follows from them (credit).</summary>
    public CreditPlan? Credit { get; init; }

    /// <summary>How groups of people are compared, where columns are protected; null: without limits.</summary>
    public FairnessPlan? Fairness { get; init; }

    /// <summary>What alerts cost and how many a day can be looked at (fraud).</summary>
    public BudgetPlan? Budget { get; init; }

    /// <summary>How far to look back and ahead (forecasts).</summary>
    public ForecastPlan? Forecast { get; init; }

    /// <summary>Levels of value at risk, each between 0 and 1.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public EquatableArray<double> Levels { get; init; }

    /// <summary>Costs of trading.</summary>
    public CostsPlan? Costs { get; init; }

    /// <summary>The roles that the plan gives to columns. A column that splits the rows is never a feature.</summary>
    public ColumnRoles ToRoles()
    {
        ColumnRoles roles = ValidationRules.On(this, Data.ToRoles());
        if (Credit?.Decision?.Old?.Column is { } old && !roles.Drop.Contains(old)) roles = roles with { Drop = [.. roles.Drop, old] };
        return Split is SplitPlans.Column { By: var by } && !roles.Drop.Contains(by) ? roles with { Drop = [.. roles.Drop, by] } : roles;
    }

    /// <summary>Everything that is wrong with the plan, and in which it does not fit the table; empty when it can be run.</summary>
    /// <param name="table">The data.</param>
    /// <param name="declined">The declined applicants, where the plan names them; null: none.</param>
    public IReadOnlyList<PlanProblem> Check(Table table, Table? declined = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        return
        [
            .. PlanFile.Problems(PlanFile.Write(this)).Select(problem => problem with { Place = null }),
            .. PlanTable.Problems(this, table),
            .. RejectRules.Of(this, table, declined),
        ];
    }
}

/// <summary>Settings of the training; null for those of the recipe.</summary>
public sealed record FitPlan
{
    /// <summary>The most passes over the training rows, from 1.</summary>
    [Range(1, int.MaxValue)]
    public int? Epochs { get; init; }

    /// <summary>Passes without improvement on the validation rows after which training stops, from 1.</summary>
    [Range(1, int.MaxValue)]
    public int? Patience { get; init; }

    /// <summary>Of counts, what is made small: poisson, gamma or tweedie; null: found from the target's cells.</summary>
    public CountLoss? Loss { get; init; }

    /// <summary>The seed of everything random.</summary>
    public ulong? Seed { get; init; }

    /// <summary>Rows of a step, from 1.</summary>
    [Range(1, int.MaxValue)]
    public int? BatchSize { get; init; }

    /// <summary>The learning rate, above 0 and at most 10.</summary>
    [Range(0, 10.0, MinimumIsExclusive = true)]
    public double? LearningRate { get; init; }

    /// <summary>Decoupled weight decay, of logistic regression the penalty on squares, from 0 to 1.</summary>
    [Range(0, 1.0)]
    public double? WeightDecay { get; init; }

    /// <summary>Nets from different seeds whose predictions are averaged, from 1. Null means 1.</summary>
    [Range(1, 1000)]
    public int? Ensemble { get; init; }

    /// <summary>Nets over folds whose predictions are averaged: each learns from all but one part of the training and validation rows and
    /// stops by that part. 1: one net, which stops by the validation rows. Null: the network's own, 5 for TabM.</summary>
    [Range(1, 100)]
    public int? Folds { get; init; }

    /// <summary>How probabilities are calibrated; null for temperature.</summary>
    public CalibrationMethod? Calibration { get; init; }

    /// <summary>Threads, from 1; they never change a result.</summary>
    [Range(1, 1024)]
    public int? Threads { get; init; }
}

/// <summary>A search over settings; it ends at whichever limit comes first.</summary>
public sealed record SearchPlan
{
    /// <summary>Trials, from 1; null for as many as the minutes allow, or 40 without minutes.</summary>
    [Range(1, 100_000)]
    public int? Trials { get; init; }

    /// <summary>Minutes, above 0. How many trials they allow depends on the machine; the study records it.</summary>
    [Range(0, 100_000.0, MinimumIsExclusive = true)]
    public double? Minutes { get; init; }
}

/// <summary>What looking at alerts costs.</summary>
public sealed record BudgetPlan
{
    /// <summary>Alerts that can be looked at in a day, from 1.</summary>
    [Range(1, int.MaxValue)]
    public int? AlertsPerDay { get; init; }

    /// <summary>The cost of looking at one, in the units of the amount, from 0.</summary>
    [Range(0, 1e12)]
    public double? ReviewCost { get; init; }
}

/// <summary>How far a forecast looks.</summary>
public sealed record ForecastPlan
{
    /// <summary>Steps looked back, from 1.</summary>
    [Range(1, 1_000_000)]
    public int? Lookback { get; init; }

    /// <summary>Steps forecast, from 1.</summary>
    [Range(1, 1_000_000)]
    public int? Horizon { get; init; }

    /// <summary>Quantiles to be forecast, each between 0 and 1.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public EquatableArray<double> Levels { get; init; }
}

/// <summary>Costs of trading.</summary>
public sealed record CostsPlan
{
    /// <summary>Cost of a trade in hundredths of a percent of its value, from 0.</summary>
    [Range(0, 10_000.0)]
    public double? Bps { get; init; }
}
