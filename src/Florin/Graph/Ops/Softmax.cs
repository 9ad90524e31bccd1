namespace Florin.Graph;

using System.Runtime.Intrinsics;
using Florin.Kernels;

/// <summary>Softmax over the last axis, shifted by the maximum so that nothing overflows.</summary>
sealed unsafe record Softmax(int Inner, int Width) : Op
{
    public static Node Of(Node x)
    {
        if (x.Shape.Rank == 0) throw GraphErrors.Shape(x, "softmax needs an axis to run over", x.Shape);
        return x.Builder.Add(new Softmax(x.Shape.Inner, x.Width), [x], x.Shape);
    }

    public override void Run(ref Call call)
    {
        Real* x = call.In(0), y = call.Out();
        for (long row = 0; row < (long)call.Rows * Inner; row++, x += Width, y += Width) Row(x, y, Width);
    }

    /// <summary>One row; returns the log of the normaliser.</summary>
    public static Real Row(Real* x, Real* y, int width)
    {
        Real max = Reduce.Max(x, width);
        Vec shift = Vector512.Create(max);
        for (int i = 0; i < width; i += Vec.Count) Elementary.Exp(Vector512.Load(x + i) - shift).Store(y + i);
        Real sum = Reduce.Sum(y, width);
        Vec scale = Vector512.Create(1 / sum);
        for (int i = 0; i < width; i += Vec.Count) (Vector512.Load(y + i) * scale).Store(y + i);
        return max + Elementary.Log(sum);
    }

    public override Node?[] Gradient(Operation self, Node?[] arriving, bool[] wanted)
    {
        Node dy = arriving[0]!, y = self.Outputs[0];
        return [y * (dy - (dy * y).Sum())];
    }
}
