namespace Florin.Graph;

/// <summary>Steps past a row's end replaced by a number, whatever stood there: x [batch, time, …], lengths [batch, 1].</summary>
sealed unsafe record WithinLengths(int Steps, int Width, Real Fill) : Op
{
    /// <summary>x itself where rows have no lengths of their own along its first axis.</summary>
    public static Node Of(Node x, double fill = 0) => x.Builder.Lengths is { } known && x.Shape.Rank > 1 && known.Steps == x.Shape[0]
        ? Of(x, known.Node, (Real)fill) : x;

    static Node Of(Node x, Node lengths, Real fill)
    {
        x = Expand.ToRows(x);
        int steps = x.Shape[0];
        return x.Builder.Add(new WithinLengths(steps, x.Shape.Size / Math.Max(1, steps), fill), [x, lengths], x.Shape);
    }

    public override void Run(ref Call call)
    {
        Real* x = call.In(0), y = call.Out();
        for (int row = 0; row < call.Rows; row++, x += Steps * Width, y += Steps * Width)
        {
            Real length = call.In(1)[row];
            int steps = length >= Steps ? Steps : length > 0 ? (int)length : 0;
            new ReadOnlySpan<Real>(x, steps * Width).CopyTo(new Span<Real>(y, steps * Width));
            new Span<Real>(y + steps * Width, (Steps - steps) * Width).Fill(Fill);
        }
    }

    public override Node?[] Gradient(Operation self, Node?[] arriving, bool[] wanted) => [Of(arriving[0]!, self.Sources[1], 0), null];
}
