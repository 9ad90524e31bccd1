namespace Florin.Tests;

using System.Buffers.Binary;
using System.Text;

/// <summary>Files of arrays: what is written comes back, what is hostile is refused before memory is spent on it.</summary>
public sealed class SafetensorsTests
{
    static readonly string[] Kinds = ["U8", "I32", "I64", "F32", "F64"];

    /// <summary>How most of the hostile headers begin.</summary>
    const string A = """{"a":{"dtype":"F32","shape":""";

    static NamedTensor[] Examples() =>
    [
        NamedTensor.Of<float>("dense1.weight", [1, -0f, float.NaN, float.PositiveInfinity, float.Epsilon, 6], 2, 3),
        NamedTensor.Of("ölpreis \"spot\"", [0.1, double.MinValue], 2),
        NamedTensor.Of("step", [long.MaxValue]),
        NamedTensor.Of("codes", [1, -2, 3], 3, 1),
        NamedTensor.Of<byte>("flags", [0, 255, 7], 3),
        NamedTensor.Of<float>("empty", [], 4, 0),
    ];

    [Fact]
    public void What_is_written_is_read_back_bit_for_bit()
    {
        var stream = new MemoryStream();
        Safetensors.Write(stream, Examples(), new Dictionary<string, string> { ["net"] = "[new Dense(1)]", ["a"] = "" });
        stream.Position = 0;
        TensorFile file = Safetensors.Read(stream);
        foreach (NamedTensor expected in Examples())
        {
            NamedTensor found = file[expected.Name];
            Assert.Equal(expected.Type, found.Type);
            Assert.Equal(expected.Shape, found.Shape);
            Assert.Equal(expected.Bytes.ToArray(), found.Bytes.ToArray());
        }

        Assert.Equal(6, file.Tensors.Count);
        Assert.Equal("[new Dense(1)]", file.Metadata["net"]);
        Assert.Equal([1, -2, 3], file["codes"].Values<int>().ToArray());
        Assert.Equal("FLR0405", Assert.Throws<FlorinException>(() => file["codes"].Values<float>().ToArray()).Code);
        Assert.Equal("FLR0409", Assert.Throws<FlorinException>(() => file["bias"]).Code);
    }

    [Fact]
    public void The_same_arrays_give_the_same_bytes_in_any_order()
    {
        var (first, second) = (new MemoryStream(), new MemoryStream());
        Safetensors.Write(first, Examples(), new Dictionary<string, string> { ["b"] = "2", ["a"] = "1" });
        Safetensors.Write(second, [.. Examples().Reverse()], new Dictionary<string, string> { ["a"] = "1", ["b"] = "2" });
        Assert.Equal(first.ToArray(), second.ToArray());
        Assert.Equal(0, BinaryPrimitives.ReadInt64LittleEndian(first.ToArray()) % 8);
    }

    [Fact]
    public void A_write_that_fails_leaves_the_old_file_and_nothing_else()
    {
        string folder = Directory.CreateTempSubdirectory("florin").FullName, path = Path.Combine(folder, "a.safetensors");
        Safetensors.Write(path, Examples());
        byte[] before = File.ReadAllBytes(path);
        Assert.Throws<FlorinException>(() => Safetensors.Write(path, [.. Examples(), .. Examples()]));
        Assert.Equal(before, File.ReadAllBytes(path));
        Safetensors.Write(path, [NamedTensor.Of("one", [1.0])]);
        Assert.Equal(1.0, Safetensors.Read(path)["one"].Values<double>()[0]);
        Assert.Single(Directory.GetFiles(folder));
        Directory.Delete(folder, true);
    }

