namespace Florin;

/// <summary>Everything that training needs to go on as if it had never stopped.</summary>
/// <param name="Fingerprint">Of net, options and data: a state resumes only the training it came from.</param>
/// <param name="Epoch">Epochs begun, from 0.</param>
/// <param name="Batch">Batches of that epoch that are done.</param>
/// <param name="LossSum">Weighted sum of their losses.</param>
/// <param name="Carry">The optimizer's running number.</param>
/// <param name="Steps">Optimizer steps taken.</param>
/// <param name="History">Epochs done.</param>
/// <param name="Arrays">Parameters, states, best parameters and states, and the optimizer's numbers, by name.</param>
public sealed record TrainingState(
    string Fingerprint,
    int Epoch,
    int Batch,
    double LossSum,
    double Carry,
    long Steps,
    EquatableArray<Epoch> History,
    IReadOnlyDictionary<string, Real[]> Arrays)
{
    /// <summary>The best validation loss so far.</summary>
    public double BestLoss { get; init; }
}

/// <summary>A place that keeps the newest state of a training run.</summary>
public interface ICheckpoints
{
    /// <summary>Keeps a state in place of the one before; whole or not at all.</summary>
    void Save(TrainingState state);

    /// <summary>The newest state, or null when there is none.</summary>
    TrainingState? Load();
}
