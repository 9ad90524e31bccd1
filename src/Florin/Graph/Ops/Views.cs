namespace Florin.Graph;

/// <summary>The same numbers under other axes.</summary>
sealed record Reshape(Shape Target) : Op
{
    public override bool Alias => true;

    public static Node Of(Node x, Shape target)
    {
        if (x.Shape.Equals(target)) return x;
        if (x.Shape.Size != target.Size || x.Shape.Batched != target.Batched)
            throw GraphErrors.Shape(x, $"cannot view {x.Shape} as {target}: the counts of numbers differ", x.Shape);
        return x.Builder.Add(new Reshape(target), [x], target);
    }

    public override void Run(ref Call call)
    {
    }

    public override Node?[] Gradient(Operation self, Node?[] arriving, bool[] wanted) => [Of(arriving[0]!, self.Sources[0].Shape)];
}

/// <summary>Axes in another order (the batch stays first).</summary>
sealed unsafe record Permute(EquatableArray<int> Extents, EquatableArray<int> Order) : Op
{
    public static Node Of(Node x, params int[] order)
    {
        if (order.Length != x.Shape.Rank || order.Order().Where((axis, i) => axis != i).Any())
            throw GraphErrors.Shape(x, $"an order of axes names each of the {x.Shape.Rank} axes once", x.Shape);
        int[] axes = [.. order.Select(axis => x.Shape[axis])];
        Shape target = x.Shape.Batched ? Shape.Rows(axes) : Shape.Fixed(axes);
        return x.Builder.Add(new Permute([.. x.Shape.Axes], [.. order]), [x], target);
    }

    public override void Run(ref Call call)
    {
        int rank = Extents.Count;
        Span<int> steps = stackalloc int[rank], counts = stackalloc int[rank], index = stackalloc int[rank];
        int size = 1;
        for (int i = 0; i < rank; i++) size *= Extents[i];
        for (int i = 0; i < rank; i++)
        {
            counts[i] = Extents[Order[i]];
            steps[i] = 1;
            for (int j = Order[i] + 1; j < rank; j++) steps[i] *= Extents[j];
        }

        for (int row = 0; row < call.Rows; row++)
            Copy(call.In(0) + (long)row * size, call.Out() + (long)row * size, size, counts, steps, index);
    }

    static void Copy(Real* x, Real* y, int size, Span<int> counts, Span<int> steps, Span<int> index)
    {
        index.Clear();
        long from = 0;
        for (int i = 0; i < size; i++)
        {
            y[i] = x[from];
            for (int axis = counts.Length - 1; axis >= 0; axis--)
            {
                from += steps[axis];
                if (++index[axis] < counts[axis]) break;
                from -= (long)steps[axis] * counts[axis];
                index[axis] = 0;
            }
        }
    }

    public override Node?[] Gradient(Operation self, Node?[] arriving, bool[] wanted)
    {
        int[] inverse = new int[Order.Count];
        for (int i = 0; i < inverse.Length; i++) inverse[Order[i]] = i;
        return [Of(arriving[0]!, inverse)];
    }
}

/// <summary>A run of positions along one axis: [outer, extent, inner] → [outer, Length, inner]; or, padding, its reverse.</summary>
sealed unsafe record Slice(int Outer, int Extent, int Inner, int Start, int Length) : Op
{
    public static Node Of(Node x, int axis, int start, int length)
    {
        if (axis < 0) axis += x.Shape.Rank;
        if (axis < 0 || axis >= x.Shape.Rank || start < 0 || length < 0 || start + length > x.Shape[axis])
            throw GraphErrors.Shape(x, $"positions {start} to {start + length - 1} of axis {axis} are outside the value", x.Shape);
        if (length == x.Shape[axis]) return x;
        var (outer, inner) = Around(x.Shape, axis);
        return x.Builder.Add(new Slice(outer, x.Shape[axis], inner, start, length), [x], Replace(x.Shape, axis, length));
    }

    public override void Run(ref Call call)
    {
        long block = (long)Extent * Inner;
        int copy = Length * Inner;
        Real* x = call.In(0) + (long)Start * Inner, y = call.Out();
        for (long i = 0; i < (long)call.Rows * Outer; i++, x += block, y += copy)
            new ReadOnlySpan<Real>(x, copy).CopyTo(new Span<Real>(y, copy));
    }

