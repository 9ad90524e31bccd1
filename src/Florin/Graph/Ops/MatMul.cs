namespace Florin.Graph;

using Florin.Kernels;

/// <summary>A weight matrix [K, N] in the panels the kernels read, made once a step; transposed: from a source [N, K].</summary>
sealed unsafe record Pack(int K, int N, bool Transposed) : Op
{
    public static Node Of(Node weight, bool transposed)
    {
        int rows = weight.Shape[0], columns = weight.Shape[1];
        var op = transposed ? new Pack(columns, rows, true) : new Pack(rows, columns, false);
        return weight.Builder.Add(op, [weight], Shape.Fixed(op.K, op.N));
    }

    public override int Storage(Operation self, int index) => (int)Gemm.PackedLength(K, N);

    public override void Run(ref Call call)
    {
        if (Transposed) Gemm.PackTransposed(K, N, call.In(0), K, call.Out());
        else Gemm.Pack(K, N, call.In(0), N, call.Out());
    }

    public override Node?[] Gradient(Operation self, Node?[] arriving, bool[] wanted) =>
        [Transposed ? Permute.Of(arriving[0]!, 1, 0) : arriving[0]];
}

/// <summary>y = f(x W + b) over the last axis: x [batch, …, K], W [K, N] packed, y [batch, …, N].</summary>
sealed unsafe record MatMul(int Inner, int K, int N, bool Bias, Activation Activation) : Op
{
    public override string Name => Bias ? "Affine" : "MatMul";

    public override long Flops => 2L * Inner * K * N;

    /// <summary>x W (+ b) with an activation whose slope follows from the output.</summary>
    public static Node Of(Node x, Node weight, Node? bias = null, Activation activation = Activation.None)
    {
        if (weight.Shape.Rank != 2 || weight.Shape.Batched)
            throw GraphErrors.Shape(x, "a product needs a weight of two axes without a batch", weight.Shape);
        return OfPacked(x, Pack.Of(weight, false), bias, activation);
    }

    static Node OfPacked(Node x, Node packed, Node? bias, Activation activation)
    {
        int k = packed.Shape[0], n = packed.Shape[1];
        if (x.Shape.Rank == 0 || x.Shape[^1] != k)
            throw GraphErrors.Shape(x, $"the last axis must have {k} features, as the weight {packed.Shape} has rows", x.Shape);
        bool fused = ActivationKernels.SlopeFromOutput(activation) && bias is not null;
        var op = new MatMul(x.Shape.Inner, k, n, bias is not null, fused ? activation : Activation.None);
        Node y = x.Builder.Add(op, bias is null ? [x, packed] : [x, packed, bias], x.Shape.WithLast(n));
        return fused ? y : Activate.Of(y, activation);
    }

    public override void Run(ref Call call)
    {
        int rows = call.Rows * Inner;
        Gemm.MultiplyPacked(rows, N, K, call.In(0), K, call.In(1), call.Out(), N, accumulate: false);
        if (Bias) ActivationKernels.BiasThen(Activation, call.Out(), call.In(2), rows, N);
    }

    public override Node?[] Gradient(Operation self, Node?[] arriving, bool[] wanted)
    {
        Node x = self.Sources[0], packed = self.Sources[1];
        Node dz = Activation == Activation.None ? arriving[0]! : ActivateSlope.Of(arriving[0]!, self.Outputs[0], Activation);
        bool transposed = ((Pack)packed.Origin.Op).Transposed;
        var gradients = new Node?[self.Sources.Length];
        if (wanted[0]) gradients[0] = OfPacked(dz, Pack.Of(packed.Origin.Sources[0], !transposed), null, Activation.None);
        if (wanted[1]) gradients[1] = WeightGradient.Of(x, dz);
        if (Bias && wanted[2]) gradients[2] = SumTo.Of(dz, self.Sources[2].Shape);
        return gradients;
    }
}

/// <summary>xᵀ dz summed over the rows: the gradient of a weight matrix [K, N].</summary>
sealed unsafe record WeightGradient(int Inner, int K, int N, bool FromRows) : Op, ITiledOp
{
    /// <summary>A multiple of the kernel's six rows: a tile's left operand stays in the first-level cache.</summary>
    const int TileRows = 48;

    public override bool Reduces => FromRows;

    public override long Flops => 2L * Inner * K * N;

    public int Tiles => (K + TileRows - 1) / TileRows;

    public static Node Of(Node x, Node dz)
    {
        bool rows = x.Shape.Batched || dz.Shape.Batched;
        if (rows) (x, dz) = (Expand.ToRows(x), Expand.ToRows(dz));
        var op = new WeightGradient(x.Shape.Inner, x.Width, dz.Width, rows);
        return x.Builder.Add(op, [x, dz], Shape.Fixed(op.K, op.N));
    }

    public override void Run(ref Call call) =>
        Gemm.MultiplyTransposedA(K, N, call.Rows * Inner, call.In(0), K, call.In(1), N, call.Out(), N, call.Accumulate);

    public void RunTile(ref Call call, int tile)
    {
        int first = tile * TileRows, rows = Math.Min(TileRows, K - first);
        Gemm.MultiplyTransposedA(rows, N, call.Rows * Inner, call.In(0) + first, K, call.In(1), N,
            call.Out() + (long)first * N, N, call.Accumulate);
    }

    public override Node?[] Gradient(Operation self, Node?[] arriving, bool[] wanted) =>
        [wanted[0] ? Transposed(self.Sources[1], arriving[0]!) : null, wanted[1] ? MatMul.Of(self.Sources[0], arriving[0]!) : null];

    static Node Transposed(Node dz, Node g) => MatMul.Of(dz, Permute.Of(g, 1, 0));
}
