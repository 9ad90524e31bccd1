namespace Florin.Graph;

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Florin.Kernels;

/// <summary>
/// h = (x - mean) / sqrt(variance + ε) over the last axis, y = scale h + shift. h and 1 / sqrt(variance + ε) are outputs too: what the
/// way back needs.
/// </summary>
sealed unsafe record LayerNormRows(int Inner, int Width, double Epsilon) : Op
{
    public override string Name => "LayerNorm";

    public static Node Of(Node x, Node scale, Node shift, double epsilon)
    {
        x = Expand.ToRows(x);
        var op = new LayerNormRows(x.Shape.Inner, x.Width, epsilon);
        return x.Builder.Add(op, [x, scale, shift], x.Shape, x.Shape, x.Shape.WithLast(1));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(ref Call call)
    {
        Real* x = call.In(0), scale = call.In(1), shift = call.In(2), y = call.Out(), h = call.Out(1), inverse = call.Out(2);
        int rows = call.Rows * Inner;
        for (int row = 0; row < rows; row++, x += Width, y += Width, h += Width)
        {
            Vec mean = Vector512.Create(Reduce.Sum(x, Width) / Width), square = Vec.Zero;
            for (int j = 0; j < Width; j += Vec.Count)
            {
                Vec d = Vector512.Load(x + j) - mean;
                if (Width - j < Vec.Count) d &= Lanes.First(Width - j);
                square = Vector512.FusedMultiplyAdd(d, d, square);
            }

            inverse[row] = 1 / Real.Sqrt(Reduce.Sum(square) / Width + (Real)Epsilon);
            Vec factor = Vector512.Create(inverse[row]);
            for (int j = 0; j < Width; j += Vec.Count)
            {
                Vec d = (Vector512.Load(x + j) - mean) * factor;
                d.Store(h + j);
                Vector512.FusedMultiplyAdd(d, Vector512.Load(scale + j), Vector512.Load(shift + j)).Store(y + j);
            }
        }
    }

    public override Node?[] Gradient(Operation self, Node?[] arriving, bool[] wanted)
    {
        if (arriving[1] is not null || arriving[2] is not null) return base.Gradient(self, arriving, wanted);
        Shape parameter = self.Sources[1].Shape;
        return [.. self.Outputs[0].Builder.AddOperation(new LayerNormGradient(Inner, Width),
            [arriving[0]!, self.Outputs[1], self.Outputs[2], self.Sources[1]], [self.Sources[0].Shape, parameter, parameter]).Outputs];
    }
}

/// <summary>dx = (g - mean g - h mean(g h)) / sqrt(variance + ε) with g = scale dy; and, over the rows, Σ dy h and Σ dy.</summary>
sealed unsafe record LayerNormGradient(int Inner, int Width) : Op
{
    public override string Name => "slope of LayerNorm";

    public override bool Reduces => true;

    public override long Scratch(int rows) => 2 * Lanes.RoundUp(Width);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(ref Call call)
    {
        Real* dy = call.In(0), h = call.In(1), inverse = call.In(2), scale = call.In(3), dx = call.Out();
        Real* scales = call.Scratch, shifts = scales + Lanes.RoundUp(Width);
        new Span<Real>(scales, 2 * Lanes.RoundUp(Width)).Clear();
        int rows = call.Rows * Inner;
        for (int row = 0; row < rows; row++, dy += Width, h += Width, dx += Width)
        {
            Vec sum = Vec.Zero, product = Vec.Zero;
            for (int j = 0; j < Width; j += Vec.Count)
            {
                Vec d = Vector512.Load(dy + j), value = Vector512.Load(h + j);
                if (Width - j < Vec.Count) (d, value) = (d & Lanes.First(Width - j), value & Lanes.First(Width - j));
                Vector512.FusedMultiplyAdd(d, value, Vector512.Load(scales + j)).Store(scales + j);
                (Vector512.Load(shifts + j) + d).Store(shifts + j);
                d *= Vector512.Load(scale + j);
                sum += d;
                product = Vector512.FusedMultiplyAdd(d, value, product);
            }

            Vec mean = Vector512.Create(Reduce.Sum(sum) / Width), along = Vector512.Create(Reduce.Sum(product) / Width);
            Vec factor = Vector512.Create(inverse[row]);
            for (int j = 0; j < Width; j += Vec.Count)
            {
                Vec d = Vector512.Load(dy + j) * Vector512.Load(scale + j) - mean;
                (Vector512.FusedMultiplyAdd(-along, Vector512.Load(h + j), d) * factor).Store(dx + j);
            }
        }

        Loops.SumRows(scales, 1, Width, call.Out(1), call.Accumulate);
        Loops.SumRows(shifts, 1, Width, call.Out(2), call.Accumulate);
    }
}
