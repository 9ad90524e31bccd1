namespace Florin.Graph;

using Florin.Kernels;

/// <summary>
/// Both weights of a cell stacked and packed for the products of a step, and the bias of each block (outputs 0 and 1); or, transposed, the
/// state's weight and then the input's, for the way back. Made once a step.
/// </summary>
sealed unsafe record RecurrentWeights(RecurrentForm Form, bool Transposed) : Op
{
    /// <summary>Weights [features, gates · units], [units, gates · units] and two biases.</summary>
    public static Operation Of(RecurrentForm form, bool transposed, ReadOnlySpan<Node> weights)
    {
        var op = new RecurrentWeights(form, transposed);
        Shape stacked = Shape.Fixed(form.Depth, form.Width);
        return transposed
            ? weights[0].Builder.AddOperation(op, weights[..2].ToArray(), stacked)
            : weights[0].Builder.AddOperation(op, weights.ToArray(), stacked, Shape.Fixed(form.Width));
    }

    /// <summary>Where the input's part of the transposed weights starts.</summary>
    public static int InputOffset(RecurrentForm form) => Gemm.PackedLength(form.Span, form.Padded);

    public override int Storage(Operation self, int index)
    {
        if (index == 1) return Form.Width;
        if (Transposed) return InputOffset(Form) + Gemm.PackedLength(Form.Span, Form.Features);
        RecurrentProduct last = Form.Product(Form.Products - 1);
        return last.Packed + Gemm.PackedLength(last.Depth, last.Count);
    }

    public override long Scratch(int rows) => (long)Form.Depth * Form.Width;

    public override void Run(ref Call call)
    {
        int width = Form.Width;
        Real* stacked = call.Scratch, packed = call.Out(0);
        Stack(stacked, call.In(0), call.In(1));
        if (Transposed)
        {
            Gemm.PackTransposed(Form.Span, Form.Padded, stacked + Form.StateFirst, width, packed);
            Gemm.PackTransposed(Form.Span, Form.Features, stacked + (long)Form.Padded * width, width, packed + InputOffset(Form));
            return;
        }

        for (int i = 0; i < Form.Products; i++)
        {
            RecurrentProduct part = Form.Product(i);
            Gemm.Pack(part.Depth, part.Count, stacked + (long)part.Row * width + part.Column, width, packed + part.Packed);
        }

        AddBiases(call.In(2), call.In(3), call.Out(1));
    }

    /// <summary>State weight above input weight, each gate at its block; units that only fill a vector have zeros.</summary>
    void Stack(Real* stacked, Real* input, Real* state)
    {
        int units = Form.Units, gates = Form.Gates;
        new Span<Real>(stacked, Form.Depth * Form.Width).Clear();
        for (int gate = 0; gate < gates; gate++)
        {
            Real* to = stacked + Form.StateBlock(gate), from = state + gate * units;
            for (int row = 0; row < units; row++, to += Form.Width, from += gates * units) Copy(from, to, units);
            to = stacked + (long)Form.Padded * Form.Width + Form.InputBlock(gate);
            from = input + gate * units;
            for (int row = 0; row < Form.Features; row++, to += Form.Width, from += gates * units) Copy(from, to, units);
        }
    }

    void AddBiases(Real* input, Real* state, Real* bias)
    {
        int units = Form.Units;
        new Span<Real>(bias, Form.Width).Clear();
        for (int gate = 0; gate < Form.Gates; gate++)
        {
            Real* first = bias + Form.InputBlock(gate), second = bias + Form.StateBlock(gate);
            for (int unit = 0; unit < units; unit++) first[unit] += input[gate * units + unit];
            for (int unit = 0; unit < units; unit++) second[unit] += state[gate * units + unit];
        }
    }

    static void Copy(Real* from, Real* to, int length) => new ReadOnlySpan<Real>(from, length).CopyTo(new Span<Real>(to, length));
}
