namespace Florin.Graph;

using System.Runtime.CompilerServices;
using Florin.Kernels;

/// <summary>Adds over every axis that the target does not have (or has as 1); over the batch too when the target has no rows.</summary>
sealed unsafe record SumTo(Axes Axes, int TargetSize, bool OverRows) : Op
{
    public override string Name => OverRows ? "SumRows" : "Sum";

    public override bool Reduces => OverRows;

    public static Node Of(Node x, Shape target)
    {
        if (x.Shape.Equals(target)) return x;
        if (!x.Shape.Batched && target.Batched) x = Expand.ToRows(x);
        bool overRows = x.Shape.Batched && !target.Batched;
        var axes = Axes.Of(x.Shape, x.Shape, target);
        return x.Builder.Add(new SumTo(axes, target.Size, overRows), [x], target);
    }

    public override void Run(ref Call call)
    {
        int count = Axes.Extents.Count;
        Real* y = call.Out();
        if (!call.Accumulate || !OverRows) new Span<Real>(y, TargetSize * (OverRows ? 1 : call.Rows)).Clear();
        Span<long> extents = stackalloc long[8], first = stackalloc long[8], second = stackalloc long[8];
        Axes.Steps(call.Rows, extents, first, second);
        if (count == 0) *y += *call.In(0);
        else Level(0, count, extents, first, second, call.In(0), y);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Level(int level, int count, Span<long> extents, Span<long> first, Span<long> second, Real* x, Real* y)
    {
        if (level == count - 2 && second[level] == 0 && second[level + 1] != 0)
        {
            Loops.SumRows(x, extents[level], (int)extents[level + 1], y, accumulate: true);
        }
        else if (level == count - 1)
        {
            if (second[level] == 0) *y += Reduce.Sum(x, extents[level]);
            else Loops.SumRows(x, 1, (int)extents[level], y, accumulate: true);
        }
        else
            for (long i = 0; i < extents[level]; i++)
                Level(level + 1, count, extents, first, second, x + i * first[level], y + i * second[level]);
    }

    public override Node?[] Gradient(Operation self, Node?[] arriving, bool[] wanted) => [Expand.Of(arriving[0]!, self.Sources[0].Shape)];
}

/// <summary>Repeats a value along axes of extent 1, and for every row of the batch.</summary>
sealed unsafe record Expand(Axes Axes) : Op
{
    public static Node Of(Node x, Shape target)
    {
        if (x.Shape.Equals(target)) return x;
        return x.Builder.Add(new Expand(Axes.Of(target, x.Shape, target)), [x], target);
    }

    public static Node ToRows(Node x) => Of(x, x.Shape.With(batched: true));

    public override void Run(ref Call call)
    {
        int count = Axes.Extents.Count;
        Span<long> extents = stackalloc long[8], first = stackalloc long[8], second = stackalloc long[8];
        Axes.Steps(call.Rows, extents, first, second);
        Real* y = call.Out();
        if (count == 0) *y = *call.In(0);
        else Level(0, count, extents, first, call.In(0), ref y);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Level(int level, int count, Span<long> extents, Span<long> first, Real* x, ref Real* y)
    {
        if (level == count - 1)
        {
            int n = checked((int)extents[level]);
            if (first[level] != 0) new ReadOnlySpan<Real>(x, n).CopyTo(new Span<Real>(y, n));
            else new Span<Real>(y, n).Fill(*x);
            y += n;
            return;
        }

        for (long i = 0; i < extents[level]; i++) Level(level + 1, count, extents, first, x + i * first[level], ref y);
    }

    public override Node?[] Gradient(Operation self, Node?[] arriving, bool[] wanted) => [SumTo.Of(arriving[0]!, self.Sources[0].Shape)];
}
