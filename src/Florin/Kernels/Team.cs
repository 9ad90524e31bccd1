using System.Diagnostics;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace Florin.Kernels;

/// <summary>A job cut into numbered items, any of which may run on any thread of a team.</summary>
internal interface IWork
{
    /// <summary>Does one item; <paramref name="thread"/> is below the team's count and never shared by two running items.</summary>
    void Do(int item, int thread);
}

/// <summary>
/// A fixed set of threads that fork and join in under a microsecond. Each thread has a share of the items, the same in every run of as
/// many, so that what an item wrote is found in the same core's cache the next time; items are claimed one by one, and who has finished its
/// share helps with the others', so a thread that the system takes away delays only the item it holds. Nothing is allocated by a run.
/// </summary>
internal sealed class Team : IDisposable
{
    static readonly long SpinTicks = Stopwatch.Frequency / 10_000; // 100 us: longer than the gap between two steps, cheap beside a park
    readonly Worker[] workers;
    readonly Share[] shares;
    Shared shared;
    IWork? work;
    int generation;
    Exception? error;
    volatile bool disposed;

    internal Team(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        Threads = threads;
        shares = new Share[threads];
        workers = new Worker[threads - 1];
        for (int i = 0; i < workers.Length; i++) workers[i] = new Worker(this, i + 1);
        foreach (Worker worker in workers) worker.Start();
    }

    internal int Threads { get; }

    /// <summary>Does every item, then returns. The first exception of an item is thrown here; items not yet begun are dropped.</summary>
    internal void Run(int items, IWork work)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        if (Interlocked.Exchange(ref shared.Busy, 1) != 0) throw new InvalidOperationException("A team runs one job at a time.");
        try
        {
            if (items <= 1 || Threads == 1) for (int i = 0; i < items; i++) work.Do(i, 0);
            else RunTogether(items, work);
        }
        finally
        {
            Volatile.Write(ref shared.Busy, 0);
        }
    }

    public void Dispose()
    {
        if (disposed) return;
        disposed = true;
        foreach (Worker worker in workers) worker.Dispose();
    }

    void RunTogether(int items, IWork work)
    {
        this.work = work;
        for (int i = 0; i < shares.Length; i++)
        {
            shares[i].End = (int)((long)items * (i + 1) / shares.Length);
            shares[i].Next = (int)((long)items * i / shares.Length);
        }

        if (++generation == 0) generation = 1; // 0 says closed
        Interlocked.Exchange(ref shared.Open, generation);
        for (int i = 0; i < workers.Length && i < items - 1; i++) workers[i].Wake();
        Claim(0);
        // Full fences on both sides: a late worker either sees the job closed or is seen here as active.
        Interlocked.Exchange(ref shared.Open, 0);
        var spin = default(SpinWait);
        while (Volatile.Read(ref shared.Active) != 0) spin.SpinOnce(-1); // yields after a while: the worker may need this very core
        this.work = null;
        Exception? failure = error;
        error = null;
        if (failure is not null) ExceptionDispatchInfo.Throw(failure);
    }

    void Join(int thread, int seen)
    {
        Interlocked.Increment(ref shared.Active);
        if (Volatile.Read(ref shared.Open) == seen) Claim(thread);
        Interlocked.Decrement(ref shared.Active);
    }

    void Claim(int thread)
    {
        try
        {
            IWork job = work!;
            for (int i = 0, at = thread; i < shares.Length; i++, at = at + 1 == shares.Length ? 0 : at + 1)
            {
                ref Share share = ref shares[at];
                for (int item; Volatile.Read(ref share.Next) < share.End && (item = Interlocked.Increment(ref share.Next) - 1) < share.End;)
                    job.Do(item, thread);
            }
        }
#pragma warning disable CA1031 // whatever an item throws belongs to the caller
        catch (Exception failure)
#pragma warning restore CA1031
        {
            Interlocked.CompareExchange(ref error, failure, null);
            for (int i = 0; i < shares.Length; i++) Volatile.Write(ref shares[i].Next, shares[i].End);
        }
    }

    // Each word that several threads write has a cache line of its own.
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    struct Shared
    {
        [FieldOffset(64)] internal int Open;
        [FieldOffset(128)] internal int Active;
        [FieldOffset(192)] internal int Busy;
    }

    /// <summary>The items from Next up to End that are not claimed yet.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 128)]
    struct Share
    {
        [FieldOffset(64)] internal int Next;
        [FieldOffset(68)] internal int End;
    }

    sealed class Worker(Team team, int index) : IDisposable
    {
        readonly SemaphoreSlim signal = new(0);
        Thread? thread;
        int parked;

        internal void Start()
        {
            thread = new Thread(Loop) { IsBackground = true, Name = $"Florin team {index}" };
            thread.Start();
        }

        internal void Wake()
        {
            if (Volatile.Read(ref parked) != 0 && Interlocked.Exchange(ref parked, 0) != 0) signal.Release();
        }

        public void Dispose()
        {
            Interlocked.MemoryBarrier();
            Wake();
            thread!.Join();
            signal.Dispose();
        }

        void Loop()
        {
            int seen = 0;
            while (!team.disposed)
            {
                int open = Await(seen);
                if (open == 0) continue;
                seen = open;
                team.Join(index, open);
            }
        }

        // The next open generation, or 0 after a park.
        int Await(int seen)
        {
            long until = Stopwatch.GetTimestamp() + SpinTicks;
            do
            {
                int open = Volatile.Read(ref team.shared.Open);
                if (open != 0 && open != seen) return open;
                if (team.disposed) return 0;
                Thread.SpinWait(4);
            }
            while (Stopwatch.GetTimestamp() < until);
            Interlocked.Exchange(ref parked, 1);
            int now = Volatile.Read(ref team.shared.Open);
            bool wanted = team.disposed || (now != 0 && now != seen);
            // Whoever clears the flag owns the wake-up: if the caller did, its signal must be consumed.
            if (!wanted || Interlocked.Exchange(ref parked, 0) == 0) signal.Wait();
            return 0;
        }
    }
}
