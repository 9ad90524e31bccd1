namespace Florin.Graph;

using Florin.Kernels;

/// <summary>
/// Scaled dot products (Vaswani et al. 2017): queries, keys and values side by side [batch, time, 3 · heads · width] → each head's
/// probabilities times values, side by side [batch, time, heads · width]. When it keeps, the probabilities are an output too. Steps past
/// a row's end are neither read nor seen; what stands there is 0.
/// </summary>
/// <remarks>
/// A head's scores lie with keys as rows and queries as lanes: maxima and sums over keys are then sums of rows, without a tree.
/// </remarks>
sealed unsafe record Attention(AttentionForm Form, bool Keep) : Op
{
    public override long Flops => Form.Products(2);

    /// <summary>Lengths [batch, 1] or null.</summary>
    public static Node Of(Node x, int heads, bool causal, Node? lengths)
    {
        x = Expand.ToRows(x);
        var form = new AttentionForm(x.Shape[0], heads, x.Width / 3 / heads, causal, lengths is not null);
        return Add(new Attention(form, x.Training), lengths is null ? [x] : [x, lengths]).Outputs[0];
    }

    static Operation Add(Attention op, Node[] sources)
    {
        Shape output = Shape.Rows(op.Form.Steps, op.Form.Model);
        return sources[0].Builder.AddOperation(op, sources, op.Keep ? [output, Shape.Rows(op.Form.Kept)] : [output]);
    }

    public override bool Streamed(int index) => index > 0;

    public override long Scratch(int rows) => Form.Packed + (Keep ? 0 : Form.Scores);

    public override void Run(ref Call call)
    {
        Real* x = call.In(0), y = call.Out();
        for (int row = 0; row < call.Rows; row++, x += Form.Steps * Form.Row, y += Form.Steps * Form.Model)
        {
            int steps = Form.Masked ? Form.Length(call.In(1)[row]) : Form.Steps;
            for (int head = 0; head < Form.Heads; head++)
            {
                Real* scores = Keep ? call.Out(1) + ((long)row * Form.Heads + head) * Form.Scores : call.Scratch + Form.Packed;
                if (steps > 0) Head(x + head * Form.Width, y + head * Form.Width, scores, call.Scratch, steps);
            }

            new Span<Real>(y + steps * Form.Model, (Form.Steps - steps) * Form.Model).Clear();
        }
    }

    void Head(Real* queries, Real* y, Real* scores, Real* turned, int steps)
    {
        int width = Form.Width, row = Form.Row, lanes = Lanes.RoundUp(steps);
        Real* keys = queries + Form.Model, values = keys + Form.Model;
        Gemm.PackTransposed(width, steps, queries, row, turned);
        Gemm.MultiplyPacked(steps, steps, width, keys, row, turned, scores, lanes, accumulate: false);
        AttentionColumns.Softmax(scores, steps, Form.Scale, Form.Causal);
        Gemm.MultiplyTransposedA(steps, width, steps, scores, lanes, values, row, y, Form.Model, accumulate: false);
    }

    public override Node?[] Gradient(Operation self, Node?[] arriving, bool[] wanted)
    {
        // A graph for prediction keeps nothing; a gradient of it (an explanation) computes the probabilities once more.
        Operation kept = Keep ? self : Add(this with { Keep = true }, self.Sources);
        Node[] sources = [arriving[0]!, self.Sources[0], kept.Outputs[1], .. self.Sources[1..]];
        Node gradient = arriving[0]!.Builder.Add(new AttentionGradient(Form), sources, self.Sources[0].Shape);
        return [gradient, .. new Node?[self.Sources.Length - 1]];
    }
}

/// <summary>The gradient of queries, keys and values side by side, from the output's and the probabilities kept.</summary>
sealed unsafe record AttentionGradient(AttentionForm Form) : Op
{
    public override string Name => "slope of Attention";

    public override long Flops => Form.Products(4);

    public override long Scratch(int rows) => Form.Packed + Form.Scores;

    public override void Run(ref Call call)
    {
        Real* dy = call.In(0), x = call.In(1), dx = call.Out();
        int size = Form.Steps * Form.Row;
        for (int row = 0; row < call.Rows; row++, dy += Form.Steps * Form.Model, x += size, dx += size)
        {
            int steps = Form.Masked ? Form.Length(call.In(3)[row]) : Form.Steps;
            for (int head = 0; head < Form.Heads; head++)
            {
                Real* p = call.In(2) + ((long)row * Form.Heads + head) * Form.Scores;
                int at = head * Form.Width;
                if (steps > 0) Head(dy + at, x + at, p, dx + at, call.Scratch, steps);
            }

            new Span<Real>(dx + steps * Form.Row, (Form.Steps - steps) * Form.Row).Clear();
        }
    }

    void Head(Real* dy, Real* queries, Real* p, Real* dQueries, Real* turned, int steps)
    {
        int width = Form.Width, model = Form.Model, row = Form.Row, lanes = Lanes.RoundUp(steps);
        Real* keys = queries + model, values = keys + model, dKeys = dQueries + model, dValues = dKeys + model;
        Real* scores = turned + Form.Packed;
        Gemm.Multiply(steps, width, steps, p, lanes, dy, model, dValues, row, accumulate: false);
        Gemm.PackTransposed(width, steps, dy, model, turned);
        Gemm.MultiplyPacked(steps, steps, width, values, row, turned, scores, lanes, accumulate: false);
        AttentionColumns.SoftmaxSlope(p, scores, steps, Form.Scale);
        Gemm.MultiplyTransposedA(steps, width, steps, scores, lanes, keys, row, dQueries, row, accumulate: false);
        Gemm.Multiply(steps, width, steps, scores, lanes, queries, row, dKeys, row, accumulate: false);
    }
}
