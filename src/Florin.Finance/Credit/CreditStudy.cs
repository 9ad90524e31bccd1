namespace Florin;

/// <summary>The parts of a study that are credit's own, judged on the test rows.</summary>
public sealed record CreditStudy
{
    /// <summary>The policy that the model file holds.</summary>
    public required CreditPolicy Policy { get; init; }

    /// <summary>What a validator asks; null in studies of versions that did not keep it.</summary>
    public CreditValidation? Validation { get; init; }

    /// <summary>The decision rule, judged; null: the plan asks for none.</summary>
    public DecisionStudy? Decision { get; init; }

    /// <summary>Expected loss and capital; null: the plan asks for none.</summary>
    public LossStudy? Loss { get; init; }

    /// <summary>Which reasons declines would get; null: the model has none, or fewer than 20 test rows would be declined.</summary>
    public ReasonStudy? Reasons { get; init; }

    /// <summary>What points say of the test rows.</summary>
    public PointsStudy? PointsOfNet { get; init; }

    /// <summary>Best offers for typical applicants; null: the plan asks for none.</summary>
    public OfferStudy? Offer { get; init; }

    /// <summary>Applicants of the past who were declined; null: the plan names none.</summary>
    public RejectStudy? Rejects { get; init; }
}

/// <summary>What the parts of a credit study are made from.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Model">The model.</param>
/// <param name="Learned">The rows that the model learned from.</param>
/// <param name="Rows">The test rows with the scores of models that did not see them.</param>
/// <param name="Cells">The cells of the test rows, in the same order; all columns of the file.</param>
/// <param name="Seed">Keys every random draw.</param>
/// <param name="Threads">Threads; at least 1.</param>
sealed record CreditContext(Plan Plan, Model Model, Table Learned, JudgedRows Rows, Table Cells, ulong Seed, int Threads)
{
    /// <summary>The probabilities of default of the test rows.</summary>
    public double[] Pds => Rows.Scores;

    /// <summary>What stands in the model file.</summary>
    public CreditPolicy Policy { get; init; } = new();

    /// <summary>The divisions of the rows that judge, with the scores of validation rows and of other models.</summary>
    public IReadOnlyList<StudyFold> Folds { get; init; } = [];

    /// <summary>The numbers of a column that are codes, not amounts.</summary>
    public double[] CodesOf(string column) =>
    [
        .. Plan.Data.Special.TryGetValue("*", out EquatableArray<double> all) ? all.Span.ToArray() : [],
        .. Plan.Data.Special.TryGetValue(column, out EquatableArray<double> own) ? own.Span.ToArray() : [],
    ];

    /// <summary>The scorecard among the challengers; null: there is none.</summary>
    public Scorecard? Card => Folds.Count == 0 ? null
        : Folds[0].Others.Select(other => other.Card).FirstOrDefault(card => card is not null);
}
