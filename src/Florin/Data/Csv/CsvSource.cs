namespace Florin;

using System.IO.Compression;
using System.Text;

/// <summary>Opens a delimited file as plain UTF-8 bytes: unpacked when its first bytes are those of gzip, without a byte order
/// mark.</summary>
static class CsvSource
{
    public static FileStream File(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw DataErrors.NoFile(path, error);
        }
    }

    /// <summary>What is left of a stream.</summary>
    public static byte[] All(Stream stream, CancellationToken cancellation)
    {
        using var copy = new MemoryStream();
        stream.CopyToAsync(copy, cancellation).GetAwaiter().GetResult();
        return copy.ToArray();
    }

    /// <summary>From the start of a stream that can seek.</summary>
    public static Stream Plain(Stream stream, string place, CsvOptions options)
    {
        Span<byte> first = stackalloc byte[2];
        bool packed = Read(stream, first, place) == 2 && first is [0x1f, 0x8b];
        stream.Position = 0;
        return Decoded(packed ? new GZipStream(stream, CompressionMode.Decompress) : stream, place, options.Encoding);
    }

    /// <summary>Fills the buffer unless the stream ends first.</summary>
    public static int Read(Stream stream, Span<byte> buffer, string place)
    {
        try
        {
            return stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        }
        catch (InvalidDataException error)
        {
            throw DataErrors.Compressed(place, error);
        }
        catch (IOException error)
        {
            throw DataErrors.NoFile(place, error);
        }
    }

    static Stream Decoded(Stream stream, string place, Encoding? declared)
    {
        var mark = new byte[3];
        int read = Read(stream, mark, place);
        Encoding? found = mark switch
        {
            [0xef, 0xbb, 0xbf] when read == 3 => Encoding.UTF8,
            [0xff, 0xfe, _] when read >= 2 => Encoding.Unicode,
            [0xfe, 0xff, _] when read >= 2 => Encoding.BigEndianUnicode,
            _ => null,
        };
        int skipped = found is null ? 0 : found.Preamble.Length;
        var whole = new PrefixedStream(mark.AsMemory(skipped, read - skipped), stream);
        Encoding encoding = found ?? declared ?? Encoding.UTF8;
        return encoding.CodePage == Encoding.UTF8.CodePage ? whole : Encoding.CreateTranscodingStream(whole, encoding, Encoding.UTF8);
    }

    /// <summary>A stream whose first bytes have already been taken from it.</summary>
    sealed class PrefixedStream(ReadOnlyMemory<byte> prefix, Stream rest) : Stream
    {
        ReadOnlyMemory<byte> prefix = prefix;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(Span<byte> buffer)
        {
            if (prefix.IsEmpty) return rest.Read(buffer);
            int count = Math.Min(buffer.Length, prefix.Length);
            prefix.Span[..count].CopyTo(buffer);
            prefix = prefix[count..];
            return count;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing) rest.Dispose();
            base.Dispose(disposing);
        }
    }
}
