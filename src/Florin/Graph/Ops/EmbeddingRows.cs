namespace Florin.Graph;

using Florin.Kernels;

/// <summary>Rows of a table by code: codes [batch, n] → [batch, n, Width]. A code that the table lacks reads row 0, the unknown.</summary>
sealed unsafe record EmbeddingRows(int Codes, int TableRows, int Width) : Op
{
    public override string Name => "Embedding";

    public static Node Of(Node codes, Node table)
    {
        var op = new EmbeddingRows(codes.Shape.Size, table.Shape[0], table.Shape[1]);
        return codes.Builder.Add(op, [codes, table], Shape.Rows([.. codes.Shape.Axes, op.Width]));
    }

    public override void Run(ref Call call)
    {
        Real* codes = call.In(0), table = call.In(1), y = call.Out();
        for (long i = 0; i < (long)call.Rows * Codes; i++, y += Width)
            new ReadOnlySpan<Real>(table + (long)Row(codes[i], TableRows) * Width, Width).CopyTo(new Span<Real>(y, Width));
    }

    public static int Row(Real code, int rows) => code >= 0 && code < rows ? (int)code : 0;

    public override Node?[] Gradient(Operation self, Node?[] arriving, bool[] wanted)
    {
        Node dy = arriving[0]!;
        Node gradient = dy.Builder.Add(new EmbeddingGradient(Codes, TableRows, Width), [self.Sources[0], dy], self.Sources[1].Shape);
        return [null, gradient];
    }
}

/// <summary>Adds each row's gradient to the table row its code names.</summary>
sealed unsafe record EmbeddingGradient(int Codes, int TableRows, int Width) : Op
{
    public override bool Reduces => true;

    public override void Run(ref Call call)
    {
        Real* codes = call.In(0), dy = call.In(1), table = call.Out();
        if (!call.Accumulate) new Span<Real>(table, TableRows * Width).Clear();
        for (long i = 0; i < (long)call.Rows * Codes; i++, dy += Width)
            Loops.SumRows(dy, 1, Width, table + (long)EmbeddingRows.Row(codes[i], TableRows) * Width, accumulate: true);
    }

    public override Node?[] Gradient(Operation self, Node?[] arriving, bool[] wanted) =>
        [null, EmbeddingRows.Of(self.Sources[0], arriving[0]!)];
}
