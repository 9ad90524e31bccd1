namespace Florin.Graph;

/// <summary>Assigns offsets so that values whose lives do not overlap share memory: best fit among the free blocks, else the end.</summary>
sealed class Arena
{
    readonly List<(long Offset, long Length)> free = [];

    public long Length { get; private set; }

    public long Take(long length)
    {
        int best = -1;
        for (int i = 0; i < free.Count; i++)
            if (free[i].Length >= length && (best < 0 || free[i].Length < free[best].Length)) best = i;
        if (best < 0)
        {
            long end = Length;
            if (free.Count > 0 && free[^1].Offset + free[^1].Length == Length)
            {
                end = free[^1].Offset;
                free.RemoveAt(free.Count - 1);
            }

            Length = end + length;
            return end;
        }

        (long offset, long size) = free[best];
        if (size == length) free.RemoveAt(best);
        else free[best] = (offset + length, size - length);
        return offset;
    }

    public void Give(long offset, long length)
    {
        int at = free.FindIndex(block => block.Offset > offset);
        if (at < 0) at = free.Count;
        free.Insert(at, (offset, length));
        Join(at);
        if (at > 0) Join(at - 1);
    }

    void Join(int at)
    {
        if (at + 1 >= free.Count || free[at].Offset + free[at].Length != free[at + 1].Offset) return;
        free[at] = (free[at].Offset, free[at].Length + free[at + 1].Length);
        free.RemoveAt(at + 1);
    }
}
