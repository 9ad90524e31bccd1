using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Florin.Kernels;

namespace Florin.KernelBench;

/// <summary>
/// Prints what the kernels reach: GFLOP/s of products beside the register-only FMA peak, ns an element of loops, ns of a fork-join.
/// Every figure is the best of many short repetitions, for the machine may be shared; the peak is taken again before each group.
/// Arguments: words that filter the lines.
/// </summary>
internal static unsafe class Program
{
    const int RepetitionMilliseconds = 5, Repetitions = 60;

    static readonly (int M, int N, int K)[] Shapes =
    [
        (512, 512, 512), (1024, 1024, 1024), (128, 128, 512), (64, 512, 512), (64, 128, 30),
        (64, 64, 128), (60, 32, 100), (64, 256, 84), (64, 1, 64), (1, 128, 30)
    ];

    static readonly (int M, int N, int K)[] Gradients =
        [(30, 128, 64), (128, 64, 64), (64, 1, 64), (200, 512, 64), (512, 512, 64), (512, 512, 1024)];

    static string[] filter = [];

    static float sink; // keeps the peak's result wanted

    static void Main(string[] args)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        filter = args;
        Console.WriteLine($"Vector512 accelerated: {Vector512.IsHardwareAccelerated}, processors: {Environment.ProcessorCount}");
        using var team = new Team(2);
        foreach ((int m, int n, int k) in Shapes) Products(team, m, n, k);
        foreach ((int m, int n, int k) in Gradients) Gradient(m, n, k);
        Elementwise();
        var nothing = new Nothing();
        Print("fork-join of 2 threads", $"{Best(() => team.Run(2, nothing), 1e-6) * 1e9,8:F0} ns");
    }

    static void Products(Team team, int m, int n, int k)
    {
        string shape = $"[{m} x {n} x {k}]";
        using AlignedBuffer a = Random((long)m * k), b = Random((long)k * n), c = new((long)m * n), packed = new(Gemm.PackedLength(k, n));
        double peak = Peak(), flops = 2.0 * m * n * k;
        Gemm.Pack(k, n, b.Pointer, n, packed.Pointer);
        Rate($"{shape} plain", flops, peak, () => Gemm.Multiply(m, n, k, a.Pointer, k, b.Pointer, n, c.Pointer, n, false));
        Rate($"{shape} packed", flops, peak, () => Gemm.MultiplyPacked(m, n, k, a.Pointer, k, packed.Pointer, c.Pointer, n, false));
        if (flops > 1e7)
            Rate($"{shape} 2 threads", flops, 2 * peak,
                () => Gemm.ParallelMultiply(team, m, n, k, a.Pointer, k, b.Pointer, n, c.Pointer, n, false));
        Element($"{shape} pack", (long)k * n, () => Gemm.Pack(k, n, b.Pointer, n, packed.Pointer));
        Element($"{shape} pack transposed", (long)k * n, () => Gemm.PackTransposed(k, n, b.Pointer, k, packed.Pointer));
    }

    static void Gradient(int m, int n, int k)
    {
        using AlignedBuffer a = Random((long)m * k), b = Random((long)k * n), c = new((long)m * n);
        Rate($"[{m} x {n} x {k}] transposed A", 2.0 * m * n * k, Peak(),
            () => Gemm.MultiplyTransposedA(m, n, k, a.Pointer, m, b.Pointer, n, c.Pointer, n, true));
    }

    static void Elementwise()
    {
        const int n = 4096;
        using AlignedBuffer x = Random(n), y = new(n);
        Element("exp", n, () => Loops.Map<Exp>(x.Pointer, y.Pointer, n));
        Element("log", n, () => Loops.Map<Log>(x.Pointer, y.Pointer, n));
        Element("tanh", n, () => Loops.Map<Tanh>(x.Pointer, y.Pointer, n));
        Element("sigmoid", n, () => Loops.Map<Sigmoid>(x.Pointer, y.Pointer, n));
        Element("erf", n, () => Loops.Map<Erf>(x.Pointer, y.Pointer, n));
        Element("dropout", n, () => Philox.Dropout(x.Pointer, y.Pointer, n, 0.1f, 1, 2, 3, 4));
        Element("normal", n, () => Philox.Normal(y.Pointer, n, 1, 2, 3, 4));
        Element("multiply", n, () => Loops.Map2<Multiply>(x.Pointer, x.Pointer, y.Pointer, n));
        Element("maximum", n, () => Loops.Map2<Maximum>(x.Pointer, x.Pointer, y.Pointer, n));
        Element("add row of 64", n, () => Loops.AddRow(x.Pointer, x.Pointer, y.Pointer, n / 64, 64));
        Element("add row of 30", n, () => Loops.AddRow(x.Pointer, x.Pointer, y.Pointer, n / 30, 30));
        Element("sum rows of 64", n, () => Loops.SumRows(x.Pointer, n / 64, 64, y.Pointer, false));
        Element("sum rows of 1", n, () => Loops.SumRows(x.Pointer, n, 1, y.Pointer, false));
        Element("dot", n, () => Reduce.Dot(x.Pointer, y.Pointer, n));
    }

    static void Rate(string name, double flops, double peak, Action work)
    {
        if (!Wanted(name)) return;
        double seconds = Best(work, flops / 1e11), rate = flops / seconds / 1e9;
        Print(name, $"{rate,8:F1} GFLOP/s {100 * rate / peak,5:F1} % of {peak:F0} {seconds * 1e6,10:F2} us");
    }

    static void Element(string name, long n, Action work)
    {
        if (Wanted(name)) Print(name, $"{Best(work, n * 1e-9) / n * 1e9,8:F3} ns an element");
    }

    static bool Wanted(string name) => filter.Length == 0 || filter.Any(name.Contains);

    static void Print(string name, string figure)
    {
        if (Wanted(name)) Console.WriteLine($"{name,-40} {figure}");
    }

    // Seconds of one call: the best of short runs, each long enough for the clock.
    static double Best(Action work, double guess)
    {
        int calls = Math.Max(1, (int)(RepetitionMilliseconds * 1e-3 / Math.Max(guess, 1e-8)));
        work();
        double best = double.MaxValue;
        for (int r = 0; r < Repetitions; r++)
        {
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < calls; i++) work();
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds / calls);
        }
        return best;
    }

    static double Peak() => Fma.Count * 2.0 * Vec.Count / Best(() => sink = Fma.Run()[0], Fma.Count * 2.0 * Vec.Count / 2e11) / 1e9;

    static AlignedBuffer Random(long n)
    {
        var buffer = new AlignedBuffer(n);
        var random = new Random(1);
        for (long i = 0; i < n; i++) buffer.Pointer[i] = (float)random.NextDouble() - 0.3f;
        return buffer;
    }

    sealed class Nothing : IWork
    {
        public void Do(int item, int thread) { }
    }

    readonly struct Exp : IUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vec Apply(Vec x) => Elementary.Exp(x);
    }

    readonly struct Log : IUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vec Apply(Vec x) => Elementary.Log(x);
    }

    readonly struct Tanh : IUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vec Apply(Vec x) => Elementary.Tanh(x);
    }

    readonly struct Sigmoid : IUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vec Apply(Vec x) => Elementary.Sigmoid(x);
    }

    readonly struct Erf : IUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vec Apply(Vec x) => Elementary.Erf(x);
    }
}