    [Theory]
    [InlineData("FLR0402", A + """[2],"data_offsets":[0,8]}""")]
    [InlineData("FLR0402", """ {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""")]
    [InlineData("FLR0402", A + """[2],"data_offsets":[0,8]}} {}""")]
    [InlineData("FLR0402", A + """[2],"data_offsets":[0,8]},}""")]
    [InlineData("FLR0402", A + """[[2]],"data_offsets":[0,8]}}""")]
    [InlineData("FLR0402", A + """[2],"data_offsets":[0,4,8]}}""")]
    [InlineData("FLR0402", A + """[2],"data_offsets":[0]}}""")]
    [InlineData("FLR0402", A + """[2],"data_offsets":[0,8],"device":"cpu"}}""")]
    [InlineData("FLR0402", A + """[2],"shape":[2],"data_offsets":[0,8]}}""")]
    [InlineData("FLR0402", """{"a":{"dtype":"F32","data_offsets":[0,8]}}""")]
    [InlineData("FLR0402", A + """[-2],"data_offsets":[0,8]}}""")]
    [InlineData("FLR0402", A + """[2.0],"data_offsets":[0,8]}}""")]
    [InlineData("FLR0402", A + """[99999999999999999999],"data_offsets":[0,8]}}""")]
    [InlineData("FLR0402", A + """[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,2],"data_offsets":[0,8]}}""")]
    [InlineData("FLR0402", A + """[2],"data_offsets":[-8,0]}}""")]
    [InlineData("FLR0402", """{"a":{"dtype":["F32"],"shape":[2],"data_offsets":[0,8]}}""")]
    [InlineData("FLR0402", """{"\ud800":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""")]
    [InlineData("FLR0402", """{"__metadata__":{"a":1},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""")]
    [InlineData("FLR0402", "[]")]
    [InlineData("FLR0402", "")]
    [InlineData("FLR0403", A + """[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""")]
    [InlineData("FLR0403", A + """[1],"data_offsets":[0,4]},"\u0061":{"shape":[],"dtype":"F32","data_offsets":[4,8]}}""")]
    [InlineData("FLR0403", """{"__metadata__":{"a":"1","a":"2"},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""")]
    [InlineData("FLR0404", """{"a":{"dtype":"F16","shape":[4],"data_offsets":[0,8]}}""")]
    [InlineData("FLR0404", """{"a":{"dtype":"3","shape":[2],"data_offsets":[0,8]}}""")]
    [InlineData("FLR0405", A + """[4611686018427387904,2],"data_offsets":[0,8]}}""")]
    [InlineData("FLR0405", A + """[2147483647,2147483647,2147483647,0],"data_offsets":[0,0]}}""")]
    [InlineData("FLR0405", """{"a":{"dtype":"F64","shape":[2147483591],"data_offsets":[0,17179868728]}}""")]
    [InlineData("FLR0406", A + """[500000000],"data_offsets":[0,2000000000]}}""")]
    [InlineData("FLR0406", A + """[2],"data_offsets":[8,0]}}""")]
    [InlineData("FLR0406", A + """[2],"data_offsets":[0,4]}}""")]
    [InlineData("FLR0406", A + """[1],"data_offsets":[0,4]}}""")]
    [InlineData("FLR0406", A + """[1],"data_offsets":[4,8]}}""")]
    [InlineData("FLR0406", A + """[2],"data_offsets":[9223372036854775800,9223372036854775807]}}""")]
    [InlineData("FLR0406", A + """[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""")]
    [InlineData("FLR0406", A + """[0],"data_offsets":[4,4]},"b":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""")]
    [InlineData("FLR0406", "{}")]
    public void A_hostile_header_is_refused_without_memory(string code, string header)
    {
        byte[] text = Encoding.UTF8.GetBytes(header);
        Refuse(code, [.. BitConverter.GetBytes(text.LongLength), .. text, .. new byte[8]]);
    }

    [Fact]
    public void A_truncated_file_or_a_lying_length_is_refused_without_memory()
    {
        Refuse("FLR0401", []);
        Refuse("FLR0401", [1, 0, 0]);
        Refuse("FLR0401", [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]);
        Refuse("FLR0401", [0, 0, 0, 0, 0, 0, 0, 0x80, (byte)'{', (byte)'}']);
        Refuse("FLR0401", [.. BitConverter.GetBytes(99_999_999L), (byte)'{', (byte)'}']);
        Refuse("FLR0402", [.. BitConverter.GetBytes(5L), .. "{\"\xff"u8[..2], 0xff, (byte)'"', (byte)'}']);
        Refuse("FLR0402", [.. BitConverter.GetBytes(200_000L), (byte)'{', .. Enumerable.Repeat((byte)'[', 199_999)], 400_000);
    }

    static void Refuse(string code, byte[] bytes, long allowance = 60_000)
    {
        using var stream = new MemoryStream(bytes);
        Assert.Throws<FlorinException>(() => Safetensors.Read(stream));
        stream.Position = 0;
        long before = GC.GetAllocatedBytesForCurrentThread();
        var error = Record.Exception(() => Safetensors.Read(stream));
        long spent = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(code, Assert.IsType<FlorinException>(error).Code);
        Assert.True(spent < allowance, $"{spent} bytes were allocated to refuse {bytes.Length} bytes");
    }

    [Fact]
    public void Every_prefix_of_a_file_is_refused()
    {
        var stream = new MemoryStream();
        Safetensors.Write(stream, Examples());
        byte[] whole = stream.ToArray();
        for (int length = 0; length < whole.Length; length++)
            Assert.Throws<FlorinException>(() => Safetensors.Read(new MemoryStream(whole, 0, length)));
    }

    [Fact]
    public void Python_reads_our_files_and_we_read_Pythons()
    {
        string folder = Directory.CreateTempSubdirectory("florin").FullName;
        Safetensors.Write(Path.Combine(folder, "ours.safetensors"), Examples(), new Dictionary<string, string> { ["by"] = "Florin" });
        string script = Path.Combine(Outside.Root, "tests", "storage", "safetensors_twin.py");
        Outside.Run(Outside.Python("numpy"), [script, folder]);
        TensorFile theirs = Safetensors.Read(Path.Combine(folder, "theirs.safetensors"));
        Assert.Equal(Kinds, theirs.Tensors.Select(tensor => tensor.Type.ToString()).Distinct().Order(Comparer<string>.Create(Sizes)));
        Assert.Equal([0.5f, float.NaN, -3], theirs["f32"].Values<float>().ToArray());
        Assert.Equal([3, 1], theirs["f32"].Shape);
        Assert.Equal([1e300], theirs["f64"].Values<double>().ToArray());
        Assert.Equal("numpy", theirs.Metadata["by"]);
        Directory.Delete(folder, true);
    }

    static int Sizes(string? a, string? b) => Array.IndexOf(Kinds, a) - Array.IndexOf(Kinds, b);
}
