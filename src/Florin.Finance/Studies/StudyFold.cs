namespace Florin;

using System.Collections.Immutable;

/// <summary>What one division of the rows gave.</summary>
/// <param name="Split">The rows.</param>
/// <param name="Model">The model of the training rows; freed where the rows have further folds.</param>
/// <param name="Validation">Its scores of the validation rows.</param>
/// <param name="Test">Its scores of the test rows.</param>
/// <param name="Raw">The same before calibration; null where there is none.</param>
/// <param name="Others">What other models say of the test rows.</param>
/// <param name="Importance">How much it needs each column.</param>
/// <param name="Stability">Training against test rows.</param>
sealed record StudyFold(SplitTable Split, Model Model, double[] Validation, double[] Test, double[]? Raw,
    ImmutableArray<OtherScores> Others, ImmutableArray<ColumnImportance> Importance, ImmutableArray<StudyStability> Stability)
{
    /// <summary>What the same network says without mitigation of gaps between groups; null where there is none.</summary>
    public UnmitigatedScores? Unmitigated { get; init; }

    /// <summary>What is known of applicants who were declined; null: the plan names none.</summary>
    public RejectFold? Rejects { get; init; }

    /// <summary>Weights of the test rows; null: each counts once.</summary>
    public double[]? Weights => Split.Train.Schema.Weights(Split.Test);

    /// <summary>The test rows with the model's scores.</summary>
    public JudgedRows Judged() => new(Split.Target, Test, Split.TestLabels, Weights, Split.Target.ExposuresOf(Split.Test));

    /// <summary>The test rows of one or several folds as one.</summary>
    public static JudgedRows Pooled(IReadOnlyList<StudyFold> folds)
    {
        JudgedRows[] each = [.. folds.Select(fold => fold.Judged())];
        return new JudgedRows(each[0].Target, [.. each.SelectMany(rows => rows.Scores)], [.. each.SelectMany(rows => rows.Labels)],
            Joined(each.Select(rows => rows.Weights)), Joined(each.Select(rows => rows.Exposures)));
    }

    static double[]? Joined(IEnumerable<double[]?> parts) =>
        parts.Any(part => part is null) ? null : [.. parts.SelectMany(part => part!)];

    /// <summary>The mean over folds, the most important first; the range is that of all shuffles of all folds.</summary>
    public static ImmutableArray<ColumnImportance> ImportanceOf(IReadOnlyList<StudyFold> folds) =>
    [
        .. folds.SelectMany(fold => fold.Importance).GroupBy(each => each.Column)
            .Select(column => new ColumnImportance(column.Key, column.Sum(each => each.Drop) / folds.Count, column.Min(each => each.Low),
                column.Max(each => each.High)))
            .OrderByDescending(each => each.Drop).ThenBy(each => each.Column, StringComparer.Ordinal),
    ];

    /// <summary>The mean over folds.</summary>
    public static ImmutableArray<StudyStability> StabilityOf(IReadOnlyList<StudyFold> folds) =>
    [
        .. folds.SelectMany(fold => fold.Stability).GroupBy(each => each.Name)
            .Select(each => new StudyStability(each.Key, each.Average(fold => fold.Psi), each.Average(fold => fold.Limit))),
    ];
}

/// <summary>What another model says of test rows.</summary>
/// <param name="Name">As the study names it.</param>
/// <param name="Scores">Row after row.</param>
sealed record OtherScores(string Name, double[] Scores)
{
    /// <summary>The scorecard that says it; null: another model does.</summary>
    public Scorecard? Card { get; init; }

    /// <summary>The same of the validation rows; null where nothing asks for them.</summary>
    public double[]? Held { get; init; }

    /// <summary>The curves of the additive net that says it; null: another model does.</summary>
    public AdditiveCurves? Curves { get; init; }
}

/// <summary>Scores of a network that was trained without mitigation.</summary>
/// <param name="Validation">Of the validation rows, by nets that did not see them.</param>
/// <param name="Test">Of the test rows.</param>
sealed record UnmitigatedScores(double[] Validation, double[] Test);
