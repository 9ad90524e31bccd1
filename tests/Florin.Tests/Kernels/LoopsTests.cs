using System.Runtime.Intrinsics;
using Florin.Kernels;

namespace Florin.Tests.Kernels;

public unsafe class LoopsTests
{
    readonly struct Square : IUnary
    {
        public static Vec Apply(Vec x) => x * x;
    }

    [Fact]
    public void Maps_apply_to_every_element()
    {
        for (int n = 0; n <= 70; n++)
        {
            using AlignedBuffer a = Numbers.Random(n, 1), b = Numbers.Random(n, 2), c = Numbers.Random(n, 3), y = new(n);
            Real[] x = Numbers.Copy(a), z = Numbers.Copy(b), w = Numbers.Copy(c);
            Loops.Map<Square>(a.Pointer, y.Pointer, n);
            Numbers.AssertSame([.. x.Select(v => v * v)], y.Span, "square");
            Loops.Map3<MultiplyAdd>(a.Pointer, b.Pointer, c.Pointer, y.Pointer, n);
            Numbers.AssertSame([.. x.Select((v, i) => Real.FusedMultiplyAdd(v, z[i], w[i]))], y.Span, "multiply-add");
            Binary<Add>(a, b, y, (p, q) => p + q);
            Binary<Subtract>(a, b, y, (p, q) => p - q);
            Binary<Multiply>(a, b, y, (p, q) => p * q);
            Binary<Divide>(a, b, y, (p, q) => p / q);
            Binary<Maximum>(a, b, y, Math.Max);
            Binary<Minimum>(a, b, y, Math.Min);
            Loops.Map<Square>(a.Pointer, a.Pointer, n);
            Numbers.AssertSame([.. x.Select(v => v * v)], a.Span, "in place");
        }
    }

    [Fact]
    public void Rows_are_written_exactly()
    {
        for (int rows = 0; rows <= 9; rows++)
            for (int width = 1; width <= 70; width++)
            {
                using AlignedBuffer x = Numbers.Random(rows * width, 1), row = Numbers.Random(width, 2);
                using AlignedBuffer y = Numbers.Random(rows * width + 40, 3);
                Real[] expected = Numbers.Copy(y);
                for (int i = 0; i < rows * width; i++) expected[i] = x.Pointer[i] - row.Pointer[i % width];
                Loops.MapRow<Subtract>(x.Pointer, row.Pointer, y.Pointer, rows, width);
                Numbers.AssertSame(expected, y.Span, $"{rows} x {width}");
                Loops.MapRow<Subtract>(x.Pointer, row.Pointer, x.Pointer, rows, width);
                Numbers.AssertSame(expected.AsSpan(0, rows * width), x.Span, $"{rows} x {width} in place");
            }
    }

    [Fact]
    public void Sums_of_rows_are_in_ascending_order()
    {
        for (int rows = 0; rows <= 9; rows++)
            for (int width = 1; width <= 90; width++)
            {
                using AlignedBuffer x = Numbers.Random(rows * width, 1), y = Numbers.Random(width + 20, 2);
                Real[] expected = Numbers.Copy(y);
                bool accumulate = width % 2 == 1;
                for (int j = 0; j < width; j++)
                {
                    Real sum = 0;
                    for (int r = 0; r < rows; r++) sum += x.Pointer[r * width + j];
                    expected[j] = accumulate ? expected[j] + sum : sum;
                }
                Loops.SumRows(x.Pointer, rows, width, y.Pointer, accumulate);
                Numbers.AssertSame(expected, y.Span, $"{rows} x {width}");
            }
    }

    [Fact]
    public void Reductions_count_exactly_their_elements()
    {
        for (int n = 0; n <= 150; n++)
        {
            using AlignedBuffer a = Numbers.Random(n, 1), b = Numbers.Random(n, 2);
            Real[] x = Numbers.Copy(a), y = Numbers.Copy(b);
            double tolerance = 4 * (1 + Math.Sqrt(n)) * (Real.BitIncrement(1) - 1);
            Assert.Equal(x.Sum(v => (double)v), Reduce.Sum(a.Pointer, n), tolerance);
            Assert.Equal(x.Zip(y, (p, q) => (double)p * q).Sum(), Reduce.Dot(a.Pointer, b.Pointer, n), tolerance);
            Assert.Equal(x.Append(Real.NegativeInfinity).Max(), Reduce.Max(a.Pointer, n));
        }
    }

    [Fact]
    public void A_maximum_with_nan_is_nan()
    {
        using AlignedBuffer x = Numbers.Random(40, 1);
        x.Pointer[33] = Real.NaN;
        Assert.True(Real.IsNaN(Reduce.Max(x.Pointer, 40)));
    }

    static void Binary<T>(AlignedBuffer a, AlignedBuffer b, AlignedBuffer y, Func<Real, Real, Real> twin)
        where T : struct, IBinary
    {
        Loops.Map2<T>(a.Pointer, b.Pointer, y.Pointer, a.Length);
        Real[] x = Numbers.Copy(a), z = Numbers.Copy(b);
        Numbers.AssertSame([.. x.Select((v, i) => twin(v, z[i]))], y.Span, typeof(T).Name);
    }
}
