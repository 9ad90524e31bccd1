namespace Florin;

using System.Collections.Immutable;

/// <summary>Rows of small grey pictures of one size: what went into an autoencoder and what came out, or the digits a net got
/// wrong.</summary>
/// <param name="Title">Its heading.</param>
/// <param name="Width">Pixels from left to right.</param>
/// <param name="Height">Pixels from top to bottom.</param>
public sealed record ImageGrid(string Title, int Width, int Height) : PageBlock(Title)
{
    /// <summary>The rows from top to bottom.</summary>
    public ImmutableArray<ImageRow> Rows { get; init; } = [];

    /// <summary>The same grid with one more row of pictures, whose pixels go from 0 (black) to 1 (white), line by line.</summary>
    public ImageGrid Row(string label, IEnumerable<float[]> pictures) => this with
    {
        Rows = Rows.Add(new ImageRow(label, [.. pictures.Select(picture => Bytes(picture))])),
    };

    ReadOnlyMemory<byte> Bytes(ReadOnlySpan<float> pixels)
    {
        if (pixels.Length != Width * Height) throw ChartErrors.Pixels(Title, Width, Height, pixels.Length);
        var bytes = new byte[pixels.Length];
        for (int i = 0; i < bytes.Length; i++) bytes[i] = (byte)(Math.Clamp(float.IsNaN(pixels[i]) ? 0 : pixels[i], 0, 1) * 255 + 0.5f);
        return bytes;
    }
}

/// <summary>A row of pictures.</summary>
/// <param name="Label">Shown at its left.</param>
/// <param name="Pictures">A byte for every pixel, 0 is black.</param>
public sealed record ImageRow(string Label, ImmutableArray<ReadOnlyMemory<byte>> Pictures);
