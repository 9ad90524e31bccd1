using Florin.Kernels;

namespace Florin.Tests.Kernels;

public unsafe class PhiloxTests
{
    // Random123's kat_vectors, philox4x32 10: counter, key, result.
    [Theory]
    [InlineData(new[] { 0u, 0u, 0u, 0u }, 0UL, new[] { 0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u })]
    [InlineData(new[] { ~0u, ~0u, ~0u, ~0u }, ~0UL, new[] { 0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu })]
    [InlineData(new[] { 0x243f6a88u, 0x85a308d3u, 0x13198a2eu, 0x03707344u }, 0x299f31d0a4093822UL,
        new[] { 0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u })]
    public void Blocks_are_the_published_ones(uint[] counter, ulong key, uint[] result) =>
        Assert.Equal((result[0], result[1], result[2], result[3]), Philox.Block(counter[0], counter[1], counter[2], counter[3], key));

    [Fact]
    public void Uniform_numbers_are_the_words_of_their_elements()
    {
        const ulong seed = 0x123456789ABCDEF0;
        for (int n = 0; n <= 100; n++)
        {
            using var y = new AlignedBuffer(n);
            Philox.Uniform(y.Pointer, n, seed, 5, 6, 7);
            for (int i = 0; i < n; i++)
            {
                uint word = Philox.At(i, seed, 5, 6, 7);
                Real expected = sizeof(Real) == 4 ? (word >> 8) * (Real)(1.0 / (1 << 24)) : (Real)(word / 4294967296.0);
                Assert.Equal(expected, y.Pointer[i]);
            }
        }
    }

    [Fact]
    public void Normal_numbers_have_the_moments_of_their_law()
    {
        const int n = 1_000_000;
        using var y = new AlignedBuffer(n);
        Philox.Normal(y.Pointer, n, 42, 0, 0, 1);
        double mean = 0, square = 0, fourth = 0, pairs = 0;
        for (int i = 0; i < n; i++)
        {
            double v = y.Pointer[i];
            mean += v / n;
            square += v * v / n;
            fourth += v * v * v * v / n;
            pairs += v * y.Pointer[i ^ 16] / n;
        }
        Assert.Equal(0, mean, 5e-3);
        Assert.Equal(1, square, 7e-3);
        Assert.Equal(3, fourth, 5e-2);
        Assert.Equal(0, pairs, 7e-3);
    }

    [Fact]
    public void Normal_numbers_do_not_depend_on_how_many_are_drawn()
    {
        using AlignedBuffer all = new(200), some = new(200);
        Philox.Normal(all.Pointer, 200, 3, 1, 2, 3);
        for (int n = 0; n < 200; n += 7)
        {
            Philox.Normal(some.Pointer, n, 3, 1, 2, 3);
            Numbers.AssertSame(all.Part(0, n), some.Part(0, n), $"n = {n}");
        }
    }

    [Fact]
    public void Dropout_keeps_what_its_uniform_number_says()
    {
        for (int n = 0; n <= 100; n++)
        {
            using AlignedBuffer x = Numbers.Random(n, 1), u = new(n), y = new(n);
            const Real rate = (Real)0.3;
            Philox.Uniform(u.Pointer, n, 9, 1, 2, 3);
            Philox.Dropout(x.Pointer, y.Pointer, n, rate, 9, 1, 2, 3);
            for (int i = 0; i < n; i++) Assert.Equal(u.Pointer[i] >= rate ? x.Pointer[i] * (1 / (1 - rate)) : 0, y.Pointer[i]);
        }
    }

    [Fact]
    public void Numbers_below_a_bound_cover_it_evenly()
    {
        var counts = new int[6];
        for (uint i = 0; i < 60_000; i++) counts[Philox.Below(6, i, 1, 0, 0, 0)]++;
        Assert.All(counts, c => Assert.InRange(c, 9_600, 10_400));
    }
}
