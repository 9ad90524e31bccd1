namespace Florin.Graph;

/// <summary>Numbers known when the graph is built.</summary>
static class Constant
{
    public static Node Of(GraphBuilder builder, double value) => Of(builder, [(Real)value]);

    public static Node Of(GraphBuilder builder, ReadOnlySpan<Real> values, params int[] axes)
    {
        Shape shape = Shape.Fixed(axes);
        if (shape.Size != values.Length)
            throw new FlorinException("FLR0104", $"a constant of shape {shape} needs {shape.Size} numbers",
                found: $"{values.Length} numbers");
        return builder.Add(new ConstantSource(EquatableArray.Create(values), shape), [], shape);
    }

    public static bool IsScalar(Node node, double value) =>
        node.Origin.Op is ConstantSource constant && node.Shape.Size == 1 && node.Shape.Rank == 0 && constant.Values[0] == (Real)value;
}
