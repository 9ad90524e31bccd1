namespace Florin.Graph;

using Florin.Kernels;

/// <summary>
/// A weight matrix [K, N], or one for each group [groups, K, N], in the panels the kernels read, made once a step; transposed: from [N,
/// K].
/// </summary>
sealed unsafe record Pack(int Groups, int K, int N, bool Transposed) : Op
{
    int Length => Gemm.PackedLength(K, N);

    public static Node Of(Node weight, bool transposed)
    {
        int groups = weight.Shape.Rank == 3 ? weight.Shape[0] : 1, rows = weight.Shape[^2], columns = weight.Shape[^1];
        var op = transposed ? new Pack(groups, columns, rows, true) : new Pack(groups, rows, columns, false);
        return weight.Builder.Add(op, [weight], Product.Weight(weight.Shape.Rank == 3, groups, op.K, op.N));
    }

    public override int Storage(Operation self, int index) => Groups * Length;

    public override void Run(ref Call call)
    {
        Real* from = call.In(0), to = call.Out();
        for (int group = 0; group < Groups; group++, from += K * N, to += Length)
        {
            if (Transposed) Gemm.PackTransposed(K, N, from, K, to);
            else Gemm.Pack(K, N, from, N, to);
        }
    }

    public override Node?[] Gradient(Operation self, Node?[] arriving, bool[] wanted) =>
        [Transposed ? Product.Transposed(arriving[0]!) : arriving[0]];
}

/// <summary>What products with weights share.</summary>
static class Product
{
    /// <summary>The last two axes of a weight exchanged.</summary>
    public static Node Transposed(Node weight) => weight.Shape.Rank == 3 ? Permute.Of(weight, 0, 2, 1) : Permute.Of(weight, 1, 0);

    public static Shape Weight(bool grouped, int groups, int k, int n) => grouped ? Shape.Fixed(groups, k, n) : Shape.Fixed(k, n);
}

/// <summary>
/// y = f(x W + b) over the last axis: x [batch, …, K], W [K, N] packed, y [batch, …, N]. With groups each has a weight of its own: x
/// [batch, …, groups, K], W [groups, K, N], b [groups, N].
/// </summary>
sealed unsafe record MatMul(int Groups, int Inner, int K, int N, bool Bias, Activation Activation) : Op
{
    public override string Name => Bias ? "Affine" : "MatMul";

    public override long Flops => 2L * Groups * Inner * K * N;

    /// <summary>x W (+ b) with an activation whose slope follows from the output.</summary>
    public static Node Of(Node x, Node weight, Node? bias = null, Activation activation = Activation.None)
    {
        if (weight.Shape.Rank is not (2 or 3) || weight.Shape.Batched)
            throw GraphErrors.Shape(x, "a product needs a weight of two axes (three with groups) without a batch", weight.Shape);
        return OfPacked(x, Pack.Of(weight, false), bias, activation);
    }

    static Node OfPacked(Node x, Node packed, Node? bias, Activation activation)
    {
        int groups = ((Pack)packed.Origin.Op).Groups, k = packed.Shape[^2], n = packed.Shape[^1];
        if (x.Shape.Rank == 0 || x.Shape[^1] != k)
            throw GraphErrors.Shape(x, $"the last axis must have {k} features, as the weight {packed.Shape} has rows", x.Shape);
        if (packed.Shape.Rank == 3 && (x.Shape.Rank < 2 || x.Shape[^2] != groups))
            throw GraphErrors.Shape(x, $"the axis before the last must have {groups} positions, as there are weights", x.Shape);
        bool fused = ActivationKernels.SlopeFromOutput(activation) && bias is not null;
        var op = new MatMul(groups, x.Shape.Inner / groups, k, n, bias is not null, fused ? activation : Activation.None);
        Node y = x.Builder.Add(op, bias is null ? [x, packed] : [x, packed, bias], x.Shape.WithLast(n));
        return fused ? y : Activate.Of(y, activation);
    }

    public override void Run(ref Call call)
    {
        int rows = call.Rows * Inner, length = Gemm.PackedLength(K, N);
        bool stored = Activation is Activation.None or Activation.Relu;
        Real* bias = Bias && stored ? call.In(2) : null;
        for (int group = 0; group < Groups; group++)
            Gemm.MultiplyPacked(rows, N, K, call.In(0) + group * K, Groups * K, call.In(1) + (long)group * length, call.Out() + group * N,
                Groups * N, accumulate: false, bias is null ? null : bias + group * N, Activation == Activation.Relu);
        if (Bias && !stored) ActivationKernels.BiasThen(Activation, call.Out(), call.In(2), rows, Groups * N);
    }

    public override Node?[] Gradient(Operation self, Node?[] arriving, bool[] wanted)
    {
        Node x = self.Sources[0], packed = self.Sources[1];
        Node dz = Activation == Activation.None ? arriving[0]! : ActivateSlope.Of(arriving[0]!, self.Outputs[0], Activation);
        bool transposed = ((Pack)packed.Origin.Op).Transposed;
        var gradients = new Node?[self.Sources.Length];
        if (wanted[0]) gradients[0] = OfPacked(dz, Pack.Of(packed.Origin.Sources[0], !transposed), null, Activation.None);
        if (wanted[1]) gradients[1] = WeightGradient.Of(x, dz, packed.Shape.Rank == 3 ? Groups : 0);
        if (Bias && wanted[2]) gradients[2] = SumTo.Of(dz, self.Sources[2].Shape);
        return gradients;
    }
}

/// <summary>xᵀ dz summed over the rows: the gradient of a weight matrix [K, N], or of one for each group.</summary>
sealed unsafe record WeightGradient(int Groups, int Inner, int K, int N, bool FromRows) : Op, ITiledOp
{
    /// <summary>A multiple of the kernel's six rows: a tile's left operand stays in the first-level cache.</summary>
    const int TileRows = 48;

    public override bool Reduces => FromRows;

    public override long Flops => 2L * Groups * Inner * K * N;

    public int Tiles => Groups * TilesOfGroup;

    int TilesOfGroup => (K + TileRows - 1) / TileRows;

    /// <summary>Groups 0: one weight of two axes.</summary>
    public static Node Of(Node x, Node dz, int groups = 0)
    {
        bool rows = x.Shape.Batched || dz.Shape.Batched;
        if (rows) (x, dz) = (Expand.ToRows(x), Expand.ToRows(dz));
        int count = Math.Max(1, groups);
        var op = new WeightGradient(count, x.Shape.Inner / count, x.Width, dz.Width, rows);
        return x.Builder.Add(op, [x, dz], Product.Weight(groups > 0, count, op.K, op.N));
    }

    public override void Run(ref Call call)
    {
        for (int group = 0; group < Groups; group++) Multiply(ref call, group, 0, K);
    }

    public void RunTile(ref Call call, int tile)
    {
        int first = tile % TilesOfGroup * TileRows;
        Multiply(ref call, tile / TilesOfGroup, first, Math.Min(TileRows, K - first));
    }

    void Multiply(ref Call call, int group, int first, int rows) =>
        Gemm.MultiplyTransposedA(rows, N, call.Rows * Inner, call.In(0) + group * K + first, Groups * K, call.In(1) + group * N, Groups * N,
            call.Out() + ((long)group * K + first) * N, N, call.Accumulate);

    public override Node?[] Gradient(Operation self, Node?[] arriving, bool[] wanted) =>
    [
        wanted[0] ? MatMul.Of(self.Sources[1], Product.Transposed(arriving[0]!)) : null,
        wanted[1] ? MatMul.Of(self.Sources[0], arriving[0]!) : null,
    ];
}