    public override Node?[] Gradient(Operation self, Node?[] arriving, bool[] wanted) =>
        [arriving[0]!.Builder.Add(new Unslice(Outer, Extent, Inner, Start, Length), [arriving[0]!], self.Sources[0].Shape)];

    internal static (int Outer, int Inner) Around(Shape shape, int axis)
    {
        int outer = 1, inner = 1;
        for (int i = 0; i < axis; i++) outer *= shape[i];
        for (int i = axis + 1; i < shape.Rank; i++) inner *= shape[i];
        return (outer, inner);
    }

    internal static Shape Replace(Shape shape, int axis, int extent)
    {
        int[] axes = shape.Axes.ToArray();
        axes[axis] = extent;
        return shape.Batched ? Shape.Rows(axes) : Shape.Fixed(axes);
    }
}

/// <summary>The gradient of a slice: the run put back among zeros.</summary>
sealed unsafe record Unslice(int Outer, int Extent, int Inner, int Start, int Length) : Op
{
    public override void Run(ref Call call)
    {
        long block = (long)Extent * Inner;
        int copy = Length * Inner;
        Real* x = call.In(0), y = call.Out();
        new Span<Real>(y, checked((int)(call.Rows * Outer * block))).Clear();
        y += (long)Start * Inner;
        for (long i = 0; i < (long)call.Rows * Outer; i++, x += copy, y += block)
            new ReadOnlySpan<Real>(x, copy).CopyTo(new Span<Real>(y, copy));
    }

    public override Node?[] Gradient(Operation self, Node?[] arriving, bool[] wanted) =>
        [arriving[0]!.Builder.Add(new Slice(Outer, Extent, Inner, Start, Length), [arriving[0]!], self.Sources[0].Shape)];
}

/// <summary>Values side by side along one axis.</summary>
sealed unsafe record Concat(int Outer, EquatableArray<int> Widths, EquatableArray<bool> Rows) : Op
{
    public static Node Of(int axis, params Node[] parts)
    {
        if (parts.Length == 1) return parts[0];
        Node first = parts[0];
        if (axis < 0) axis += first.Shape.Rank;
        bool batched = parts.Any(part => part.Shape.Batched);
        int extent = 0;
        foreach (Node part in parts)
        {
            if (part.Shape.Rank != first.Shape.Rank
                || !Slice.Replace(part.Shape, axis, 1).With(true).Equals(Slice.Replace(first.Shape, axis, 1).With(true)))
                throw GraphErrors.Shape(part, $"to stand side by side with {first.Shape}, all axes but axis {axis} must be equal",
                    part.Shape);
            extent += part.Shape[axis];
        }

        var (outer, inner) = Slice.Around(first.Shape, axis);
        int[] widths = [.. parts.Select(part => part.Shape[axis] * inner)];
        return first.Builder.Add(new Concat(outer, [.. widths], [.. parts.Select(part => part.Shape.Batched)]), parts,
            Slice.Replace(first.Shape, axis, extent).With(batched));
    }

    public override void Run(ref Call call)
    {
        int total = 0, offset = 0;
        foreach (int width in Widths.Span) total += width;
        for (int part = 0; part < Widths.Count; part++)
        {
            int width = Widths[part];
            Real* x = call.In(part), y = call.Out() + offset;
            for (int row = 0; row < call.Rows; row++)
            {
                if (!Rows[part]) x = call.In(part);
                for (int i = 0; i < Outer; i++, x += width, y += total)
                    new ReadOnlySpan<Real>(x, width).CopyTo(new Span<Real>(y, width));
            }

            offset += width;
        }
    }

    public override Node?[] Gradient(Operation self, Node?[] arriving, bool[] wanted)
    {
        Node dy = arriving[0]!;
        var gradients = new Node?[Widths.Count];
        int total = Widths.Sum(), offset = 0;
        for (int part = 0; part < gradients.Length; part++)
        {
            Shape shape = self.Sources[part].Shape;
            if (wanted[part])
            {
                var slice = new Slice(Outer, total, 1, offset, Widths[part]);
                gradients[part] = SumTo.Of(dy.Builder.Add(slice, [dy], shape.With(dy.Shape.Batched)), shape);
            }

            offset += Widths[part];
        }

        return gradients;
    }
}
