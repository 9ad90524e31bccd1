namespace Florin;

using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

/// <summary>
/// Whether rows are those of the file that a model was made from. A model file holds no row: it holds one hash of all of them together, of
/// the inputs as the model reads them. So the same rows are known again from another file or database and in another order, with or without
/// their outcomes; a part of them is not.
/// </summary>
public static class DevelopmentRows
{
    /// <summary>The hash of all rows of a table, in hexadecimal: the sum of the SHA-256 of each row's inputs.</summary>
    /// <param name="model">The model.</param>
    /// <param name="table">Rows with its columns.</param>
    /// <exception cref="FlorinException">FLR0507, FLR0551, FLR0552: columns that the model cannot read.</exception>
    public static string HashOf(Model model, Table table)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(table);
        EncodedRows rows = model.Features.Encode(table);
        Span<ulong> sum = stackalloc ulong[SHA256.HashSizeInBytes / sizeof(ulong)];
        Span<byte> one = stackalloc byte[SHA256.HashSizeInBytes];
        for (int row = 0; row < rows.Count; row++)
        {
            SHA256.HashData(MemoryMarshal.AsBytes(rows.Numbers.AsSpan(row * rows.Width, rows.Width)), one);
            for (int part = 0; part < sum.Length; part++)
                sum[part] += BinaryPrimitives.ReadUInt64LittleEndian(one[(part * sizeof(ulong))..]);
        }

        return Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(sum)));
    }

    /// <summary>Whether a table holds the rows of the file that a model was made from, all of them and no other; false where the model does
    /// not know them.</summary>
    /// <param name="model">The model.</param>
    /// <param name="table">Rows with its columns.</param>
    /// <exception cref="FlorinException">As for <see cref="HashOf"/>.</exception>
    public static bool Are(Model model, Table table)
    {
        ArgumentNullException.ThrowIfNull(model);
        return model.Baseline?.Development is { } known && known == HashOf(model, table);
    }
}
