namespace Florin.Cli.Tests;

using System.Text.Json;

public sealed class ShowTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("florin-cli").FullName;

    public void Dispose() => Directory.Delete(folder, true);

    [Fact]
    public void A_file_of_arrays_is_shown_with_shapes_counts_and_notes()
    {
        (int code, string output, string errors) = Cli.Run("show", Arrays());
        Assert.Equal((0, ""), (code, errors));
        Assert.Contains("weight  F32   [2, 600]", output, StringComparison.Ordinal);
        Assert.Contains("1,200", output, StringComparison.Ordinal);
        Assert.Contains("1,203", output, StringComparison.Ordinal);
        Assert.Contains("made by: a test", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_is_one_object()
    {
        (int code, string output, string errors) = Cli.Run("show", Arrays(), "--json", "--quiet", "--threads", "1", "--seed", "7");
        Assert.Equal((0, ""), (code, errors));
        JsonElement card = JsonDocument.Parse(output).RootElement;
        Assert.Equal(1203, card.GetProperty("numbers").GetInt64());
        Assert.Equal(4824, card.GetProperty("bytes").GetInt64());
        Assert.Equal(["codes", "weight"], card.GetProperty("arrays").EnumerateArray()
            .Select(array => array.GetProperty("name").GetString()));
        Assert.Equal([2, 600], card.GetProperty("arrays")[1].GetProperty("shape").EnumerateArray().Select(extent => extent.GetInt32()));
        Assert.Equal("a test", card.GetProperty("metadata").GetProperty("made by").GetString());
    }

    [Fact]
    public void Escape_sequences_in_a_name_do_not_reach_the_terminal()
    {
        string path = Path.Combine(folder, "hostile.safetensors");
        Safetensors.Write(path, [NamedTensor.Of<float>("a\u001b[2Jb", [1f], 1)]);
        Assert.Contains("a?[2Jb", Cli.Run("show", path).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bad_file_ends_with_3_and_says_what_to_do()
    {
        string path = Path.Combine(folder, "bad.safetensors");
        File.WriteAllText(path, "short");
        (int code, string output, string errors) = Cli.Run("show", path, "--json");
        Assert.Equal((3, ""), (code, output));
        Assert.StartsWith("FLR0401: ", errors, StringComparison.Ordinal);
        Assert.Contains("\n  fix     ", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("missing.safetensors", "FLR0901")]
    [InlineData("table.xyz", "FLR0902")]
    public void A_file_that_cannot_be_shown_ends_with_3(string name, string error)
    {
        File.WriteAllText(Path.Combine(folder, "table.xyz"), "");
        (int code, _, string errors) = Cli.Run("show", Path.Combine(folder, name));
        Assert.Equal(3, code);
        Assert.StartsWith(error, errors, StringComparison.Ordinal);
    }

    string Arrays()
    {
        string path = Path.Combine(folder, "arrays.safetensors");
        Safetensors.Write(path, [NamedTensor.Of<float>("weight", new float[1200], 2, 600), NamedTensor.Of<long>("codes", [1, 2, 3], 3)],
            new Dictionary<string, string> { ["made by"] = "a test" });
        return path;
    }
}
