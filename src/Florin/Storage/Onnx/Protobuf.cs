namespace Florin.Storage.Onnx;

using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

/// <summary>A protocol-buffers message being written: a field is its number and type, then its value; messages nest as bytes.</summary>
sealed class Protobuf
{
    const int Varint = 0, Bytes = 2, Fixed32 = 5;

    readonly ArrayBufferWriter<byte> buffer = new();

    public Protobuf Int(int field, long value)
    {
        Key(field, Varint);
        Number((ulong)value);
        return this;
    }

    public Protobuf Ints(int field, IEnumerable<long> values)
    {
        foreach (long value in values) Int(field, value);
        return this;
    }

    public Protobuf Float(int field, float value)
    {
        Key(field, Fixed32);
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
        buffer.Write(bytes);
        return this;
    }

    public Protobuf Text(int field, string value) => Block(field, Encoding.UTF8.GetBytes(value));

    /// <summary>A text that is left out where it is empty.</summary>
    public Protobuf Optional(int field, string value) => value.Length > 0 ? Text(field, value) : this;

    public Protobuf Texts(int field, IEnumerable<string> values)
    {
        foreach (string value in values) Text(field, value);
        return this;
    }

    public Protobuf Raw<T>(int field, ReadOnlySpan<T> values)
        where T : unmanaged =>
        Block(field, MemoryMarshal.AsBytes(values));

    public Protobuf Message(int field, Protobuf inner) => Block(field, inner.buffer.WrittenSpan);

    public Protobuf Messages(int field, IEnumerable<Protobuf> inner)
    {
        foreach (Protobuf message in inner) Message(field, message);
        return this;
    }

    public void CopyTo(Stream target) => target.Write(buffer.WrittenSpan);

    Protobuf Block(int field, ReadOnlySpan<byte> bytes)
    {
        Key(field, Bytes);
        Number((ulong)bytes.Length);
        buffer.Write(bytes);
        return this;
    }

    void Key(int field, int type) => Number((ulong)(field << 3 | type));

    /// <summary>Seven bits a byte, low ones first; the high bit says that more follow.</summary>
    void Number(ulong value)
    {
        Span<byte> bytes = stackalloc byte[10];
        int count = 0;
        for (; value >= 0x80; value >>= 7) bytes[count++] = (byte)(value | 0x80);
        bytes[count++] = (byte)value;
        buffer.Write(bytes[..count]);
    }
}
