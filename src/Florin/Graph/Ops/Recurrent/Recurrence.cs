namespace Florin.Graph;

using System.Runtime.Intrinsics;
using Florin.Kernels;

/// <summary>
/// A recurrent layer in one direction: x [batch, time, features] → the last state [batch, units], or every state [batch, time, units]. When
/// it keeps, states, activations and the LSTM's memory are outputs too, step after step, each step a matrix of the shard's rows.
/// </summary>
sealed unsafe record Recurrence(RecurrentForm Form, bool Keep) : Op
{
    const int Packed = 1, Bias = 2, Weights = 3, Lengths = 7;

    public override string Name => Form.Kind.ToString();

    public override long Flops => Form.Flops;

    /// <summary>Weights: [features, gates · units], [units, gates · units] and two biases; lengths [batch, 1] when masked.</summary>
    public static Node Of(RecurrentForm form, Node x, Node[] weights, Node? lengths)
    {
        Operation packed = RecurrentWeights.Of(form, false, weights);
        Node[] sources = [x, packed.Outputs[0], packed.Outputs[1], .. weights];
        return Add(new Recurrence(form, x.Training), lengths is null ? sources : [.. sources, lengths]).Outputs[0];
    }

    static Operation Add(Recurrence op, Node[] sources)
    {
        RecurrentForm form = op.Form;
        Shape states = Shape.Rows(form.Steps + 1, form.Row), gates = Shape.Rows(form.Steps, form.Width);
        Shape cells = Shape.Rows(form.Steps + 1, form.Padded);
        Shape[] outputs = !op.Keep ? [form.Output] : form.HasCell ? [form.Output, states, gates, cells] : [form.Output, states, gates];
        return sources[0].Builder.AddOperation(op, sources, outputs);
    }

    public override bool Streamed(int index) => index > 0;

    public override long Scratch(int rows) => Keep ? 0 : rows * (2L * Form.Row + Form.Width + (Form.HasCell ? Form.Padded : 0));

    public override void Run(ref Call call)
    {
        switch (Form.Kind)
        {
            case CellKind.Lstm: Walk<LstmCell>(ref call); break;
            case CellKind.Gru: Walk<GruCell>(ref call); break;
            default: Walk<SimpleCell>(ref call); break;
        }
    }

    void Walk<T>(ref Call call)
        where T : ICell
    {
        int rows = call.Rows;
        Real* lengths = Form.Masked ? call.In(Lengths) : null, x = call.In(0);
        int steps = Form.Longest(lengths, rows);
        long stateSize = (long)rows * Form.Row, gateSize = (long)rows * Form.Width, cellSize = (long)rows * Form.Padded;
        Real* states = Keep ? call.Out(1) : call.Scratch, gates = Keep ? call.Out(2) : states + 2 * stateSize;
        Real* cells = !Form.HasCell ? null : Keep ? call.Out(3) : gates + gateSize;
        Start(ref call, states, cells);
        for (int s = 0; s < steps; s++)
        {
            var step = new CellStep
            {
                Rows = rows,
                Padded = Form.Padded,
                StateRow = Form.Row,
                Gates = Keep ? gates + s * gateSize : gates,
                Bias = call.In(Bias),
                Before = states + (Keep ? s : s & 1) * stateSize,
                After = states + (Keep ? s + 1 : (s + 1) & 1) * stateSize,
                CellBefore = Keep ? cells + s * cellSize : cells,
                CellAfter = Keep ? cells + (s + 1) * cellSize : cells,
            };
            Read(x, lengths, s, rows, step.Before + Form.Padded);
            Multiply(step, call.In(Packed));
            T.Forward(step);
            Write(step, lengths, s, call.Out(0));
        }
    }

    /// <summary>States and memory before the first step are 0, and so is what no row writes.</summary>
    void Start(ref Call call, Real* states, Real* cells)
    {
        Real* first = states;
        for (int row = 0; row < call.Rows; row++, first += Form.Row) new Span<Real>(first, Form.Padded).Clear();
        if (Form.HasCell) new Span<Real>(cells, call.Rows * Form.Padded).Clear();
        if (Form.Masked) new Span<Real>(call.Out(0), checked(call.Rows * Form.OutputSize)).Clear();
    }

    /// <summary>The input of a step beside the state; 0 for rows that have ended, so that whatever stands there does not matter.</summary>
    void Read(Real* x, Real* lengths, int step, int rows, Real* to)
    {
        int features = Form.Features;
        long size = (long)Form.Steps * features;
        for (int row = 0; row < rows; row++, x += size, to += Form.Row)
        {
            int length = Form.Length(lengths, row);
            if (step >= length) new Span<Real>(to, features).Clear();
            else
            {
                Real* from = x + (long)Form.Time(step, length) * features;
                for (int j = 0; j < features; j += Vec.Count) Vector512.Load(from + j).Store(to + j);
            }
        }
    }

    void Multiply(in CellStep step, Real* packed)
    {
        for (int i = 0; i < Form.Products; i++)
        {
            RecurrentProduct part = Form.Product(i);
            Gemm.MultiplyPacked(step.Rows, part.Count, part.Depth, step.Before + part.Row, Form.Row, packed + part.Packed,
                step.Gates + part.Column, Form.Width, accumulate: false);
        }
    }

    void Write(in CellStep step, Real* lengths, int s, Real* y)
    {
        int units = Form.Units, size = Form.Sequence ? Form.Steps * units : units;
        if (!Form.Sequence && !Form.Masked && s < Form.Steps - 1) return;
        Real* from = step.After;
        for (int row = 0; row < step.Rows; row++, from += Form.Row, y += size)
        {
            int length = Form.Length(lengths, row);
            if (Form.Sequence ? s >= length : s != length - 1) continue;
            new ReadOnlySpan<Real>(from, units).CopyTo(new Span<Real>(Form.Sequence ? y + (long)Form.Time(s, length) * units : y, units));
        }
    }

    public override Node?[] Gradient(Operation self, Node?[] arriving, bool[] wanted)
    {
        // A graph for prediction keeps nothing; a gradient of it (an explanation) walks once more.
        Operation kept = Keep ? self : Add(this with { Keep = true }, self.Sources);
        Node? lengths = Form.Masked ? self.Sources[Lengths] : null;
        var weights = self.Sources.AsSpan(Weights, 4);
        bool learns = wanted.AsSpan(Weights, 4).Contains(true);
        Node transposed = RecurrentWeights.Of(Form, true, weights).Outputs[0];
        Node[] found = RecurrenceGradient.Of(Form, arriving[0]!, kept, transposed, lengths, (wanted[0], learns));
        var gradients = new Node?[self.Sources.Length];
        if (wanted[0]) gradients[0] = found[0];
        if (learns) found.AsSpan(^4).CopyTo(gradients.AsSpan(Weights)!);
        return gradients;
    }
}
