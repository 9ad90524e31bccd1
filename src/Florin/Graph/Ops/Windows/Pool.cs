namespace Florin.Graph;

using System.Runtime.Intrinsics;
using Florin.Kernels;

/// <summary>The greatest number, or the mean, under each window, channel by channel.</summary>
sealed unsafe record Pool(WindowForm Form, bool Greatest) : Op
{
    public override string Name => Greatest ? "MaxPool" : "AveragePool";

    public override long Flops => (long)Form.Positions * Form.Taps * Form.Channels;

    public static Node Of(WindowForm form, Node x, bool greatest)
    {
        x = Expand.ToRows(x);
        return x.Builder.Add(new Pool(form, greatest), [x], form.Output(x.Shape, form.Channels));
    }

    public override void Run(ref Call call)
    {
        Real* x = call.In(0), y = call.Out();
        for (int row = 0; row < call.Rows; row++, x += Form.Size)
            for (int i = 0; i < Form.Down.Count; i++)
                for (int j = 0; j < Form.Across.Count; j++, y += Form.Channels) Window(x + Start(Form, i, j), y);
    }

    internal static nint Start(WindowForm form, int i, int j) =>
        ((nint)i * form.Down.Stride * form.Across.Extent + j * form.Across.Stride) * form.Channels;

    void Window(Real* x, Real* y)
    {
        nint line = (nint)Form.Across.Extent * Form.Channels;
        Vec taps = Vector512.Create((Real)Form.Taps);
        for (int c = 0; c < Form.Channels; c += Vec.Count)
        {
            Vec value = Greatest ? Vector512.Create(Real.NegativeInfinity) : Vec.Zero;
            for (int down = 0; down < Form.Down.Window; down++)
            {
                Real* at = x + down * line + c;
                for (int across = 0; across < Form.Across.Window; across++, at += Form.Channels)
                    value = Greatest ? Vector512.Max(value, Vector512.Load(at)) : value + Vector512.Load(at);
            }

            Lanes.Store(y + c, Greatest ? value : value / taps, Form.Channels - c);
        }
    }

    public override Node?[] Gradient(Operation self, Node?[] arriving, bool[] wanted)
    {
        Node x = self.Sources[0], dy = arriving[0]!;
        return [x.Builder.Add(new PoolSlope(Form, Greatest), Greatest ? [dy, x, self.Outputs[0]] : [dy], x.Shape)];
    }
}

/// <summary>Gives each window's gradient to the first of its greatest numbers, or to all alike.</summary>
sealed unsafe record PoolSlope(WindowForm Form, bool Greatest) : Op
{
    public override string Name => Greatest ? "slope of MaxPool" : "slope of AveragePool";

    public override long Flops => (long)Form.Positions * Form.Taps * Form.Channels;

    public override void Run(ref Call call)
    {
        Real* dx = call.Out(), dy = call.In(0), x = Greatest ? call.In(1) : dx, y = Greatest ? call.In(2) : dy;
        for (int row = 0; row < call.Rows; row++, dx += Form.Size, x += Form.Size)
        {
            new Span<Real>(dx, Form.Size).Clear();
            for (int i = 0; i < Form.Down.Count; i++)
                for (int j = 0; j < Form.Across.Count; j++, dy += Form.Channels, y += Form.Channels)
                {
                    nint start = Pool.Start(Form, i, j);
                    Window(dy, x + start, y, dx + start);
                }
        }
    }

    void Window(Real* dy, Real* x, Real* y, Real* dx)
    {
        nint line = (nint)Form.Across.Extent * Form.Channels;
        Vec taps = Vector512.Create((Real)Form.Taps);
        for (int c = 0; c < Form.Channels; c += Vec.Count)
        {
            Vec given = Vector512.Load(dy + c), greatest = Vector512.Load(y + c);
            if (!Greatest) given /= taps;
            for (int down = 0; down < Form.Down.Window; down++)
            {
                nint at = down * line + c;
                for (int across = 0; across < Form.Across.Window; across++, at += Form.Channels)
                {
                    Vec here = Greatest ? Vector512.Equals(Vector512.Load(x + at), greatest) : Vec.AllBitsSet;
                    Lanes.Store(dx + at, Vector512.Load(dx + at) + (given & here), Form.Channels - c);
                    if (Greatest) given = Vector512.AndNot(given, here);
                }
            }
        }
    }

    public override Node?[] Gradient(Operation self, Node?[] arriving, bool[] wanted) =>
        Greatest ? base.Gradient(self, arriving, wanted) : [Pool.Of(Form, arriving[0]!, false)];
}
