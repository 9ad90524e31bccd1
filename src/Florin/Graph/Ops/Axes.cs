namespace Florin.Graph;

/// <summary>
/// How operands line up with an output when axes of extent 1 repeat: adjacent axes that repeat alike are joined, so that most cases
/// come down to one or two loops. Segment i covers Extents[i] numbers; bit o of Present[i] says that operand o moves along it.
/// </summary>
readonly record struct Axes(EquatableArray<int> Extents, EquatableArray<int> Present, int RowSegment)
{
    /// <summary>Whether all operands move together throughout: one flat loop.</summary>
    public bool Flat => Extents.Count <= 1 && (Extents.Count == 0 || Present[0] == 3);

    /// <summary>Lines operands up, the last axes first; the batch is the outermost axis.</summary>
    public static Axes Of(Shape output, params Shape[] operands)
    {
        List<int> extents = [], present = [];
        int rowSegment = -1;
        if (output.Batched)
        {
            int moving = 0;
            for (int o = 0; o < operands.Length; o++) if (operands[o].Batched) moving |= 1 << o;
            extents.Add(1);
            present.Add(moving);
            rowSegment = 0;
        }

        for (int axis = 0; axis < output.Rank; axis++)
        {
            int extent = output[axis], moving = 0;
            if (extent == 1) continue;
            for (int o = 0; o < operands.Length; o++) if (Extent(operands[o], output, axis) != 1) moving |= 1 << o;
            if (present.Count > 0 && present[^1] == moving) extents[^1] *= extent;
            else
            {
                extents.Add(extent);
                present.Add(moving);
            }
        }

        return new Axes([.. extents], [.. present], rowSegment);
    }

    /// <summary>The shape two operands give together, or null when they do not fit.</summary>
    public static Shape? Join(Shape a, Shape b)
    {
        int rank = Math.Max(a.Rank, b.Rank);
        int[] axes = new int[rank];
        for (int i = 0; i < rank; i++)
        {
            int x = Aligned(a, rank, i), y = Aligned(b, rank, i);
            if (x != y && x != 1 && y != 1) return null;
            axes[i] = x == 1 ? y : x;
        }

        return a.Batched || b.Batched ? Shape.Rows(axes) : Shape.Fixed(axes);
    }

    /// <summary>Extents with the rows of this shard, and each operand's step along each segment.</summary>
    public void Steps(int rows, Span<long> extents, Span<long> first, Span<long> second)
    {
        long a = 1, b = 1;
        for (int i = Extents.Count - 1; i >= 0; i--)
        {
            extents[i] = i == RowSegment ? (long)Extents[i] * rows : Extents[i];
            first[i] = (Present[i] & 1) != 0 ? a : 0;
            second[i] = (Present[i] & 2) != 0 ? b : 0;
            if ((Present[i] & 1) != 0) a *= extents[i];
            if ((Present[i] & 2) != 0) b *= extents[i];
        }
    }

    static int Extent(Shape operand, Shape output, int axis) => Aligned(operand, output.Rank, axis);

    static int Aligned(Shape shape, int rank, int axis)
    {
        int own = axis - (rank - shape.Rank);
        return own < 0 ? 1 : shape[own];
    }
}
