namespace Florin.Tests;

using Florin.Graph;

/// <summary>
/// Compares every gradient of a graph with central differences: 1e-7 in the double build, what rounding allows in the float one.
/// </summary>
static class FiniteDifferences
{
    const bool Double = sizeof(Real) == 8;

    public static void Check(Func<NetInput, Node> build, InputShape shape, int rows, bool training = true,
        Real[]? categories = null, Real[]? lengths = null, double spread = 1)
    {
        using var runner = new GraphRunner(build, shape, training);
        var random = new Random(11);
        Real[] x = Draw(random, rows * (shape.Numbers is { } axes ? axes.Span.ToArray().Aggregate(1, (a, b) => a * b) : 0), spread);
        Real[] probe = Draw(random, rows * runner.OutputShape.Size, 1);
        void Run() => runner.Run(rows, x, probe, categories, lengths);
        Run();
        Real[] inputGradient = runner.InputGradient;
        Real[][] gradients = [.. runner.Layout.Parameters.Select(spec => runner.ParameterGradient(spec.Name))];
        for (int p = 0; p < gradients.Length; p++)
            Compare(runner.Layout.Parameters[p].Name, gradients[p], i => ref runner.Weights.Parameter(p)[i], Run, runner, probe, random);
        if (inputGradient.Length > 0) Compare("input", inputGradient, i => ref x[i], Run, runner, probe, random);
    }

    public static Real[] Draw(Random random, int length, double spread) =>
        [.. Enumerable.Range(0, length).Select(_ => (Real)(spread * (2 * random.NextDouble() - 1)))];

    delegate ref Real At(int index);

    static void Compare(string name, Real[] analytic, At at, Action run, GraphRunner runner, Real[] probe, Random random)
    {
        double h = Double ? 1e-5 : 1e-2, scale = analytic.Select(g => Math.Abs((double)g)).DefaultIfEmpty(0).Max();
        double allowed = (Double ? 1e-7 : 3e-2) * Math.Max(scale, 1e-2);
        foreach (int i in Enumerable.Range(0, analytic.Length).OrderBy(_ => random.Next()).Take(24))
        {
            Real old = at(i);
            double Moved(double by)
            {
                at(i) = (Real)(old + by);
                run();
                double sum = 0;
                for (int k = 0; k < probe.Length; k++) sum += (double)runner.Output[k] * probe[k];
                at(i) = old;
                return sum;
            }

            // Five points: the error falls with h to the fourth.
            double numeric = (8 * (Moved(h) - Moved(-h)) - (Moved(2 * h) - Moved(-2 * h))) / (12 * h);
            Assert.True(Math.Abs(numeric - analytic[i]) <= allowed,
                $"{name}[{i}]: analytic {analytic[i]}, differences {numeric}, largest {scale}");
        }
    }
}
