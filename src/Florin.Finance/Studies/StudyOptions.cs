namespace Florin;

/// <summary>What a run has beside its plan and its rows.</summary>
public sealed record StudyOptions
{
    /// <summary>A model to go on from: the new one keeps its features and network, starts from its weights, and is compared with it on the
    /// test rows. It must outlive the run. Null: from scratch.</summary>
    public Model? From { get; init; }

    /// <summary>The applicants who were declined, where the plan names them (credit: rejects): rows like those of the table, without the
    /// outcome. Null: none.</summary>
    public Table? Declined { get; init; }

    /// <summary>Where the state of training is kept, so that an interrupted run resumes to the same bits; null: nowhere.</summary>
    public StudyCheckpoint? Checkpoint { get; init; }

    /// <summary>Told where the run is.</summary>
    public IProgress<StudyProgress>? Progress { get; init; }
}
