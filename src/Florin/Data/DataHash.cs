namespace Florin;

using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

/// <summary>Names data by its content: SHA-256 as 64 lower-case hexadecimal digits.</summary>
public static class DataHash
{
    /// <summary>The hash of a file's bytes, as <c>sha256sum</c> prints it.</summary>
    /// <exception cref="FlorinException">FLR0501: the file cannot be read.</exception>
    public static string OfFile(string path, CancellationToken cancellation = default)
    {
        using Stream file = CsvSource.File(path);
        return Convert.ToHexStringLower(SHA256.HashDataAsync(file, cancellation).AsTask().GetAwaiter().GetResult());
    }

    /// <summary>The hash of a table's content: names, kinds and cells in their order, however it was read. Codes of levels and numbers of
    /// rows in a file do not count.</summary>
    public static string Of(Table table)
    {
        ArgumentNullException.ThrowIfNull(table);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, table.RowCount);
        Append(hash, table.Columns.Count);
        foreach (Column column in table.Columns)
        {
            Append(hash, column.Name);
            Append(hash, (long)column.Kind);
            for (int row = 0; row < column.Count; row++) Append(hash, column, row);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>A missing cell is one byte that no cell begins with, since lengths and flags precede what is there.</summary>
    static void Append(IncrementalHash hash, Column column, int row)
    {
        hash.AppendData(column.IsMissing(row) ? [0] : [1]);
        if (column.IsMissing(row)) return;
        if (column is NumberColumn numbers) Append(hash, BitConverter.DoubleToInt64Bits(numbers.Values[row] + 0.0));
        else if (column is DateColumn dates) Append(hash, dates.Values[row].Ticks);
        else Append(hash, column.TextAt(row)!);
    }

    static void Append(IncrementalHash hash, long value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        hash.AppendData(bytes);
    }

    static void Append(IncrementalHash hash, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        Append(hash, bytes.Length);
        hash.AppendData(bytes);
    }
}
