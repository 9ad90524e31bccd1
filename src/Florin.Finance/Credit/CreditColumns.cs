namespace Florin;

/// <summary>What the policy of a model adds to scores: columns of files, fields of answers.</summary>
public static class CreditColumns
{
    /// <summary>The name of the column of decisions.</summary>
    public const string Decision = "decision";

    /// <summary>The names of the columns that a policy adds; none without a rule.</summary>
    /// <param name="policy">The model's; null: it has none.</param>
    public static IReadOnlyList<string> Names(CreditPolicy? policy) => policy?.Decision is null ? [] : [Decision];

    /// <summary>The cells of those columns for a PD.</summary>
    /// <param name="policy">The model's; null: it has none.</param>
    /// <param name="pd">0 to 1.</param>
    /// <exception cref="FlorinException">FLR1540: no probability.</exception>
    public static IReadOnlyList<string> Of(CreditPolicy? policy, double pd) =>
        policy?.Decision is { } rule ? [DecisionPolicy.Name(rule.Of(pd))] : [];

    /// <summary>Predictions with those columns behind the score.</summary>
    internal static Table On(Table predictions, CreditPolicy? policy) => policy?.Decision is not { } rule ? predictions
        : predictions.With(CategoryColumn.From(Decision,
            predictions.Number("score").Values.ToArray().Select(pd => DecisionPolicy.Name(rule.Of(pd)))));
}
