using Florin.Kernels;

namespace Florin.Tests.Kernels;

public unsafe class GemmTests
{
    delegate void Kernel(Shape s, Real* a, Real* b, Real* c);

    internal sealed record Shape(int M, int N, int K, bool Accumulate)
    {
        internal int Lda => K + 2;

        internal int LdaT => M + 1;

        internal int Ldb => N + 1;

        internal int LdbT => K + 3;

        internal int Ldc => N + 3;
    }

    static readonly (int M, int N, int K)[] Large =
        [(64, 200, 600), (61, 3, 1100), (130, 65, 513), (7, 512, 64), (50, 1, 512), (49, 48, 1025)];

    static readonly AlignedBuffer Bias = Numbers.Random(512, 7);

    static readonly Team Pair = new(2);

    public static TheoryData<string> Kernels =>
        ["plain", "packed", "packed from transposed", "packed with bias and relu", "transposed A", "parallel"];

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Every_size_has_the_bits_of_the_naive_loop(string kernel)
    {
        for (int m = 0; m <= 13; m++)
            for (int n = 0; n <= 70; n += n < 20 ? 1 : 3)
                for (int k = 0; k <= 20; k++)
                    Check(kernel, new Shape(m, n, k, (m + n + k) % 2 == 1));
        foreach ((int m, int n, int k) in Large) Check(kernel, new Shape(m, n, k, m % 2 == 1));
    }

    [Fact]
    public void A_row_has_the_same_bits_alone_and_in_any_batch()
    {
        foreach (int n in (int[])[1, 4, 5, 64, 100])
        {
            const int m = 77, k = 530;
            using AlignedBuffer a = Numbers.Random(m * k, 1), b = Numbers.Random(k * n, 2), all = new(m * n), one = new(m * n);
            Gemm.Multiply(m, n, k, a.Pointer, k, b.Pointer, n, all.Pointer, n, false);
            for (int i = 0; i < m; i++) Gemm.Multiply(1, n, k, a.Pointer + i * k, k, b.Pointer, n, one.Pointer + i * n, n, false);
            Numbers.AssertSame(all.Span, one.Span, $"n = {n}");
        }
    }

    [Fact]
    public void Overlapping_rows_are_windows()
    {
        const int m = 40, n = 20, k = 12, lda = 3;
        using AlignedBuffer x = Numbers.Random((m - 1) * lda + k, 3), b = Numbers.Random(k * n, 4);
        using AlignedBuffer windows = new(m * k), c = new(m * n), d = new(m * n);
        for (int i = 0; i < m * k; i++) windows.Pointer[i] = x.Pointer[i / k * lda + i % k];
        Gemm.Multiply(m, n, k, x.Pointer, lda, b.Pointer, n, c.Pointer, n, false);
        Gemm.Multiply(m, n, k, windows.Pointer, k, b.Pointer, n, d.Pointer, n, false);
        Numbers.AssertSame(d.Span, c.Span, "windows");
    }

    [Fact]
    public void Weight_gradients_do_not_depend_on_the_split()
    {
        const int m = 50, n = 130, k = 64, cut = 17;
        using AlignedBuffer a = Numbers.Random(k * m, 5), b = Numbers.Random(k * n, 6), whole = new(m * n), parts = new(m * n);
        Gemm.MultiplyTransposedA(m, n, k, a.Pointer, m, b.Pointer, n, whole.Pointer, n, false);
        int w = Gemm.PanelWidth;
        for (int j = 0; j < n; j += w)
        {
            int width = Math.Min(w, n - j);
            Gemm.MultiplyTransposedA(cut, width, k, a.Pointer, m, b.Pointer + j, n, parts.Pointer + j, n, false);
            Gemm.MultiplyTransposedA(m - cut, width, k, a.Pointer + cut, m, b.Pointer + j, n, parts.Pointer + cut * n + j, n, false);
        }
        Numbers.AssertSame(whole.Span, parts.Span, "split");
    }

    [Fact]
    public void A_product_on_a_team_allocates_nothing()
    {
        const int n = 200;
        using AlignedBuffer a = Numbers.Random(n * n, 1), b = Numbers.Random(n * n, 2), c = new(n * n);
        for (int i = 0; i < 20; i++) Gemm.ParallelMultiply(Pair, n, n, n, a.Pointer, n, b.Pointer, n, c.Pointer, n, false);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 20; i++) Gemm.ParallelMultiply(Pair, n, n, n, a.Pointer, n, b.Pointer, n, c.Pointer, n, false);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    static void Check(string kernel, Shape s)
    {
        using AlignedBuffer a = Numbers.Matrix(s.M, s.K, s.Lda, 1), b = Numbers.Matrix(s.K, s.N, s.Ldb, 2);
        using AlignedBuffer c = Numbers.Matrix(s.M, s.N, s.Ldc, 3);
        Real[] expected = Numbers.Copy(c);
        for (int i = 0; i < s.M; i++)
            for (int j = 0; j < s.N; j++)
            {
                ref Real cell = ref expected[i * s.Ldc + j];
                cell = Element(s, a.Pointer + i * s.Lda, b.Pointer + j, kernel == "transposed A", cell);
                if (kernel == "packed with bias and relu") cell = Real.Max(cell + Bias.Pointer[j], 0);
            }
        Run(kernel, s, a.Pointer, b.Pointer, c.Pointer);
        Numbers.AssertSame(expected, c.Span, $"{kernel} {s}");
    }

