namespace Florin;

using System.Runtime.InteropServices;

/// <summary>What the numbers of a stored array are.</summary>
public enum TensorType
{
    /// <summary>Bytes, 0 to 255.</summary>
    U8,

    /// <summary>32-bit integers.</summary>
    I32,

    /// <summary>64-bit integers.</summary>
    I64,

    /// <summary>Single precision.</summary>
    F32,

    /// <summary>Double precision.</summary>
    F64,
}

/// <summary>An array with a name, as it lies in a file: type, extents and bytes, row-major and little-endian.</summary>
public sealed class NamedTensor
{
    internal NamedTensor(string name, TensorType type, EquatableArray<int> shape, ReadOnlyMemory<byte> bytes) =>
        (Name, Type, Shape, Bytes) = (name, type, shape, bytes);

    /// <summary>The name, unique in a file.</summary>
    public string Name { get; }

    /// <summary>What the numbers are.</summary>
    public TensorType Type { get; }

    /// <summary>The extents; empty for one number.</summary>
    public EquatableArray<int> Shape { get; }

    /// <summary>The numbers' bytes.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>An array of bytes, ints, longs, floats or doubles; the numbers are copied.</summary>
    /// <param name="name">The name.</param>
    /// <param name="values">The numbers, row-major.</param>
    /// <param name="shape">The extents, whose product is the count of numbers; none for one number.</param>
    /// <typeparam name="T">byte, int, long, float or double.</typeparam>
    /// <exception cref="FlorinException">FLR0405: another type, or a shape that does not fit.</exception>
    public static NamedTensor Of<T>(string name, ReadOnlySpan<T> values, params ReadOnlySpan<int> shape)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(name);
        long count = 1;
        foreach (int extent in shape) count = extent >= 0 && count >= 0 ? Math.Min(count, int.MaxValue) * extent : -1;
        if (count != values.Length)
            throw new FlorinException("FLR0405", "the shape does not fit the numbers", name,
                $"{values.Length} numbers, shape [{string.Join(", ", shape.ToArray())}]",
                "give extents whose product is the count of numbers");
        return new NamedTensor(name, TypeOf<T>(name), EquatableArray.Create(shape), MemoryMarshal.AsBytes(values).ToArray());
    }

    /// <summary>The numbers.</summary>
    /// <typeparam name="T">The type that <see cref="Type"/> names: byte, int, long, float or double.</typeparam>
    /// <exception cref="FlorinException">FLR0405: the array holds another type.</exception>
    public ReadOnlySpan<T> Values<T>()
        where T : unmanaged =>
        TypeOf<T>(Name) == Type
            ? MemoryMarshal.Cast<byte, T>(Bytes.Span)
            : throw new FlorinException("FLR0405", $"the array does not hold {typeof(T).Name}", Name, Type.ToString(), "read it as that");

    /// <summary>As users read it: <c>dense1.weight F32 [20, 128]</c>.</summary>
    public override string ToString() => $"{Name} {Type} [{string.Join(", ", Shape)}]";

    internal static int SizeOf(TensorType type) => type switch
    {
        TensorType.U8 => 1,
        TensorType.I32 or TensorType.F32 => 4,
        _ => 8,
    };

    static TensorType TypeOf<T>(string name) => System.Type.GetTypeCode(typeof(T)) switch
    {
        TypeCode.Byte => TensorType.U8,
        TypeCode.Int32 => TensorType.I32,
        TypeCode.Int64 => TensorType.I64,
        TypeCode.Single => TensorType.F32,
        TypeCode.Double => TensorType.F64,
        _ => throw new FlorinException("FLR0405", "arrays hold byte, int, long, float, double", name, typeof(T).Name, "convert them"),
    };
}
