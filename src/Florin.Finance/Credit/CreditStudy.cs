namespace Florin;

/// <summary>The parts of a study that are credit's own, judged on the test rows.</summary>
public sealed record CreditStudy
{
    /// <summary>The policy that the model file holds.</summary>
    public required CreditPolicy Policy { get; init; }

    /// <summary>The decision rule, judged; null: the plan asks for none.</summary>
    public DecisionStudy? Decision { get; init; }

    /// <summary>Expected loss and capital; null: the plan asks for none.</summary>
    public LossStudy? Loss { get; init; }

    /// <summary>Best offers for typical applicants; null: the plan asks for none.</summary>
    public OfferStudy? Offer { get; init; }
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

    /// <summary>The divisions of the rows that judge, with the scores of validation rows and of other models.</summary>
    public IReadOnlyList<StudyFold> Folds { get; init; } = [];
}