    // One chain of fused multiply-adds a block; lanes along k, then halves, where n is narrow.
    static Real Element(Shape s, Real* a, Real* b, bool chain, Real old)
    {
        Real sum = s.Accumulate ? old : 0;
        for (int p = 0; p < s.K || p == 0; p += Gemm.Depth)
        {
            var lanes = new Real[chain || s.N > Gemm.Narrow ? 1 : Vec.Count];
            for (int q = p; q < Math.Min(s.K, p + Gemm.Depth); q++)
            {
                ref Real lane = ref lanes[(q - p) % lanes.Length];
                lane = Real.FusedMultiplyAdd(a[q], b[q * s.Ldb], lane);
            }
            for (int half = lanes.Length / 2; half > 0; half /= 2)
                for (int i = 0; i < half; i++) lanes[i] += lanes[i + half];
            sum = p == 0 && !s.Accumulate ? lanes[0] : sum + lanes[0];
        }
        return sum;
    }

    static void Run(string kernel, Shape s, Real* a, Real* b, Real* c)
    {
        Kernel run = kernel switch
        {
            "plain" => static (s, a, b, c) => Gemm.Multiply(s.M, s.N, s.K, a, s.Lda, b, s.Ldb, c, s.Ldc, s.Accumulate),
            "packed" => RunPacked,
            "packed from transposed" => RunPackedTransposed,
            "packed with bias and relu" => RunFinished,
            "transposed A" => RunTransposedA,
            _ => static (s, a, b, c) => Gemm.ParallelMultiply(Pair, s.M, s.N, s.K, a, s.Lda, b, s.Ldb, c, s.Ldc, s.Accumulate)
        };
        run(s, a, b, c);
    }

    static void RunPacked(Shape s, Real* a, Real* b, Real* c)
    {
        using AlignedBuffer packed = Numbers.Random(Gemm.PackedLength(s.K, s.N), 9);
        Gemm.Pack(s.K, s.N, b, s.Ldb, packed.Pointer);
        Gemm.MultiplyPacked(s.M, s.N, s.K, a, s.Lda, packed.Pointer, c, s.Ldc, s.Accumulate);
    }

    static void RunFinished(Shape s, Real* a, Real* b, Real* c)
    {
        using AlignedBuffer packed = Numbers.Random(Gemm.PackedLength(s.K, s.N), 9);
        Gemm.Pack(s.K, s.N, b, s.Ldb, packed.Pointer);
        Gemm.MultiplyPacked(s.M, s.N, s.K, a, s.Lda, packed.Pointer, c, s.Ldc, s.Accumulate, Bias.Pointer, true);
    }

    static void RunPackedTransposed(Shape s, Real* a, Real* b, Real* c)
    {
        using AlignedBuffer turned = Numbers.Matrix(s.N, s.K, s.LdbT, 4);
        for (int j = 0; j < s.N; j++)
            for (int p = 0; p < s.K; p++) turned.Pointer[j * s.LdbT + p] = b[p * s.Ldb + j];
        using AlignedBuffer packed = Numbers.Random(Gemm.PackedLength(s.K, s.N), 9);
        Gemm.PackTransposed(s.K, s.N, turned.Pointer, s.LdbT, packed.Pointer);
        Gemm.MultiplyPacked(s.M, s.N, s.K, a, s.Lda, packed.Pointer, c, s.Ldc, s.Accumulate);
    }

    static void RunTransposedA(Shape s, Real* a, Real* b, Real* c)
    {
        using AlignedBuffer turned = Numbers.Matrix(s.K, s.M, s.LdaT, 5);
        for (int i = 0; i < s.M; i++)
            for (int p = 0; p < s.K; p++) turned.Pointer[p * s.LdaT + i] = a[i * s.Lda + p];
        Gemm.MultiplyTransposedA(s.M, s.N, s.K, turned.Pointer, s.LdaT, b, s.Ldb, c, s.Ldc, s.Accumulate);
    }
}
