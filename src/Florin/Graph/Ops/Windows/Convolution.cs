namespace Florin.Graph;

using Florin.Kernels;

/// <summary>
/// y = f(windows of x · W + b): x [batch, time, channels] or [batch, height, width, channels], W packed [taps · channels, filters], or with
/// groups [groups, taps · channels of a group, filters of a group].
/// </summary>
sealed unsafe record Convolution(ConvolutionForm Form, bool Bias, Activation Activation) : Op
{
    public override long Flops => Form.Flops;

    /// <summary>Weight [window …, channels of a group, filters].</summary>
    public static Node Of(ConvolutionForm form, Node x, Node weight, Node? bias, Activation activation)
    {
        Node matrix = form.Groups == 1 ? weight.Reshape(form.Depth, form.Filters)
            : weight.Reshape(form.Depth, form.Groups, form.Units).Permute(1, 0, 2);
        return OfPacked(form, x, Pack.Of(matrix, false), bias, activation);
    }

    internal static Node OfPacked(ConvolutionForm form, Node x, Node packed, Node? bias = null, Activation activation = Activation.None)
    {
        x = Expand.ToRows(x);
        bool fused = ActivationKernels.SlopeFromOutput(activation) && bias is not null;
        var op = new Convolution(form, bias is not null, fused ? activation : Activation.None);
        Node y = x.Builder.Add(op, bias is null ? [x, packed] : [x, packed, bias], form.Windows.Output(x.Shape, form.Filters));
        return fused ? y : Graph.Activate.Of(y, activation);
    }

    public override long Scratch(int rows) => Form.Scratch;

    public override void Run(ref Call call)
    {
        int length = Gemm.PackedLength(Form.Depth, Form.Units), positions = Form.Windows.Positions;
        bool stored = Activation is Activation.None or Activation.Relu;
        Real* x = call.In(0), y = call.Out(), bias = Bias && stored ? call.In(2) : null;
        for (int row = 0; row < call.Rows; row++, x += Form.Windows.Size, y += Form.OutputSize)
            for (int group = 0; group < Form.Groups; group++)
                Gemm.MultiplyPacked(positions, Form.Units, Form.Depth, Form.Columns(x, group, call.Scratch), Form.Step,
                    call.In(1) + (long)group * length, y + group * Form.Units, Form.Filters, accumulate: false,
                    bias is null ? null : bias + group * Form.Units, Activation == Activation.Relu);
        if (Bias && !stored) ActivationKernels.BiasThen(Activation, call.Out(), call.In(2), (long)call.Rows * positions, Form.Filters);
    }

    public override Node?[] Gradient(Operation self, Node?[] arriving, bool[] wanted)
    {
        Node x = self.Sources[0], packed = self.Sources[1];
        Node dz = Activation == Activation.None ? arriving[0]! : ActivateSlope.Of(arriving[0]!, self.Outputs[0], Activation);
        var gradients = new Node?[self.Sources.Length];
        if (wanted[0]) gradients[0] = ConvolutionInput.Of(Form, dz, packed.Origin.Sources[0], x.Shape);
        if (wanted[1]) gradients[1] = ConvolutionWeight.Of(Form, x, dz);
        if (Bias && wanted[2]) gradients[2] = SumTo.Of(dz, self.Sources[2].Shape);
        return gradients;
    }
}

/// <summary>The gradient of a convolution's input: dy · Wᵀ gives each window its share, and shares of one place are added up.</summary>
sealed unsafe record ConvolutionInput(ConvolutionForm Form) : Op
{
    public override string Name => "slope of Convolution";

    public override long Flops => Form.Flops;

    public static Node Of(ConvolutionForm form, Node dy, Node matrix, Shape input)
    {
        dy = Expand.ToRows(dy);
        return dy.Builder.Add(new ConvolutionInput(form), [dy, Pack.Of(matrix, true)], input.With(batched: true));
    }

    public override long Scratch(int rows) => Form.Gathered + Vec.Count;

    public override void Run(ref Call call)
    {
        int length = Gemm.PackedLength(Form.Units, Form.Depth);
        Real* dy = call.In(0), dx = call.Out();
        for (int row = 0; row < call.Rows; row++, dy += Form.OutputSize, dx += Form.Windows.Size)
        {
            new Span<Real>(dx, Form.Windows.Size).Clear();
            for (int group = 0; group < Form.Groups; group++)
            {
                Gemm.MultiplyPacked(Form.Windows.Positions, Form.Depth, Form.Units, dy + group * Form.Units, Form.Filters,
                    call.In(1) + (long)group * length, call.Scratch, Form.Depth, accumulate: false);
                Form.Scatter(call.Scratch, group, dx);
            }
        }
    }

    public override Node?[] Gradient(Operation self, Node?[] arriving, bool[] wanted) =>
    [
        wanted[0] ? Convolution.OfPacked(Form, arriving[0]!, Pack.Of(self.Sources[1].Origin.Sources[0], false)) : null,
        wanted[1] ? Product.Transposed(ConvolutionWeight.Of(Form, arriving[0]!, self.Sources[0])) : null,
    ];
}

/// <summary>The gradient of a convolution's weight: windowsᵀ · dy, summed over the rows in order.</summary>
sealed unsafe record ConvolutionWeight(ConvolutionForm Form) : Op
{
    public override string Name => "weight slope of Convolution";

    public override bool Reduces => true;

    public override long Flops => Form.Flops;

    public static Node Of(ConvolutionForm form, Node x, Node dy) =>
        x.Builder.Add(new ConvolutionWeight(form), [Expand.ToRows(x), Expand.ToRows(dy)],
        Product.Weight(form.Groups > 1, form.Groups, form.Depth, form.Units));

    public override long Scratch(int rows) => Form.Scratch;

    public override void Run(ref Call call)
    {
        Real* x = call.In(0), dy = call.In(1), weight = call.Out();
        int size = Form.Depth * Form.Units;
        for (int row = 0; row < call.Rows; row++, x += Form.Windows.Size, dy += Form.OutputSize)
            for (int group = 0; group < Form.Groups; group++)
                Gemm.MultiplyTransposedA(Form.Depth, Form.Units, Form.Windows.Positions, Form.Columns(x, group, call.Scratch), Form.Step,
                    dy + group * Form.Units, Form.Filters, call.Out() + (long)group * Form.Depth * Form.Units, Form.Units, call.Accumulate
                        || row > 0);
    }

    public override Node?[] Gradient(Operation self, Node?[] arriving, bool[] wanted) =>
    [
        wanted[0] ? ConvolutionInput.Of(Form, self.Sources[1], arriving[0]!, self.Sources[0].Shape) : null,
        wanted[1] ? Convolution.OfPacked(Form, self.Sources[0], Pack.Of(arriving[0]!, false)) : null,
    ];
}
