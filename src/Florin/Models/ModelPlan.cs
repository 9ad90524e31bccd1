namespace Florin;

using System.Collections.Immutable;

/// <summary>How a model is made from rows: network, training, features. What is left out is chosen from the data.</summary>
public sealed record ModelPlan
{
    /// <summary>auto, logistic, linear, mlp, tabm, realmlp, monotone or additive. Default auto.</summary>
    public string Network { get; init; } = "auto";

    /// <summary>Layers of the user's own; then <see cref="Network"/> is not read.</summary>
    public Net? Layers { get; init; }

    /// <summary>Sizes of a network that has a name; null: its own.</summary>
    public NetworkSizes? Sizes { get; init; }

    /// <summary>The most epochs; null: the network's own rule.</summary>
    public int? Epochs { get; init; }

    /// <summary>Epochs without a better validation loss after which training stops; null: the network's own.</summary>
    public int? Patience { get; init; }

    /// <summary>Rows of a step; null: the network's own rule.</summary>
    public int? BatchSize { get; init; }

    /// <summary>Learning rate; null: the network's own.</summary>
    public double? LearningRate { get; init; }

    /// <summary>Decoupled weight decay, of logistic and linear the penalty on squares; null: the network's own.</summary>
    public double? WeightDecay { get; init; }

    /// <summary>Nets trained from different seeds, whose predictions are averaged. Default 1.</summary>
    public int Ensemble { get; init; } = 1;

    /// <summary>
    /// Nets over folds, whose predictions are averaged: each learns from all but one part of the training and validation rows and stops by
    /// that part. 0 or 1: one net, which learns from the training rows and stops by the validation rows. Null, the default: the network's
    /// own, at most as many as there are rows or groups of them.
    /// </summary>
    public int? Folds { get; init; }

    /// <summary>A model to go on from: its features, network and weights are taken, and training moves the weights. Null: from
    /// scratch.</summary>
    public Model? Start { get; init; }

    /// <summary>Where the state of each net's training is kept, by its number from 0; null: nowhere.</summary>
    public Func<int, ICheckpoints>? Checkpoints { get; init; }

    /// <summary>How probabilities are calibrated, on rows that the nets did not see: the validation rows, or out of fold. Probabilities of
    /// several classes have a temperature or none. Default temperature.</summary>
    public CalibrationMethod Calibration { get; init; } = CalibrationMethod.Temperature;

    /// <summary>Keys every random draw.</summary>
    public ulong Seed { get; init; }

    /// <summary>Threads; 0: one for each processor. The result does not depend on it.</summary>
    public int Threads { get; init; }

    /// <summary>How amounts are scaled; null: the network's own.</summary>
    public NumberScaling? Scaling { get; init; }

    /// <summary>How columns become inputs; the scaling is <see cref="Scaling"/>.</summary>
    public FeatureOptions Features { get; init; } = new();

    /// <summary>Columns of numbers or dates with a direction, which the score keeps for every value; the model is proved to. Only with
    /// auto, monotone and additive.</summary>
    public ImmutableSortedDictionary<string, MonotoneDirection> Monotone { get; init; } =
        ImmutableSortedDictionary<string, MonotoneDirection>.Empty;

    /// <summary>How the file of the training rows was read; kept in the model, so that other files are read alike.</summary>
    public ModelReading Reading { get; init; } = new();

    /// <summary>What the weights of rows are multiplied by where nets learn and stop, never where they are calibrated or judged; null:
    /// by 1.</summary>
    internal Func<Table, double[]>? RowFactors { get; init; }

    /// <summary>What training alone reads of a row, and the loss that reads it; null: nothing.</summary>
    internal BesideTarget? Beside { get; init; }

    /// <summary>Rows whose outcomes are inferred; null: none.</summary>
    internal RowsBeside? Inferred { get; init; }

    /// <summary>The same rows, features and seed for one net with its own settings: what other models are compared by.</summary>
    internal ModelPlan Plain() => new()
    {
        Calibration = Calibration,
        Seed = Seed,
        Threads = Threads,
        Scaling = Scaling,
        Features = Features,
        Reading = Reading,
    };

    /// <summary>The network for so many training rows.</summary>
    /// <param name="rows">Training rows, those of validation left out.</param>
    /// <param name="target">What is predicted; null: one of two values.</param>
    /// <param name="features">What the network reads; null: amounts alone.</param>
    public NetworkChoice Choose(int rows, ModelTarget? target = null, FittedFeatures? features = null)
    {
        (int outputs, Loss loss) = target is null ? (1, Loss.BinaryCrossEntropy) : (target.Outputs, target.Loss);
        NetworkChoice choice = Start is { } start ? NetworkChoice.Like(start, rows, Ensemble)
            : Layers is { } own ? NetworkChoice.Own(own, rows)
            : NetworkChoice.Of(Network, rows, outputs, features, Sizes, Folds, Monotone);
        FitOptions fit = choice.Fit;
        return choice with
        {
            Folds = Folds ?? choice.Folds,
            Fit = fit with
            {
                Epochs = Epochs ?? fit.Epochs,
                Patience = Patience ?? fit.Patience,
                BatchSize = BatchSize ?? fit.BatchSize,
                Optimizer = Tuned(fit.Optimizer),
                Loss = Beside?.Loss(loss) ?? loss,
                Seed = Seed,
                Threads = Threads,
            },
        };
    }

    Optimizer Tuned(Optimizer own)
    {
        if (LearningRate is { } rate) own = own with { LearningRate = rate };
        return WeightDecay is not { } decay ? own : own is Lbfgs newton ? newton with { L2 = decay } : own with { WeightDecay = decay };
    }
}

/// <summary>Numbers of a row that stand beside its target while nets are trained: no net predicts them, and no model keeps them.</summary>
/// <param name="Loss">From the loss of the target alone to the one that reads them, too.</param>
/// <param name="Join">Rows with them, from those without.</param>
sealed record BesideTarget(Func<Loss, Loss> Loss, Func<Examples, Table, Examples> Join);

/// <summary>Where the making of a model is.</summary>
/// <param name="Stage">What is being done: "features", "net 1 of 3".</param>
/// <param name="Share">Share of the whole that is done, 0 to 1.</param>
/// <param name="Epoch">The epoch that has just ended, when a net is in training.</param>
public sealed record FitProgress(string Stage, double Share, Epoch? Epoch);
