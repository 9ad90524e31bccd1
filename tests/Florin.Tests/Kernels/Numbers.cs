using Florin.Kernels;

namespace Florin.Tests.Kernels;

/// <summary>Buffers for kernel tests: seeded values, and NaN wherever a kernel may read but nothing may come through.</summary>
internal static unsafe class Numbers
{
    const int Pad = 64 / sizeof(Real);

    internal static AlignedBuffer Random(long n, int seed, double low = -1, double high = 1)
    {
        var buffer = new AlignedBuffer(n);
        var random = new Random(seed);
        for (long i = 0; i < n; i++) buffer.Pointer[i] = (Real)(low + (high - low) * random.NextDouble());
        for (long i = n; i < n + Pad; i++) buffer.Pointer[i] = Real.NaN;
        return buffer;
    }

    /// <summary>A matrix whose rows are <paramref name="stride"/> apart, with NaN between them.</summary>
    internal static AlignedBuffer Matrix(int rows, int columns, int stride, int seed)
    {
        AlignedBuffer buffer = Random((long)rows * stride, seed);
        for (int i = 0; i < rows; i++)
            for (int j = columns; j < stride; j++) buffer.Pointer[i * stride + j] = Real.NaN;
        return buffer;
    }

    internal static Real[] Copy(AlignedBuffer buffer) => buffer.Span.ToArray();

    /// <summary>Equal to the last bit, any NaN equal to any other.</summary>
    internal static void AssertSame(ReadOnlySpan<Real> expected, ReadOnlySpan<Real> actual, string where)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            if (!expected[i].Equals(actual[i])) Assert.Fail($"{where}: element {i} is {actual[i]:R}, expected {expected[i]:R}");
    }
}
