namespace Florin;

using System.Security.Cryptography;
using System.Text;

/// <summary>
/// Replaces ids by keyed hashes (HMAC-SHA256 of the id's text in UTF-8, 64 hexadecimal digits): the same id has the same text under the
/// same key, so that files can be joined; without the key no id is learned from it, not even by trying all there are. Safe to use from many
/// threads.
/// </summary>
public sealed class IdKey
{
    /// <summary>The fewest and the most bytes of a key: shorter ones can be guessed, and a longer one is another file given by
    /// mistake.</summary>
    public const int FewestBytes = 16, MostBytes = 4096;

    readonly byte[] key;

    /// <summary>A key of these bytes. A line end after them does not count.</summary>
    /// <param name="secret">The bytes.</param>
    /// <param name="place">Where they come from, for the error.</param>
    /// <exception cref="FlorinException">FLR0541: too short or too long.</exception>
    public IdKey(ReadOnlySpan<byte> secret, string place = "the key")
    {
        if (secret.EndsWith("\n"u8)) secret = secret[..^1];
        if (secret.EndsWith("\r"u8)) secret = secret[..^1];
        if (secret.Length is < FewestBytes or > MostBytes)
            throw new FlorinException("FLR0541", $"a key for ids has {FewestBytes} to {MostBytes} bytes", place,
                secret.Length > MostBytes ? "more" : FormattableString.Invariant($"{secret.Length} bytes"),
                "make one that nobody can guess: openssl rand -hex 32");
        key = secret.ToArray();
    }

    /// <summary>Reads a key from a file.</summary>
    /// <exception cref="FlorinException">FLR0541: too short or too long; FLR0542: the file cannot be read.</exception>
    public static IdKey Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        byte[] bytes = new byte[MostBytes + 3]; // a line end, and one byte more
        try
        {
            using FileStream file = File.OpenRead(path);
            return new IdKey(bytes.AsSpan(0, file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)), path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new FlorinException("FLR0542", "the key for ids cannot be read", path, error.Message,
                "give the path of a file with a key", error);
        }
    }

    /// <summary>What stands for an id: 64 hexadecimal digits in small letters.</summary>
    public string HashOf(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(id)));
    }

    /// <summary>A column of ids as what stands for them; a missing id stays missing.</summary>
    public TextColumn HashOf(Column ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        return new TextColumn(ids.Name, Enumerable.Range(0, ids.Count).Select(row => ids.TextAt(row) is { } id ? HashOf(id) : null));
    }
}
