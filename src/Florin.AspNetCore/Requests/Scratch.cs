namespace Florin.AspNetCore;

using System.Text;
using System.Text.Json;

/// <summary>Room in which texts of a request are unescaped; one request at a time.</summary>
sealed class Scratch
{
    char[] chars = new char[256];
    byte[] bytes = new byte[256];

    public int Size => chars.Length;

    /// <summary>The text of a string or a name, or the digits of a number.</summary>
    public ReadOnlySpan<char> Chars(ref Utf8JsonReader json)
    {
        int most = json.ValueSpan.Length;
        if (chars.Length < most) chars = new char[Math.Max(most, 2 * chars.Length)];
        int count = json.TokenType == JsonTokenType.Number ? Encoding.ASCII.GetChars(json.ValueSpan, chars) : json.CopyString(chars);
        return chars.AsSpan(0, count);
    }

    /// <summary>The text of a string, as it would stand in a file.</summary>
    public ReadOnlySpan<byte> Bytes(ref Utf8JsonReader json)
    {
        if (bytes.Length < json.ValueSpan.Length) bytes = new byte[Math.Max(json.ValueSpan.Length, 2 * bytes.Length)];
        return bytes.AsSpan(0, json.CopyString(bytes));
    }
}
