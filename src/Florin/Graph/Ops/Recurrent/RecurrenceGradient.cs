namespace Florin.Graph;

using System.Runtime.Intrinsics;
using Florin.Kernels;

/// <summary>
/// The way back through a recurrent layer: the gradient of its input [batch, time, features] and, summed over the rows, those of its four
/// parameters. Gradients of the gates exist for a few steps at a time, while they are in the cache; the weights' share of those steps is
/// one product over all their rows.
/// </summary>
sealed unsafe record RecurrenceGradient(RecurrentForm Form, bool Input, bool Learns) : Op
{
    /// <summary>Rows times steps of one product for the weights: long enough to pay for reading and writing the sum.</summary>
    const int ChunkRows = 128;

    public override string Name => $"slope of {Form.Kind}";

    public override bool Reduces => Learns;

    public override long Flops => Form.Flops * (Learns ? 2 : 1);

    public static Node[] Of(
        RecurrentForm form, Node dy, Operation kept, Node transposed, Node? lengths, (bool Input, bool Learns) wanted)
    {
        List<Node> sources = [dy, transposed, .. kept.Outputs[1..]];
        if (lengths is not null) sources.Add(lengths);
        List<Shape> outputs = [];
        int columns = form.Gates * form.Units;
        if (wanted.Input) outputs.Add(Shape.Rows(form.Steps, form.Features));
        if (wanted.Learns)
        {
            Shape bias = Shape.Fixed(columns);
            outputs.AddRange([Shape.Fixed(form.Features, columns), Shape.Fixed(form.Units, columns), bias, bias]);
        }

        return dy.Builder.AddOperation(new RecurrenceGradient(form, wanted.Input, wanted.Learns), [.. sources], [.. outputs]).Outputs;
    }

    public override long Scratch(int rows)
    {
        long steps = (long)rows * (2 * Form.Padded + Form.Row + ChunkSteps(rows) * Form.Width);
        return steps + (Learns ? (Form.Depth + 1L) * Form.Width : 0);
    }

    static int ChunkSteps(int rows) => Math.Max(1, ChunkRows / rows);

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
        int rows = call.Rows, sources = call.Sources, chunk = ChunkSteps(rows);
        Real* lengths = Form.Masked ? call.In(sources - 1) : null, states = call.In(2);
        long stateSize = (long)rows * Form.Row, gateSize = (long)rows * Form.Width, cellSize = (long)rows * Form.Padded;
        CellStep step = Start(ref call, out Real* gates, out Real* sums);
        for (int end = Form.Longest(lengths, rows); end > 0; end -= Math.Min(end, chunk))
        {
            int first = Math.Max(0, end - chunk);
            for (int s = end - 1; s >= first; s--)
            {
                step.Before = states + s * stateSize;
                step.After = step.Before + stateSize;
                step.Gates = call.In(3) + s * gateSize;
                if (Form.HasCell) step.CellBefore = call.In(4) + s * cellSize;
                step.CellAfter = step.CellBefore + cellSize;
                step.GateGradients = gates + (s - first) * gateSize;
                Receive(step, call.In(0), lengths, s);
                T.Backward(step);
                if (s > 0) StepBack(step, call.In(1));
                if (Input) Write(step, call.In(1) + RecurrentWeights.InputOffset(Form), lengths, s, call.Out(0));
            }

            if (Learns) Learn(states + first * stateSize, gates, (end - first) * rows, sums);
        }

