namespace Florin;

using System.Diagnostics;
using System.Runtime.InteropServices;
using Florin.Graph;

/// <summary>Runs epochs and batches over a session; decides which weights are best and when to stop.</summary>
sealed unsafe class Trainer : IDisposable
{
    readonly FitOptions options;
    readonly TrainingSession session;
    readonly Weights best;
    readonly Weights sound;
    readonly List<Epoch> epochs = [];
    readonly int[] order;
    readonly int batchSize;
    readonly Stopwatch clock = new();
    double bestLoss = double.PositiveInfinity;
    int sinceBest;
    int startEpoch;
    int startBatch;
    double startLossSum;

    public Trainer(Net net, Examples examples, FitOptions options)
    {
        this.options = options;
        session = new TrainingSession(net, examples, options);
        best = new Weights(session.Weights.Layout);
        best.CopyFrom(session.Weights);
        sound = new Weights(session.Weights.Layout);
        sound.CopyFrom(best);
        batchSize = options.Optimizer.FullBatch ? examples.Count : Math.Min(options.BatchSize, examples.Count);
        order = GC.AllocateUninitializedArray<int>(examples.Count, pinned: true);
        Batches = (examples.Count + batchSize - 1) / batchSize;
        try
        {
            Restore();
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    int Batches { get; }

    public TrainedNet Run(CancellationToken cancellation)
    {
        clock.Start();
        StopReason reason = options.Optimizer is Lbfgs lbfgs ? RunLbfgs(lbfgs, cancellation) : RunEpochs(cancellation);
        return session.Trained(best, new History([.. epochs], reason));
    }

    /// <summary>The best weights belong to the net that was trained.</summary>
    public void Dispose()
    {
        sound.Dispose();
        session.Dispose();
    }

    StopReason RunEpochs(CancellationToken cancellation)
    {
        if (options.Patience > 0 && sinceBest >= options.Patience) return StopReason.Patience;
        for (int epoch = startEpoch; epoch < options.Epochs; epoch++)
        {
            Draw(epoch);
            if (!RunBatches(epoch, cancellation, out double loss, out double rate))
            {
                if (!cancellation.IsCancellationRequested) return Diverged(epoch, loss);
                if (options.OnStop == OnStop.KeepBest) return StopReason.Cancelled;
                cancellation.ThrowIfCancellationRequested();
            }

            bool stop = Finish(epoch, loss, rate, out bool diverged);
            if (diverged) return Diverged(epoch, loss);
            options.Checkpoints?.Save(Snapshot(epoch + 1, 0, 0));
            if (stop) return StopReason.Patience;
        }

        return StopReason.Finished;
    }

    /// <summary>A sampler may be the user's own: an index beyond the rows would read foreign memory.</summary>
    void Draw(int epoch)
    {
        options.Sampler.Order(order, epoch, options.Seed);
        foreach (int row in order)
            if ((uint)row >= (uint)order.Length)
                throw new FlorinException("FLR0318", "the sampler named a row that does not exist",
                    FormattableString.Invariant($"epoch {epoch + 1}"),
                    FormattableString.Invariant($"index {row} of {order.Length} rows"), "write indices from 0 to rows - 1");
    }

    /// <summary>False when the token was cancelled or the loss stopped being finite.</summary>
    bool RunBatches(int epoch, CancellationToken cancellation, out double loss, out double rate)
    {
        double sum = startLossSum;
        rate = 0;
        for (int batch = startBatch; batch < Batches; batch++)
        {
            if (cancellation.IsCancellationRequested)
            {
                options.Checkpoints?.Save(Snapshot(epoch, batch, sum));
                loss = sum;
                return false;
            }

            int first = batch * batchSize, count = Math.Min(batchSize, order.Length - first);
            var at = new TrainingPoint((long)epoch * Batches + batch, (long)options.Epochs * Batches, epoch, options.Epochs);
            rate = options.Optimizer.LearningRate * options.Optimizer.Schedule.Factor(at);
            loss = session.Step(order.AsSpan(first, count), at, rate, out double weight);
            if (!double.IsFinite(loss))
            {
                if (batch == 0) Reject();
                return false;
            }

            sum += loss * weight;
        }

        startBatch = 0;
        startLossSum = 0;
        loss = sum / session.TotalWeight;
        return true;
    }

    /// <summary>True when patience is at its end.</summary>
    bool Finish(int epoch, double loss, double rate, out bool diverged)
    {
        double? validation = session.ValidationLoss();
        double judged = validation ?? loss;
        diverged = !double.IsFinite(judged) || !session.WeightsAreFinite();
        if (diverged) return false;
        // Without validation rows the newest weights are the result: the training loss of an epoch says little about its last weights.
        bool better = validation is null || judged < bestLoss;
        if (better)
        {
            bestLoss = judged;
            sound.CopyFrom(best);
            best.CopyFrom(session.Weights);
        }

        sinceBest = better ? 0 : sinceBest + 1;
        var done = new Epoch(epoch + 1, options.Epochs, loss, validation, rate, better) { Elapsed = clock.Elapsed };
        epochs.Add(done);
        options.Progress?.Report(done);
        return options.Patience > 0 && sinceBest >= options.Patience;
    }

    /// <summary>The weights of the last epoch are finite and yet give no finite loss: those before them did.</summary>
    void Reject()
    {
        if (options.Validation is not null || epochs.Count == 0) return;
        best.CopyFrom(sound);
        epochs[^1] = epochs[^1] with { Best = false };
    }

    StopReason Diverged(int epoch, double loss)
    {
        if (options.OnStop == OnStop.KeepBest) return StopReason.Diverged;
        var history = new History([.. epochs], StopReason.Diverged);
        throw new FlorinException("FLR0310", "training diverged: the loss is no longer finite",
            FormattableString.Invariant($"epoch {epoch + 1}"),
            FormattableString.Invariant($"loss {loss}, learning rate {options.Optimizer.LearningRate}; ")
                + FormattableString.Invariant($"last finite loss {epochs.LastOrDefault()?.Loss ?? double.NaN}"),
            "lower the learning rate (try a tenth), scale the inputs, or clip gradients with ClipNorm; "
                + "the exception's Partial is the best net so far")
        {
            Partial = session.Trained(best, history),
        };
    }

    StopReason RunLbfgs(Lbfgs lbfgs, CancellationToken cancellation)
    {
        Sampler.InOrder.Order(order, 0, 0);
        var search = new LbfgsSearch(lbfgs, session, order);
        for (int epoch = 0; epoch < options.Epochs; epoch++)
        {
            if (cancellation.IsCancellationRequested)
            {
                if (options.OnStop == OnStop.KeepBest) return StopReason.Cancelled;
                cancellation.ThrowIfCancellationRequested();
            }

            bool moved = search.Step(out double loss);
            if (!double.IsFinite(loss)) return Diverged(epoch, loss);
            bool stop = Finish(epoch, loss, lbfgs.LearningRate, out bool diverged);
            if (diverged) return Diverged(epoch, loss);
            if (stop) return StopReason.Patience;
            if (!moved) return StopReason.Converged;
        }

        return StopReason.Finished;
    }

    TrainingState Snapshot(int epoch, int batch, double lossSum)
    {
        var arrays = new Dictionary<string, Real[]>();
        session.Save(arrays);
        CheckpointArrays.Save(best, "best.", arrays);
        arrays["progress"] = [(Real)sinceBest];
        return new TrainingState(session.Fingerprint, epoch, batch, lossSum, session.Runner.Carry, session.Runner.Steps, [.. epochs],
            arrays)
        {
            BestLoss = bestLoss,
        };
    }

    void Restore()
    {
        if (options.Checkpoints?.Load() is not TrainingState state) return;
        if (state.Fingerprint != session.Fingerprint)
            throw new FlorinException("FLR0311", "the checkpoint belongs to another training", "FitOptions.Checkpoints",
                "another net, options or data", "use a new place for this training, or repeat the old one exactly");
        session.Load(state.Arrays);
        CheckpointArrays.Load(best, "best.", state.Arrays);
        sinceBest = (int)state.Arrays["progress"][0];
        bestLoss = state.BestLoss;
        epochs.AddRange(state.History);
        (startEpoch, startBatch, startLossSum) = (state.Epoch, state.Batch, state.LossSum);
        session.Runner.Carry = state.Carry;
        session.Runner.Steps = state.Steps;
    }
}
