namespace Florin;

using Florin.Graph;

/// <content>The arithmetic of nodes: what a layer or a loss is written with.</content>
public sealed partial class Node
{
    /// <summary>Sum, axes of extent 1 repeating as in NumPy.</summary>
    public static Node operator +(Node a, Node b) => Binary.Of(BinaryKind.Add, a, b);

    /// <summary>Difference.</summary>
    public static Node operator -(Node a, Node b) => Binary.Of(BinaryKind.Subtract, a, b);

    /// <summary>Product, number by number (for a matrix product see <see cref="MatMul"/>).</summary>
    public static Node operator *(Node a, Node b) => Binary.Of(BinaryKind.Multiply, a, b);

    /// <summary>Quotient.</summary>
    public static Node operator /(Node a, Node b) => Binary.Of(BinaryKind.Divide, a, b);

    /// <summary>Sum with a number.</summary>
    public static Node operator +(Node a, double b) => a + a.Constant(b);

    /// <summary>Sum with a number.</summary>
    public static Node operator +(double a, Node b) => b.Constant(a) + b;

    /// <summary>Difference with a number.</summary>
    public static Node operator -(Node a, double b) => a - a.Constant(b);

    /// <summary>Difference with a number.</summary>
    public static Node operator -(double a, Node b) => b.Constant(a) - b;

    /// <summary>Product with a number.</summary>
    public static Node operator *(Node a, double b) => a * a.Constant(b);

    /// <summary>Product with a number.</summary>
    public static Node operator *(double a, Node b) => b.Constant(a) * b;

    /// <summary>Quotient with a number.</summary>
    public static Node operator /(Node a, double b) => a / a.Constant(b);

    /// <summary>Quotient with a number.</summary>
    public static Node operator /(double a, Node b) => b.Constant(a) / b;

    /// <summary>The negative.</summary>
    public static Node operator -(Node x) => Unary.Of(UnaryKind.Negate, x);

    /// <summary>The larger of two, number by number.</summary>
    public static Node Max(Node a, Node b) => Binary.Of(BinaryKind.Maximum, a, b);

    /// <summary>The smaller of two, number by number.</summary>
    public static Node Min(Node a, Node b) => Binary.Of(BinaryKind.Minimum, a, b);

    /// <summary>e to the power of each number.</summary>
    public Node Exp() => Unary.Of(UnaryKind.Exp, this);

    /// <summary>Natural logarithm.</summary>
    public Node Log() => Unary.Of(UnaryKind.Log, this);

    /// <summary>Square root.</summary>
    public Node Sqrt() => Unary.Of(UnaryKind.Sqrt, this);

    /// <summary>Square.</summary>
    public Node Square() => Unary.Of(UnaryKind.Square, this);

    /// <summary>Absolute value; the slope at 0 is 0.</summary>
    public Node Abs() => Unary.Of(UnaryKind.Abs, this);

    /// <summary>Sine of an angle in radians.</summary>
    public Node Sin() => Unary.Of(UnaryKind.Sin, this);

    /// <summary>Cosine of an angle in radians.</summary>
    public Node Cos() => Unary.Of(UnaryKind.Cos, this);

    /// <summary>1 where above 0, else 0, with slope 0 everywhere.</summary>
    public Node Step() => Unary.Of(UnaryKind.Step, this);

    /// <summary>1 / (1 + exp(-x)).</summary>
    public Node Sigmoid() => Apply(Activation.Sigmoid);

    /// <summary>Hyperbolic tangent.</summary>
    public Node Tanh() => Apply(Activation.Tanh);

    /// <summary>max(x, 0).</summary>
    public Node Relu() => Apply(Activation.Relu);

    /// <summary>log(1 + exp(x)).</summary>
    public Node Softplus() => Apply(Activation.Softplus);

    /// <summary>exp(x) over its sum along the last axis.</summary>
    public Node Softmax() => Apply(Activation.Softmax);

    /// <summary>An activation, number by number (softmax: over the last axis).</summary>
    public Node Apply(Activation activation) => Graph.Activate.Of(this, activation);

    /// <summary>Matrix product over the last axis with a weight of shape [features, outputs].</summary>
    public Node MatMul(Node weight) => Graph.MatMul.Of(this, weight);

    /// <summary>Sum along an axis (counted without the batch; negative from the end), which stays with extent 1.</summary>
    public Node Sum(int axis = -1) => SumTo.Of(this, Graph.Slice.Replace(Shape, Resolve(axis), 1));

    /// <summary>Mean along an axis, which stays with extent 1.</summary>
    public Node Mean(int axis = -1) => Sum(axis) / Math.Max(1, Shape[Resolve(axis)]);

    /// <summary>Sum over the rows of the batch: the result couples all rows.</summary>
    public Node SumOverRows() => SumTo.Of(Expand.ToRows(this), Shape.With(batched: false));

    /// <summary>Mean over the rows of the batch: the result couples all rows.</summary>
    public Node MeanOverRows() => SumOverRows() / Expand.ToRows(Constant(1)).SumOverRows();

    /// <summary>The same numbers under other axes (the batch not counted).</summary>
    public Node Reshape(params int[] axes) => Graph.Reshape.Of(this, Shape.Batched ? Shape.Rows(axes) : Shape.Fixed(axes));

    /// <summary>All axes as one.</summary>
    public Node Flatten() => Reshape(Shape.Size);

    /// <summary>Axes in another order.</summary>
    public Node Permute(params int[] order) => Graph.Permute.Of(this, order);

    /// <summary>Positions start to start + length - 1 of an axis.</summary>
    public Node Slice(int axis, int start, int length) => Graph.Slice.Of(this, axis, start, length);

    /// <summary>Side by side with others along the last axis.</summary>
    public Node Concat(params Node[] others) => Graph.Concat.Of(-1, [this, .. others]);

    /// <summary>A number as a node of this graph.</summary>
    public Node Constant(double value) => Graph.Constant.Of(Builder, value);

    /// <summary>Numbers known now, as a node of this graph.</summary>
    public Node Constant(ReadOnlySpan<Real> values, params int[] axes) => Graph.Constant.Of(Builder, values, axes);

    /// <summary>A learned array of the layer being built: created at the first call, shared afterwards.</summary>
    /// <param name="name">The name within the layer, such as <c>weight</c>.</param>
    /// <param name="init">How it starts.</param>
    /// <param name="axes">Its extent.</param>
    public Node Parameter(string name, Init init, params int[] axes) => Builder.Parameter(name, Shape.Fixed(axes), init);

    /// <summary>A learned array with its own treatment by optimizers.</summary>
    /// <param name="name">The name within the layer.</param>
    /// <param name="init">How it starts.</param>
    /// <param name="decay">Whether weight decay and L1/L2 apply.</param>
    /// <param name="rateFactor">Multiplies the learning rate.</param>
    /// <param name="axes">Its extent.</param>
    public Node Parameter(string name, Init init, bool decay, double rateFactor, params int[] axes) =>
        Builder.Parameter(name, Shape.Fixed(axes), init, decay, rateFactor);

    int Resolve(int axis) => axis < 0 ? axis + Shape.Rank : axis;
}
