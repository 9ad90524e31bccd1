namespace Florin;

using Florin.Storage;

/// <summary>
/// Arrays in a file that holds data only, in the public safetensors format: no code, no types to load. Files can be exchanged with Python's
/// <c>safetensors</c>. The same arrays always give the same bytes.
/// </summary>
public static class Safetensors
{
    /// <summary>Writes arrays to a file: a reader sees the old file or the whole new one.</summary>
    /// <param name="path">The file; an old one is replaced.</param>
    /// <param name="tensors">The arrays, each under a name of its own. Their order does not matter.</param>
    /// <param name="metadata">Notes stored beside them.</param>
    /// <exception cref="FlorinException">FLR0408: a name is used twice or reserved.</exception>
    public static void Write(string path, IReadOnlyList<NamedTensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        AtomicFile.Write(path, stream => Write(stream, tensors, metadata));
    }

    /// <summary>Writes arrays to a stream.</summary>
    /// <exception cref="FlorinException">FLR0408: a name is used twice or reserved.</exception>
    public static void Write(Stream stream, IReadOnlyList<NamedTensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(tensors);
        SafetensorsWriter.Write(stream, tensors, metadata);
    }

    /// <summary>Reads a file; its header is checked before any array is made, and a hostile file costs no memory.</summary>
    /// <exception cref="FlorinException">
    /// FLR0401: too short, or a header longer than the file or 100,000,000 bytes; FLR0402: the header is not the JSON it should be;
    /// FLR0403: a name twice; FLR0404: a type that Florin does not read; FLR0405: an array that is too large; FLR0406: arrays that overlap,
    /// leave gaps or go beyond the file.
    /// </exception>
    public static TensorFile Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        return SafetensorsReader.Read(stream, path);
    }

    /// <summary>Reads a stream that can seek, from where it stands to its end, with the checks of <see cref="Read(string)"/>.</summary>
    /// <exception cref="FlorinException">As for a path.</exception>
    public static TensorFile Read(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!stream.CanSeek) throw new ArgumentException("the stream must be able to seek, so that its length is known", nameof(stream));
        return SafetensorsReader.Read(stream, "stream");
    }
}

/// <summary>What a file of arrays held.</summary>
/// <param name="Tensors">The arrays, in the file's order.</param>
/// <param name="Metadata">Notes stored beside them.</param>
public sealed record TensorFile(IReadOnlyList<NamedTensor> Tensors, IReadOnlyDictionary<string, string> Metadata)
{
    /// <summary>The array of that name.</summary>
    /// <exception cref="FlorinException">FLR0409: there is none.</exception>
    public NamedTensor this[string name] => Tensors.FirstOrDefault(tensor => tensor.Name == name)
        ?? throw new FlorinException("FLR0409", "the file has no array of this name", name,
            string.Join(", ", Tensors.Take(8).Select(tensor => tensor.Name)), "the file belongs to another net or version");
}
