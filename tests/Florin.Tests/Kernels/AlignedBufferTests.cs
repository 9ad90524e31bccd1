using Florin.Kernels;

namespace Florin.Tests.Kernels;

public unsafe class AlignedBufferTests
{
    [Fact]
    public void Memory_is_aligned_zeroed_and_padded()
    {
        for (int n = 0; n <= 70; n++)
        {
            using var buffer = new AlignedBuffer(n);
            Assert.Equal(0, (nint)buffer.Pointer % 64);
            Assert.Equal(n, buffer.Span.Length);
            for (int i = 0; i < n + Vec.Count; i++) Assert.Equal(0, buffer.Pointer[i]);
        }
    }

    [Fact]
    public void Parts_are_checked_and_a_disposed_buffer_gives_none()
    {
        var buffer = new AlignedBuffer(10);
        Assert.Equal(4, buffer.Part(6, 4).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Part(7, 4).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => new AlignedBuffer(-1));
        buffer.Dispose();
        buffer.Dispose();
        Assert.Throws<ObjectDisposedException>(() => buffer.Span.Length);
    }
}
