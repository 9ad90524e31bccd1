namespace Florin.Graph;

using System.Runtime.Intrinsics.X86;

/// <summary>Where an input's rows come from: memory of the caller, or one number for all rows.</summary>
sealed unsafe class Feed(string name)
{
    /// <summary>How many rows are on their way at once.</summary>
    const int Ahead = 12;

    const int CacheLine = 64;

    /// <summary>The processor itself fetches what follows.</summary>
    const int MostPrefetched = 256;

    public string Name { get; } = name;

    /// <summary>Row r starts at Data + r · size; null: every number is <see cref="Scale"/>.</summary>
    public Real* Data { get; set; }

    /// <summary>Multiplies what is read; row weights are divided by the weight of their batch this way.</summary>
    public Real Scale { get; set; } = 1;

    /// <summary>Copies the rows of a shard into its block; rows is null for consecutive ones.</summary>
    public void Gather(Real* target, int size, int* rows, int first, int count)
    {
        if (Data is null) new Span<Real>(target, size * count).Fill(Scale);
        else if (rows is null) Scaled(target, Data + (long)first * size, (long)size * count);
        else if (size == 1)
        {
            Real* data = Data;
            Real scale = Scale;
            for (int i = 0; i < count; i++) target[i] = data[rows[first + i]] * scale;
        }
        else
        {
            for (int i = 0; i < Math.Min(Ahead, count); i++) Prefetch(rows[first + i], size);
            for (int i = 0; i < count; i++, target += size)
            {
                if (i + Ahead < count) Prefetch(rows[first + i + Ahead], size);
                Scaled(target, Data + (long)rows[first + i] * size, size);
            }
        }
    }

    /// <summary>Shuffled rows are nowhere near each other: asked for one by one they cost a wait for memory each.</summary>
    void Prefetch(int row, int size)
    {
        if (!Sse.IsSupported) return;
        byte* at = (byte*)(Data + (long)row * size);
        int length = Math.Min(size * sizeof(Real), MostPrefetched);
        for (int i = 0; i < length; i += CacheLine) Sse.Prefetch0(at + i);
        Sse.Prefetch0(at + length - 1);
    }

    void Scaled(Real* target, Real* source, long length)
    {
        Buffer.MemoryCopy(source, target, length * sizeof(Real), length * sizeof(Real));
        if (Scale != 1)
            for (long i = 0; i < length; i++) target[i] *= Scale;
    }
}
