namespace Florin.Graph;

/// <summary>Where an input's rows come from: memory of the caller, or one number for all rows.</summary>
sealed unsafe class Feed(string name)
{
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
            for (int i = 0; i < count; i++, target += size) Scaled(target, Data + (long)rows[first + i] * size, size);
        }
    }

    void Scaled(Real* target, Real* source, long length)
    {
        Buffer.MemoryCopy(source, target, length * sizeof(Real), length * sizeof(Real));
        if (Scale != 1)
            for (long i = 0; i < length; i++) target[i] *= Scale;
    }
}
