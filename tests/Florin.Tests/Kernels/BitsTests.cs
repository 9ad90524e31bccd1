using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Security.Cryptography;
using Florin.Kernels;

namespace Florin.Tests.Kernels;

/// <summary>The same bits on every processor: this process and children with fewer instructions hash what every kernel computes.</summary>
public unsafe class BitsTests
{
    const string FileVariable = "FLORIN_KERNEL_BITS";

    [Theory]
    [InlineData("EnableAVX512")]
    [InlineData("EnableAVX2")]
    public void Bits_do_not_depend_on_the_instructions_at_hand(string without)
    {
        Assert.SkipUnless(Avx2.IsSupported, "x86 with AVX2 only");
        string file = Path.GetTempFileName();
        try
        {
            string program = Path.Combine(AppContext.BaseDirectory, typeof(BitsTests).Assembly.GetName().Name!);
            if (OperatingSystem.IsWindows()) program += ".exe";
            var start = new ProcessStartInfo(program) { UseShellExecute = false };
            start.Environment[FileVariable] = file;
            start.Environment[$"DOTNET_{without}"] = "0";
            using Process child = Process.Start(start)!;
            Assert.True(child.WaitForExit(120_000));
            string[] lines = File.ReadAllLines(file);
            string[] expected = ["Vector512 False", $"Vector256 {without != "EnableAVX2"}", .. Hashes()];
            Assert.Equal(expected, lines);
        }
        finally
        {
            File.Delete(file);
        }
    }

    // The child's whole life: before any test runner starts, whichever that is.
    [ModuleInitializer]
    internal static void WriteHashesIfAsked()
    {
        if (Environment.GetEnvironmentVariable(FileVariable) is not { Length: > 0 } file) return;
        string[] found = [$"Vector512 {Vector512.IsHardwareAccelerated}", $"Vector256 {Vector256.IsHardwareAccelerated}"];
        File.WriteAllLines(file, found.Concat(Hashes()));
        Environment.Exit(0);
    }

    static IEnumerable<string> Hashes()
    {
        yield return $"elementary {Elementaries()}";
        yield return $"products {Products()}";
        yield return $"narrow products {NarrowProducts()}";
        yield return $"reductions {Reductions()}";
        yield return $"loops {Rows()}";
        yield return $"random {Randoms()}";
    }

    static string Elementaries()
    {
        Func<float, float>[] singles =
        [
            Elementary.Exp, Elementary.Expm1, Elementary.Log, Elementary.Log1p, Elementary.Tanh,
            Elementary.Sigmoid, Elementary.Softplus, Elementary.Sin, Elementary.Cos, Elementary.Erf
        ];
        Func<double, double>[] doubles =
        [
            Elementary.Exp, Elementary.Expm1, Elementary.Log, Elementary.Log1p, Elementary.Tanh,
            Elementary.Sigmoid, Elementary.Softplus, Elementary.Sin, Elementary.Cos, Elementary.Erf
        ];
        double[] points =
            [.. Enumerable.Range(1, 1000).SelectMany(i => (double[])[i * 0.0937, -i * 0.0737, 0.7 / i, -0.9 / i, Math.Pow(1.5, i - 500)])];
        IEnumerable<double> values = singles.SelectMany(f => points.Select(x => (double)f((float)x)));
        return Hash<double>([.. values, .. doubles.SelectMany(f => points.Select(f))]);
    }

    static string Products()
    {
        const int m = 61, n = 150, k = 600;
        using AlignedBuffer a = Numbers.Random(m * k, 1), b = Numbers.Random(k * n, 2);
        using AlignedBuffer c = Numbers.Random(m * n, 3), packed = new(Gemm.PackedLength(k, n));
        Gemm.Multiply(m, n, k, a.Pointer, k, b.Pointer, n, c.Pointer, n, true);
        Gemm.PackTransposed(k, n, b.Pointer, k, packed.Pointer);
        Gemm.MultiplyPacked(m, n, k, a.Pointer, k, packed.Pointer, c.Pointer, n, true);
        Gemm.MultiplyTransposedA(m, n, k, a.Pointer, m, b.Pointer, n, c.Pointer, n, true);
        return Hash<Real>(c.Span);
    }

    static string NarrowProducts()
    {
        const int m = 61, n = 3, k = 600;
        using AlignedBuffer a = Numbers.Random(m * k, 1), b = Numbers.Random(k * n, 2), c = Numbers.Random(m * n, 3);
        Gemm.Multiply(m, n, k, a.Pointer, k, b.Pointer, n, c.Pointer, n, true);
        Gemm.MultiplyTransposedA(m, n, k, a.Pointer, m, b.Pointer, n, c.Pointer, n, true);
        return Hash<Real>(c.Span);
    }

    static string Reductions()
    {
        using AlignedBuffer a = Numbers.Random(200, 1), b = Numbers.Random(200, 2);
        return Hash<Real>([.. Enumerable.Range(0, 200).SelectMany(n => (Real[])[
            Reduce.Sum(a.Pointer, n), Reduce.Dot(a.Pointer, b.Pointer, n), Reduce.Max(b.Pointer, n)])]);
    }

    static string Rows()
    {
        const int rows = 30, width = 77;
        using AlignedBuffer x = Numbers.Random(rows * width, 1), row = Numbers.Random(width, 2), y = Numbers.Random(rows * width, 3);
        Loops.MapRow<Divide>(x.Pointer, row.Pointer, x.Pointer, rows, width);
        Loops.Map3<MultiplyAdd>(x.Pointer, y.Pointer, x.Pointer, y.Pointer, rows * width);
        Loops.Map2<Maximum>(x.Pointer, y.Pointer, y.Pointer, rows * width);
        Loops.SumRows(x.Pointer, rows, width, y.Pointer, true);
        Loops.MapRow<Multiply>(x.Pointer, row.Pointer, x.Pointer, rows * width / 5, 5);
        return Hash<Real>(x.Span) + Hash<Real>(y.Span);
    }

    static string Randoms()
    {
        const int n = 1000;
        using AlignedBuffer u = new(n), z = new(n), d = new(n);
        Philox.Uniform(u.Pointer, n, 1, 2, 3, 4);
        Philox.Normal(z.Pointer, n, 1, 2, 3, 4);
        Philox.Dropout(z.Pointer, d.Pointer, n, (Real)0.25, 1, 2, 3, 4);
        return Hash<Real>(u.Span) + Hash<Real>(z.Span) + Hash<Real>(d.Span);
    }

    static string Hash<T>(ReadOnlySpan<T> values)
        where T : unmanaged
        => Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes(values)), 0, 8);
}
