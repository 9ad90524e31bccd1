namespace Florin.Graph;

/// <summary>Softmax cross-entropy of each row and its slope by the logits; Members axes before the classes are averaged.</summary>
sealed unsafe record CategoricalRows(int Members, int Classes, Real Smoothing) : Op
{
    public override string Name => "SoftmaxCrossEntropy";

    public static Node Of(Node logits, Node target, Node weight, double smoothing)
    {
        if (target.Shape.Size != 1)
            throw GraphErrors.Shape(logits, "a class target is one number a row: 0 … classes - 1", target.Shape);
        var op = new CategoricalRows(logits.Shape.Inner, logits.Width, (Real)smoothing);
        return logits.Builder.Add(op, [logits, target, weight], Shape.Rows(1), logits.Shape);
    }

    public override void Run(ref Call call)
    {
        Real* logits = call.In(0), slope = call.Out(1);
        for (int row = 0; row < call.Rows; row++)
        {
            int label = (int)call.In(1)[row];
            Real weight = call.In(2)[row] / Members, loss = 0;
            for (int member = 0; member < Members; member++, logits += Classes, slope += Classes)
                loss += One(logits, slope, label, weight);
            call.Out(0)[row] = loss * weight;
        }
    }

    Real One(Real* logits, Real* slope, int label, Real weight)
    {
        Real normaliser = Softmax.Row(logits, slope, Classes), uniform = Smoothing / Classes;
        Real loss = (1 - Smoothing) * (normaliser - logits[label]);
        for (int i = 0; i < Classes; i++)
        {
            if (Smoothing != 0) loss += uniform * (normaliser - logits[i]);
            slope[i] = (slope[i] - uniform - (i == label ? 1 - Smoothing : 0)) * weight;
        }

        return loss;
    }

    public override Node?[] Gradient(Operation self, Node?[] arriving, bool[] wanted)
    {
        if (wanted[1] || wanted[2] || arriving[1] is not null) return base.Gradient(self, arriving, wanted);
        return [RowLoss.Scaled(self.Outputs[1], arriving[0]!), null, null];
    }
}
