namespace Florin.Graph;

using System.Runtime.Intrinsics;
using Florin.Kernels;

/// <summary>What a binary operation does.</summary>
enum BinaryKind
{
    Add,
    Subtract,
    Multiply,
    Divide,
    Maximum,
    Minimum,
}

/// <summary>y = a ∘ b, axes of extent 1 repeating; an operand without rows serves every row.</summary>
sealed unsafe record Binary(BinaryKind Kind, Axes Axes) : Op
{
    public override string Name => Kind.ToString();

    public override bool InPlace => Axes.Flat;

    public static Node Of(BinaryKind kind, Node a, Node b)
    {
        if (Simplified(kind, a, b) is Node simple) return simple;
        Shape shape = Axes.Join(a.Shape, b.Shape)
            ?? throw GraphErrors.Shape(a, $"cannot {kind.ToString().ToLowerInvariant()} {a.Shape} and {b.Shape}: axes must be equal or 1",
                b.Shape);
        return a.Builder.Add(new Binary(kind, Axes.Of(shape, a.Shape, b.Shape)), [a, b], shape);
    }

    /// <summary>x·1, x/1, x+0 and x-0 cost nothing.</summary>
    static Node? Simplified(BinaryKind kind, Node a, Node b)
    {
        if (Constant.IsScalar(b, kind is BinaryKind.Multiply or BinaryKind.Divide ? 1 : 0)
            && kind is BinaryKind.Multiply or BinaryKind.Divide or BinaryKind.Add or BinaryKind.Subtract) return a;
        if (Constant.IsScalar(a, 1) && kind == BinaryKind.Multiply) return b;
        return Constant.IsScalar(a, 0) && kind == BinaryKind.Add ? b : null;
    }

    public override void Run(ref Call call)
    {
        switch (Kind)
        {
            case BinaryKind.Add: Walk<Add>(ref call); break;
            case BinaryKind.Subtract: Walk<Subtract>(ref call); break;
            case BinaryKind.Multiply: Walk<Multiply>(ref call); break;
            case BinaryKind.Divide: Walk<Divide>(ref call); break;
            case BinaryKind.Maximum: Walk<Maximum>(ref call); break;
            default: Walk<Minimum>(ref call); break;
        }
    }

    void Walk<T>(ref Call call)
        where T : struct, IBinary
    {
        int count = Axes.Extents.Count;
        Span<long> extents = stackalloc long[8], first = stackalloc long[8], second = stackalloc long[8];
        Axes.Steps(call.Rows, extents, first, second);
        Real* y = call.Out();
        if (count == 0) Segment<T>(call.In(0), call.In(1), ref y, 1, 1, 1);
        else Level<T>(extents[..count], first, second, call.In(0), call.In(1), ref y);
    }

    static void Level<T>(Span<long> extents, Span<long> first, Span<long> second, Real* a, Real* b, ref Real* y)
        where T : struct, IBinary
    {
        if (extents.Length == 1)
        {
            Segment<T>(a, b, ref y, extents[0], first[0], second[0]);
            return;
        }

        for (long i = 0; i < extents[0]; i++)
            Level<T>(extents[1..], first[1..], second[1..], a + i * first[0], b + i * second[0], ref y);
    }

    /// <summary>Writing past the end of a segment is harmless: the next one is written after it, and blocks are padded.</summary>
    static void Segment<T>(Real* a, Real* b, ref Real* y, long n, long stepA, long stepB)
        where T : struct, IBinary
    {
        if (stepA != 0 && stepB != 0) Loops.Map2<T>(a, b, y, n);
        else
        {
            Vec fixedA = Vector512.Create(*a), fixedB = Vector512.Create(*b);
            for (long i = 0; i < n; i += Vec.Count)
            {
                Vec left = stepA != 0 ? Vector512.Load(a + i) : fixedA, right = stepB != 0 ? Vector512.Load(b + i) : fixedB;
                T.Apply(left, right).Store(y + i);
            }
        }

        y += n;
    }

    public override Node?[] Gradient(Operation self, Node?[] arriving, bool[] wanted)
    {
        Node dy = arriving[0]!, a = self.Sources[0], b = self.Sources[1];
        Node? left = null, right = null;
        if (wanted[0]) left = SumTo.Of(Left(dy, a, b), a.Shape);
        if (wanted[1]) right = SumTo.Of(Right(dy, a, b, self.Outputs[0]), b.Shape);
        return [left, right];
    }

    Node Left(Node dy, Node a, Node b) => Kind switch
    {
        BinaryKind.Multiply => dy * b,
        BinaryKind.Divide => dy / b,
        BinaryKind.Maximum => dy * (a - b).Step(),
        BinaryKind.Minimum => dy * (b - a).Step(),
        _ => dy,
    };

    Node Right(Node dy, Node a, Node b, Node y) => Kind switch
    {
        BinaryKind.Subtract => -dy,
        BinaryKind.Multiply => dy * a,
        BinaryKind.Divide => -(dy * y / b),
        BinaryKind.Maximum => dy * (1 - (a - b).Step()),
        BinaryKind.Minimum => dy * (1 - (b - a).Step()),
        _ => dy,
    };
}
