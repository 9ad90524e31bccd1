namespace Florin.Graph;

/// <summary>How a window walks along one axis; zeros stand before and behind the values.</summary>
readonly record struct WindowAxis(int Extent, int Window, int Stride, int Dilation, int Before, int Count)
{
    /// <summary>An axis along which nothing walks.</summary>
    public static WindowAxis None { get; } = new(1, 1, 1, 1, 0, 1);

    /// <summary>Whether a window is a run of neighbours.</summary>
    public bool Dense => Dilation == 1 || Window == 1;

    /// <summary>The positions that the windows cover, zeros before the first value included.</summary>
    public int Covered => (Count - 1) * Stride + (Window - 1) * Dilation + 1;

    public static WindowAxis Of(Node x, int axis, (int Window, int Stride, int Dilation) walk, Padding padding)
    {
        int extent = x.Shape[axis], span = checked((walk.Window - 1) * walk.Dilation + 1);
        int before = padding switch
        {
            Padding.Same => Math.Max(0, (extent - 1) / walk.Stride * walk.Stride + span - extent) / 2,
            Padding.Causal => span - 1,
            _ => 0,
        };
        int count = padding == Padding.Valid ? (extent - span) / walk.Stride + 1 : (extent - 1) / walk.Stride + 1;
        if (extent < 1 || (padding == Padding.Valid && extent < span))
            throw GraphErrors.Shape(x, $"a window over {span} positions does not fit into {extent}", x.Shape, "make it shorter, or pad");
        return new WindowAxis(extent, walk.Window, walk.Stride, walk.Dilation, before, count);
    }

    /// <summary>Where the first tap of a window lies; below 0 in the zeros.</summary>
    public int Start(int position) => position * Stride - Before;

    /// <summary>The taps of a window that lie on values: first to last - 1.</summary>
    public (int First, int Last) Taps(int position)
    {
        int start = Start(position);
        int first = start >= 0 ? 0 : (Dilation - 1 - start) / Dilation;
        int last = start >= Extent ? 0 : Math.Min(Window, (Extent - start + Dilation - 1) / Dilation);
        return (Math.Min(first, last), last);
    }
}

/// <summary>Windows over [height, width, channels]; a sequence has height 1.</summary>
readonly record struct WindowForm(WindowAxis Down, WindowAxis Across, int Channels)
{
    /// <summary>Windows.</summary>
    public int Positions => Down.Count * Across.Count;

    /// <summary>Places in a window.</summary>
    public int Taps => Down.Window * Across.Window;

    /// <summary>Numbers of a row that the windows walk over.</summary>
    public int Size => Down.Extent * Across.Extent * Channels;

    /// <summary>The axes after the windows, of a value that had these axes.</summary>
    public Shape Output(Shape input, int channels) =>
        input.Rank == 2 ? Shape.Rows(Across.Count, channels) : Shape.Rows(Down.Count, Across.Count, channels);

    /// <summary>[time, channels], or [height, width, channels], with one walk for each axis.</summary>
    public static WindowForm Of(Node x, ReadOnlySpan<(int Window, int Stride, int Dilation)> walks, Padding padding)
    {
        string axes = walks.Length == 1 ? "[batch, time, features]" : "[batch, height, width, channels]";
        if (x.Shape.Rank != walks.Length + 1 || x.Width == 0)
            throw GraphErrors.Shape(x, $"the layer reads {axes}", x.Shape, "reshape what comes before it");
        foreach (var (window, stride, dilation) in walks)
            if (window < 1 || stride < 1 || dilation < 1)
                throw GraphErrors.Argument(x.Builder.Path, "window, stride and dilation are at least 1", $"{window}, {stride}, {dilation}",
                    "give 1 or more");
        WindowAxis down = walks.Length == 1 ? WindowAxis.None : WindowAxis.Of(x, 0, walks[0], padding);
        return new WindowForm(down, WindowAxis.Of(x, walks.Length - 1, walks[^1], padding), x.Width);
    }
}