        if (Learns) Give(ref call, sums);
    }

    /// <summary>Scratch: gradients of state and memory; of a step's input; of a chunk's gates; of the stacked weights and biases.</summary>
    CellStep Start(ref Call call, out Real* gates, out Real* sums)
    {
        long cells = (long)call.Rows * Form.Padded;
        Real* dh = call.Scratch;
        new Span<Real>(dh, checked((int)(2 * cells))).Clear();
        gates = dh + 2 * cells + (long)call.Rows * Form.Row;
        sums = gates + (long)ChunkSteps(call.Rows) * call.Rows * Form.Width;
        if (Learns) new Span<Real>(sums, (Form.Depth + 1) * Form.Width).Clear();
        if (Input && Form.Masked) new Span<Real>(call.Out(0), checked(call.Rows * Form.Steps * Form.Features)).Clear();
        return new CellStep { Rows = call.Rows, Padded = Form.Padded, StateRow = Form.Row, StateGradient = dh, CellGradient = dh + cells };
    }

    /// <summary>Adds what arrives at the state after a step. Rows that have ended hold 0 until their own last step is met.</summary>
    void Receive(in CellStep step, Real* dy, Real* lengths, int s)
    {
        int units = Form.Units, size = Form.Sequence ? Form.Steps * units : units;
        if (!Form.Sequence && !Form.Masked && s < Form.Steps - 1) return;
        Real* to = step.StateGradient;
        for (int row = 0; row < step.Rows; row++, dy += size, to += step.Padded)
        {
            int length = Form.Length(lengths, row);
            if (Form.Sequence ? s >= length : s != length - 1) continue;
            Real* from = Form.Sequence ? dy + (long)Form.Time(s, length) * units : dy;
            for (int j = 0; j < units; j += Vec.Count) (Vector512.Load(to + j) + Lanes.Load(from + j, units - j)).Store(to + j);
        }
    }

    /// <summary>The gradient of the state before the step; the GRU's state also passes its gates by.</summary>
    void StepBack(in CellStep step, Real* packed) =>
        Gemm.MultiplyPacked(step.Rows, Form.Padded, Form.Span, step.GateGradients + Form.StateFirst, Form.Width, packed,
            step.StateGradient, Form.Padded, accumulate: Form.Kind == CellKind.Gru);

    void Write(in CellStep step, Real* packed, Real* lengths, int s, Real* dx)
    {
        int features = Form.Features;
        long size = (long)Form.Steps * features;
        Real* part = step.StateGradient + 2L * step.Rows * Form.Padded;
        Gemm.MultiplyPacked(step.Rows, features, Form.Span, step.GateGradients, Form.Width, packed, part, features, accumulate: false);
        for (int row = 0; row < step.Rows; row++, part += features, dx += size)
        {
            int length = Form.Length(lengths, row);
            if (s >= length) continue;
            Real* to = dx + (long)Form.Time(s, length) * features;
            new ReadOnlySpan<Real>(part, features).CopyTo(new Span<Real>(to, features));
        }
    }

    /// <summary>Adds a chunk's share: stacked weights [units + features, blocks], and below them the bias of each block.</summary>
    void Learn(Real* states, Real* gates, int rows, Real* sums)
    {
        int width = Form.Width, padded = Form.Padded;
        if (Form.Kind == CellKind.Gru)
        {
            Real* inputs = sums + (long)padded * width;
            Gemm.MultiplyTransposedA(padded, Form.Span, rows, states, Form.Row, gates + padded, width, sums + padded, width, true);
            Gemm.MultiplyTransposedA(Form.Features, Form.Span, rows, states + padded, Form.Row, gates, width, inputs, width, true);
        }
        else Gemm.MultiplyTransposedA(Form.Depth, width, rows, states, Form.Row, gates, width, sums, width, true);

        Loops.SumRows(gates, rows, width, sums + (long)Form.Depth * width, accumulate: true);
    }

    /// <summary>From blocks to gates side by side, without what only filled vectors.</summary>
    void Give(ref Call call, Real* sums)
    {
        int first = Input ? 1 : 0, units = Form.Units, columns = Form.Gates * units;
        Real* inputs = sums + (long)Form.Padded * Form.Width, biases = sums + (long)Form.Depth * Form.Width;
        for (int gate = 0; gate < Form.Gates; gate++)
        {
            int state = Form.StateBlock(gate), input = Form.InputBlock(gate), at = gate * units;
            for (int row = 0; row < Form.Features; row++)
                Put(ref call, inputs + row * Form.Width + input, call.Out(first) + row * columns + at);
            for (int row = 0; row < units; row++)
                Put(ref call, sums + row * Form.Width + state, call.Out(first + 1) + row * columns + at);
            Put(ref call, biases + input, call.Out(first + 2) + at);
            Put(ref call, biases + state, call.Out(first + 3) + at);
        }
    }

    void Put(ref Call call, Real* from, Real* to) => Loops.SumRows(from, 1, Form.Units, to, call.Accumulate);
}
