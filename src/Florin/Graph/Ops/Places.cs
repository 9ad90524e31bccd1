namespace Florin.Graph;

/// <summary>Numbers at chosen places of the last axis, in that order: [outer, Width] → [outer, places].</summary>
sealed unsafe record Take(int Outer, int Width, EquatableArray<int> Places) : Op
{
    public static Node Of(Node x, EquatableArray<int> places)
    {
        if (x.Shape.Rank == 0 || places.Any(place => place < 0 || place >= x.Width))
            throw GraphErrors.Shape(x, $"places {places} are not all within the last axis", x.Shape, "count places from 0");
        var (outer, _) = Slice.Around(x.Shape, x.Shape.Rank - 1);
        return x.Builder.Add(new Take(outer, x.Width, places), [x], Slice.Replace(x.Shape, x.Shape.Rank - 1, places.Count));
    }

    public override void Run(ref Call call)
    {
        ReadOnlySpan<int> places = Places.Span;
        Real* x = call.In(0), y = call.Out();
        for (long i = 0; i < (long)call.Rows * Outer; i++, x += Width, y += places.Length)
            for (int at = 0; at < places.Length; at++) y[at] = x[places[at]];
    }

    public override Node?[] Gradient(Operation self, Node?[] arriving, bool[] wanted) =>
        [arriving[0]!.Builder.Add(new Put(Outer, Width, Places), [arriving[0]!], self.Sources[0].Shape)];
}

/// <summary>The gradient of taking: the numbers added up at their places among zeros.</summary>
sealed unsafe record Put(int Outer, int Width, EquatableArray<int> Places) : Op
{
    public override void Run(ref Call call)
    {
        ReadOnlySpan<int> places = Places.Span;
        Real* x = call.In(0), y = call.Out();
        new Span<Real>(y, checked(call.Rows * Outer * Width)).Clear();
        for (long i = 0; i < (long)call.Rows * Outer; i++, x += places.Length, y += Width)
            for (int at = 0; at < places.Length; at++) y[places[at]] += x[at];
    }

    public override Node?[] Gradient(Operation self, Node?[] arriving, bool[] wanted) =>
        [arriving[0]!.Builder.Add(new Take(Outer, Width, Places), [arriving[0]!], self.Sources[0].Shape)];
}
