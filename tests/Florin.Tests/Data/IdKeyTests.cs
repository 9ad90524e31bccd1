namespace Florin.Tests.Data;

using System.Text;

/// <summary>Ids as keyed hashes, against the vectors of RFC 4231.</summary>
public class IdKeyTests
{
    [Theory]
    [InlineData(0x0b, 20, "Hi There", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7")]
    [InlineData(0xaa, 131, "Test Using Larger Than Block-Size Key - Hash Key First",
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54")]
    public void A_hash_is_that_of_the_standard(byte filler, int length, string id, string expected)
    {
        byte[] key = [.. Enumerable.Repeat(filler, length)];
        Assert.Equal(expected, new IdKey(key).HashOf(id));
    }

    /// <summary>printf Konto-ü1 | openssl dgst -sha256 -hmac 0123456789abcdef.</summary>
    [Fact]
    public void An_id_is_hashed_as_UTF8() => Assert.Equal("97e8c033a62d516b870c1323daeb6b3bd1be38111c2df08bf614fca0154a0974",
        new IdKey("0123456789abcdef"u8).HashOf("Konto-ü1"));

    [Fact]
    public void A_line_end_after_the_key_does_not_count_and_a_missing_id_stays_missing()
    {
        byte[] key = Encoding.UTF8.GetBytes("0123456789abcdef");
        var ids = new TextColumn("loan", ["007", null, "7"]);
        TextColumn first = new IdKey(key).HashOf(ids);
        foreach (string end in (string[])["\n", "\r\n"])
            Assert.Equal(first[0], new IdKey([.. key, .. Encoding.UTF8.GetBytes(end)]).HashOf("007"));
        Assert.NotEqual(first[0], new IdKey([.. key, (byte)' ']).HashOf("007"));
        Assert.Equal(("loan", true, false), (first.Name, first.IsMissing(1), first[0] == first[2]));
    }

    [Fact]
    public void A_key_that_is_short_long_or_not_there_is_refused_without_a_word_of_it()
    {
        string path = Path.GetTempFileName();
        foreach (int length in (int[])[0, 15, IdKey.MostBytes + 1, 10_000_000])
        {
            File.WriteAllText(path, new string('k', length) + "\n");
            var error = Assert.Throws<FlorinException>(() => IdKey.Read(path));
            Assert.Equal("FLR0541", error.Code);
            Assert.DoesNotContain("kk", error.Message.Replace(path, "", StringComparison.Ordinal), StringComparison.Ordinal);
        }

        foreach (int length in (int[])[16, IdKey.MostBytes])
        {
            File.WriteAllText(path, new string('k', length) + "\r\n");
            Assert.Equal(new IdKey(Encoding.UTF8.GetBytes(new string('k', length))).HashOf("a"), IdKey.Read(path).HashOf("a"));
        }

        File.Delete(path);
        Assert.Equal("FLR0542", Assert.Throws<FlorinException>(() => IdKey.Read(path)).Code);
    }
}
