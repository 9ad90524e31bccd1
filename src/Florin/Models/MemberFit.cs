namespace Florin;

using System.Collections.Immutable;
using System.Runtime.ExceptionServices;

/// <summary>The rows of one net of an ensemble.</summary>
/// <param name="Learned">Rows to learn from.</param>
/// <param name="Held">Rows that decide when to stop.</param>
/// <param name="HeldRows">Where those stand among all rows; null where they are not among them.</param>
sealed record MemberRows(Examples Learned, Examples Held, int[]? HeldRows);

/// <summary>
/// The nets of a model. Several are trained beside each other, each on its share of the threads: small nets gain more from it than from
/// threads of their own, and the bits do not depend on it.
/// </summary>
sealed class MemberFit
{
    readonly ModelPlan plan;
    readonly NetworkChoice choice;
    readonly MemberRows[] members;
    readonly int nets;
    readonly int threads;
    readonly Stages stages;

    MemberFit(ModelPlan plan, NetworkChoice choice, MemberRows[] members, IProgress<FitProgress>? progress)
    {
        (this.plan, this.choice, this.members) = (plan, choice, members);
        nets = Math.Max(1, plan.Ensemble) * members.Length;
        threads = plan.Threads == 0 ? Environment.ProcessorCount : plan.Threads;
        stages = new Stages(progress, nets);
    }

    int Beside => Math.Min(threads, nets);

    /// <summary>Net i learns from the rows of member i mod members.</summary>
    public static ImmutableArray<TrainedNet> Of(ModelPlan plan, NetworkChoice choice, MemberRows[] members,
        IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        var fit = new MemberFit(plan, choice, members, progress);
        return fit.nets == 1 ? [fit.Net(0, cancellation)] : fit.All(cancellation);
    }

    ImmutableArray<TrainedNet> All(CancellationToken cancellation)
    {
        var trained = new TrainedNet?[nets];
        try
        {
            Parallel.For(0, nets, new ParallelOptions { MaxDegreeOfParallelism = Beside, CancellationToken = cancellation },
                i => trained[i] = Net(i, cancellation));
        }
        catch (Exception error)
        {
            foreach (TrainedNet? net in trained) net?.Dispose();
            if (error is AggregateException { InnerExceptions: [var first, ..] }) ExceptionDispatchInfo.Throw(first);
            throw;
        }

        return [.. trained.OfType<TrainedNet>()];
    }

    TrainedNet Net(int i, CancellationToken cancellation) => choice.Net.Fit(members[i % members.Length].Learned, choice.Fit with
    {
        Validation = members[i % members.Length].Held,
        Seed = plan.Seed + (ulong)i,
        Threads = Math.Max(1, threads / Beside),
        Progress = stages.Of(i),
        StartWeights = plan.Start?.Nets[i % plan.Start.Nets.Length].Arrays().ToDictionary(array => array.Name, array => array.Values),
        Checkpoints = choice.Fit.Optimizer is Lbfgs ? null : plan.Checkpoints?.Invoke(i),
    }, cancellation);

    /// <summary>How far all nets are; each may stop before its last epoch.</summary>
    sealed class Stages(IProgress<FitProgress>? progress, int nets)
    {
        readonly Lock key = new();
        readonly double[] done = new double[nets];

        public IProgress<Epoch> Of(int net) => new Stage(this, net);

        void Report(int net, Epoch epoch)
        {
            lock (key)
            {
                done[net] = (double)epoch.Number / epoch.Of;
                progress?.Report(new FitProgress(nets == 1 ? "net" : $"net {net + 1} of {nets}", done.Average(), epoch));
            }
        }

        sealed class Stage(Stages all, int net) : IProgress<Epoch>
        {
            public void Report(Epoch value) => all.Report(net, value);
        }
    }
}
