using System.Runtime.InteropServices;

namespace Florin.Kernels;

/// <summary>Native memory for kernels: 64-byte aligned, zeroed, and padded so that a kernel may overrun the end by a vector.</summary>
internal sealed unsafe class AlignedBuffer : IDisposable
{
    const int Alignment = 64;
    Real* pointer;

    internal AlignedBuffer(long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Length = length;
        nuint bytes = checked((nuint)length * sizeof(Real) + 2 * Alignment);
        pointer = (Real*)NativeMemory.AlignedAlloc(bytes, Alignment);
        NativeMemory.Clear(Pointer, bytes);
    }

    ~AlignedBuffer() => Free();

    internal long Length { get; }

    /// <summary>The first element; null once disposed. Keep the buffer reachable while the pointer is in use.</summary>
    internal Real* Pointer => pointer;

    internal Span<Real> Span => Part(0, checked((int)Length));

    internal Span<Real> Part(long start, int count)
    {
        ObjectDisposedException.ThrowIf(Pointer is null, this);
        if (start < 0 || count < 0 || start + count > Length) throw new ArgumentOutOfRangeException(nameof(start));
        return new Span<Real>(Pointer + start, count);
    }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    void Free()
    {
        NativeMemory.AlignedFree(Pointer);
        pointer = null;
    }
}
