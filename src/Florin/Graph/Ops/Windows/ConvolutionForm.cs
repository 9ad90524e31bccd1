namespace Florin.Graph;

using System.Runtime.CompilerServices;
using Florin.Kernels;

/// <summary>The extents of a convolution, and its windows as the rows of a matrix.</summary>
readonly unsafe record struct ConvolutionForm(WindowForm Windows, int Filters, int Groups)
{
    /// <summary>Channels that a filter reads.</summary>
    public int Channels => Windows.Channels / Groups;

    /// <summary>Filters of one group.</summary>
    public int Units => Filters / Groups;

    /// <summary>Numbers under a window of one group.</summary>
    public int Depth => Windows.Taps * Channels;

    public long Flops => 2L * Windows.Positions * Depth * Filters;

    public int OutputSize => Windows.Positions * Filters;

    /// <summary>
    /// Channels last makes the windows of a sequence neighbours that overlap: the matrix is the sequence itself, its rows a stride apart.
    /// </summary>
    bool Overlapping => Windows.Down.Extent == 1 && Windows.Down.Window == 1 && Windows.Across.Dense && Groups == 1;

    bool Inside => Windows.Across.Before == 0 && Windows.Across.Covered <= Windows.Across.Extent;

    /// <summary>Numbers between two rows of the matrix.</summary>
    public int Step => Overlapping ? Windows.Across.Stride * Channels : Depth;

    /// <summary>Working memory for the matrix of one row and group; a vector more, for kernels read past the end.</summary>
    public long Scratch => (Overlapping ? Inside ? 0 : (long)Windows.Across.Covered * Channels : Gathered) + Vec.Count;

    /// <summary>Numbers of the matrix when its rows do not overlap.</summary>
    public long Gathered => (long)Windows.Positions * Depth;

    /// <summary>The windows of one row and group, a row each: x itself, or a copy among zeros.</summary>
    public Real* Columns(Real* x, int group, Real* scratch)
    {
        if (!Overlapping) Gather(x + group * Channels, scratch);
        else if (Inside) return x;
        else
        {
            WindowAxis axis = Windows.Across;
            int before = axis.Before * Channels, all = axis.Covered * Channels, own = Math.Min(axis.Extent * Channels, all - before);
            new Span<Real>(scratch, before).Clear();
            new ReadOnlySpan<Real>(x, own).CopyTo(new Span<Real>(scratch + before, own));
            new Span<Real>(scratch + before + own, all - before - own).Clear();
        }

        return scratch;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Gather(Real* x, Real* to)
    {
        for (int i = 0; i < Windows.Down.Count; i++)
            for (int j = 0; j < Windows.Across.Count; j++, to += Depth)
            {
                var (top, bottom) = Windows.Down.Taps(i);
                var (first, last) = Windows.Across.Taps(j);
                if (last - first < Windows.Across.Window || bottom - top < Windows.Down.Window) new Span<Real>(to, Depth).Clear();
                for (int tap = top; tap < bottom; tap++)
                {
                    Real* from = At(x, i, tap, j, first), line = to + (tap * Windows.Across.Window + first) * Channels;
                    for (int run = first; run < last; run += Run(last), from += Between, line += Channels)
                        new ReadOnlySpan<Real>(from, Width(first, last)).CopyTo(new Span<Real>(line, Width(first, last)));
                }
            }
    }

    /// <summary>Adds the windows of one row and group back to where they came from, in ascending order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Scatter(Real* columns, int group, Real* x)
    {
        x += group * Channels;
        for (int i = 0; i < Windows.Down.Count; i++)
            for (int j = 0; j < Windows.Across.Count; j++, columns += Depth)
            {
                var (top, bottom) = Windows.Down.Taps(i);
                var (first, last) = Windows.Across.Taps(j);
                for (int tap = top; tap < bottom; tap++)
                {
                    Real* to = At(x, i, tap, j, first), line = columns + (tap * Windows.Across.Window + first) * Channels;
                    for (int run = first; run < last; run += Run(last), to += Between, line += Channels)
                        Loops.SumRows(line, 1, Width(first, last), to, accumulate: true);
                }
            }
    }

    /// <summary>Whether the taps of a line lie side by side.</summary>
    bool Joined => Groups == 1 && Windows.Across.Dense;

    int Run(int last) => Joined ? last : 1;

    int Width(int first, int last) => Joined ? (last - first) * Channels : Channels;

    nint Between => Windows.Across.Dilation * Windows.Channels;

    Real* At(Real* x, int i, int down, int j, int across)
    {
        nint line = Windows.Down.Start(i) + down * Windows.Down.Dilation,
            place = Windows.Across.Start(j) + across * Windows.Across.Dilation;
        return x + (line * Windows.Across.Extent + place) * Windows.Channels;
    }
}
