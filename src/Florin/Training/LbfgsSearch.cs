namespace Florin;

using Florin.Graph;

/// <summary>
/// The iterations of L-BFGS over a session: two-loop recursion (Nocedal and Wright, algorithm 7.4) and a strong Wolfe search (3.5, 3.6).
/// </summary>
sealed unsafe class LbfgsSearch
{
    const int MostTrials = 25;

    readonly Lbfgs settings;
    readonly TrainingSession session;
    readonly int[] rows;
    readonly int length;
    readonly List<(double[] Step, double[] Change, double Scale)> pairs = [];
    readonly double[] start;
    readonly double[] direction;
    double[] gradient;
    double[] trial;
    double loss;
    bool begun;

    public LbfgsSearch(Lbfgs settings, TrainingSession session, int[] rows)
    {
        this.settings = settings;
        this.session = session;
        this.rows = rows;
        length = checked((int)session.ParameterLength);
        start = new double[length];
        direction = new double[length];
        gradient = new double[length];
        trial = new double[length];
    }

    /// <summary>One iteration; false when the gradient is negligible or no descent was found.</summary>
    public bool Step(out double reached)
    {
        if (!begun) loss = Evaluate(gradient);
        reached = loss;
        double largest = 0, sum = 0;
        foreach (double g in gradient)
        {
            largest = Math.Max(largest, Math.Abs(g));
            sum += Math.Abs(g);
        }

        if (!double.IsFinite(loss) || largest <= settings.GradientTolerance) return false;
        Direct();
        double slope = Dot(gradient, direction), first = begun ? settings.LearningRate : Math.Min(1, 1 / sum) * settings.LearningRate;
        begun = true;
        if (slope >= 0) return false;
        for (int i = 0; i < length; i++) start[i] = session.Weights.Parameters[i];
        bool found = Search(first, slope, out double taken);
        if (!found)
        {
            Move(0);
            return false;
        }

        Remember(taken);
        reached = loss;
        return true;
    }

    void Direct()
    {
        for (int i = 0; i < length; i++) direction[i] = -gradient[i];
        var alphas = new double[pairs.Count];
        for (int k = pairs.Count - 1; k >= 0; k--)
        {
            alphas[k] = pairs[k].Scale * Dot(pairs[k].Step, direction);
            Add(direction, -alphas[k], pairs[k].Change);
        }

        if (pairs.Count > 0)
        {
            double scale = 1 / (pairs[^1].Scale * Dot(pairs[^1].Change, pairs[^1].Change));
            for (int i = 0; i < length; i++) direction[i] *= scale;
        }

        for (int k = 0; k < pairs.Count; k++) Add(direction, alphas[k] - pairs[k].Scale * Dot(pairs[k].Change, direction), pairs[k].Step);
    }

    /// <summary>Brackets a step that meets both conditions, then narrows it.</summary>
    bool Search(double step, double slope, out double taken)
    {
        double begin = loss, low = 0, lowLoss = begin, lowSlope = slope, high = 0, highLoss = 0;
        for (int i = 0; i < MostTrials; i++)
        {
            double value = At(step, out double there);
            bool risen = value > begin + settings.Decrease * step * slope || (i > 0 && value >= lowLoss) || !double.IsFinite(value);
            if (!risen && Math.Abs(there) <= -settings.Curvature * slope) return Accept(step, value, out taken);
            if (risen || there >= 0)
            {
                (high, highLoss) = risen ? (step, value) : (low, lowLoss);
                if (!risen) (low, lowLoss, lowSlope) = (step, value, there);
                return Narrow(begin, slope, (low, lowLoss, lowSlope), (high, highLoss), out taken);
            }

            (low, lowLoss, lowSlope) = (step, value, there);
            step *= 2;
        }

        taken = 0;
        return false;
    }

    bool Narrow(double begin, double slope, (double Step, double Loss, double Slope) low, (double Step, double Loss) high, out double taken)
    {
        for (int i = 0; i < MostTrials; i++)
        {
            double width = high.Step - low.Step, step = low.Step + Quadratic(low.Loss, low.Slope, high.Loss, width);
            double value = At(step, out double there);
            if (!(value <= begin + settings.Decrease * step * slope) || value >= low.Loss) high = (step, value);
            else
            {
                if (Math.Abs(there) <= -settings.Curvature * slope) return Accept(step, value, out taken);
                if (there * width >= 0) high = (low.Step, low.Loss);
                low = (step, value, there);
            }

            if (Math.Abs(width) * Norm() < 1e-9) break;
        }

        if (low.Step > 0 && low.Loss < begin) return Accept(low.Step, At(low.Step, out _), out taken);
        taken = 0;
        return false;
    }

    /// <summary>The minimum of the parabola through one end with its slope and the other end, kept off both ends.</summary>
    static double Quadratic(double loss, double slope, double otherLoss, double width)
    {
        double curvature = otherLoss - loss - slope * width;
        double inside = curvature > 0 && double.IsFinite(curvature) ? -slope * width * width / (2 * curvature) / width : 0.5;
        return width * Math.Clamp(inside, 0.1, 0.9);
    }

    bool Accept(double step, double value, out double taken)
    {
        loss = value;
        taken = step;
        return true;
    }

    double At(double step, out double slope)
    {
        Move(step);
        double value = Evaluate(trial);
        slope = Dot(trial, direction);
        return value;
    }

    void Move(double step)
    {
        for (int i = 0; i < length; i++) session.Weights.Parameters[i] = (Real)(start[i] + step * direction[i]);
    }

    double Evaluate(double[] into)
    {
        double value = session.Gradient(rows, new TrainingPoint(0, 1, 0, 1), out _);
        for (int i = 0; i < length; i++) into[i] = session.Gradients[i];
        ParameterSpec[] specs = session.Weights.Layout.Parameters;
        for (int p = 0; p < specs.Length; p++)
        {
            if (!specs[p].Decay || (settings.L2 == 0 && settings.L1 == 0)) continue;
            int offset = (int)session.Weights.Layout.ParameterOffsets[p];
            for (int i = offset; i < offset + specs[p].Shape.Size; i++)
            {
                double w = session.Weights.Parameters[i];
                value += 0.5 * settings.L2 * w * w + settings.L1 * Math.Abs(w);
                into[i] += settings.L2 * w + settings.L1 * Math.Sign(w);
            }
        }

        return value;
    }

    void Remember(double taken)
    {
        double[] moved = new double[length], change = new double[length];
        for (int i = 0; i < length; i++)
        {
            moved[i] = taken * direction[i];
            change[i] = trial[i] - gradient[i];
        }

        double product = Dot(moved, change);
        if (product > 1e-10)
        {
            if (pairs.Count == settings.History) pairs.RemoveAt(0);
            pairs.Add((moved, change, 1 / product));
        }

        (gradient, trial) = (trial, gradient);
    }

    double Norm()
    {
        double largest = 0;
        foreach (double d in direction) largest = Math.Max(largest, Math.Abs(d));
        return largest;
    }

    static double Dot(double[] a, double[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }

    static void Add(double[] target, double factor, double[] source)
    {
        for (int i = 0; i < target.Length; i++) target[i] += factor * source[i];
    }
}
