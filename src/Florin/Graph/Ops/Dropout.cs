namespace Florin.Graph;

using Florin.Kernels;

/// <summary>
/// Sets numbers to zero with probability Rate and scales the rest by 1/(1-Rate) (Srivastava et al. 2014). The draw is keyed by seed, step,
/// row of the batch, node and element, so the backward pass repeats it instead of keeping a mask.
/// </summary>
sealed unsafe record DropoutOp(double Rate, int Size, uint Stream) : Op
{
    public override string Name => "Dropout";

    public override bool InPlace => true;

    public static Node Of(Node x, double rate)
    {
        if (!x.Training || rate == 0) return x;
        x = Expand.ToRows(x);
        uint stream = Init.Hash(x.Builder.Path + "#" + x.Origin.Id.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return x.Builder.Add(new DropoutOp(rate, x.Shape.Size, stream), [x], x.Shape);
    }

    public override void Run(ref Call call)
    {
        Real rate = (Real)Rate * call.Step->DropoutFactor;
        Real* x = call.In(0), y = call.Out();
        for (int row = 0; row < call.Rows; row++)
            Philox.Dropout(x + (long)row * Size, y + (long)row * Size, Size, rate, call.Step->Seed, call.Step->Step,
                (uint)(call.FirstRow + row), Stream);
    }

    public override Node?[] Gradient(Operation self, Node?[] arriving, bool[] wanted) =>
        [arriving[0]!.Builder.Add(this, [arriving[0]!], self.Sources[0].Shape)];
}
