namespace Florin.Graph;

using System.Runtime.InteropServices;
using Florin.Kernels;

/// <summary>What one thread works in: its arena, its scratch, and the table of places of the operation it runs.</summary>
sealed unsafe class ThreadMemory : IDisposable
{
    /// <summary>One base for each region.</summary>
    const int Regions = 7;

    readonly AlignedBuffer arena;
    readonly AlignedBuffer scratch;
    void* tables;

    public ThreadMemory(Plan plan)
    {
        arena = new AlignedBuffer(plan.ArenaLength);
        scratch = new AlignedBuffer(plan.ScratchLength);
        tables = NativeMemory.AllocZeroed((nuint)(Regions + plan.MaxOperands + 1), (nuint)sizeof(nint));
        Bases = (Real**)tables;
        Slots = Bases + Regions;
        Bases[(int)Region.Shard] = arena.Pointer;
    }

    ~ThreadMemory() => NativeMemory.Free(tables);

    public Real** Bases { get; }

    public Real** Slots { get; }

    public Real* Scratch => scratch.Pointer;

    public void Dispose()
    {
        arena.Dispose();
        scratch.Dispose();
        NativeMemory.Free(tables);
        tables = null;
        GC.SuppressFinalize(this);
    }
}
